"""Secrets that are given out: cookies, tokens and one-time links. The database has their digests alone."""

from __future__ import annotations

import hashlib
import hmac
import secrets

#: Bytes of chance in a secret.
_BYTES = 32

#: So that a token is known as one wherever it turns up, also to programs that look for lost ones.
TOKEN_PREFIX = "freight_"


def new_secret(prefix: str = "") -> str:
    """A secret that nobody can guess: 256 bits."""
    return prefix + secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret. It has so much chance in it that a quick digest will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_token(cookie: str) -> str:
    """What the forms of a session carry: only who was sent a page of it can know."""
    return hmac.new(cookie.encode(), b"csrf", hashlib.sha256).hexdigest()


def same(given: str, right: str) -> bool:
    """Whether two secrets are the same, in the same time whether or not."""
    return hmac.compare_digest(given.encode(), right.encode())
