"""Passwords: hashed by argon2id, with the parameters that RFC 9106 recommends where memory is scarce."""

from __future__ import annotations

import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY

from optimizer.web.refusal import Refusal

SHORTEST, LONGEST = 12, 256

_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

#: Each hash takes 64 MiB, so no more than this many are made at a time.
_AT_A_TIME = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The hash of a password, to be kept."""
    with _AT_A_TIME:
        return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed; ``None``, of whoever has none, takes as long as any."""
    with _AT_A_TIME:
        try:
            _HASHER.verify(kept or _nobodys(), password)
        except (Argon2Error, InvalidHashError):
            return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


@lru_cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    return _HASHER.hash(threading.current_thread().name + "\0")


def check_new(password: str, *known: str) -> None:
    """Refuse what is no password.

    Parameters
    ----------
    known
        What anybody would try first: the address, the name, the firm.

    Raises
    ------
    Refusal
        422, if it is too short or too long, repeats a few signs, or is little more than what is known.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise _weak(f"It has {len(password)} characters; {SHORTEST} to {LONGEST} will do. Spaces count: take a phrase.")
    if len(set(password.casefold())) < SHORTEST // 2:
        raise _weak("It repeats a few signs. Take a phrase of several words that do not belong together.")
    left = password.casefold()
    parts = {part for one in known for part in (one, *one.replace("@", " ").split()) if len(part) > 2}  # noqa: PLR2004
    for word in sorted(parts, key=len, reverse=True):
        left = left.replace(word.casefold(), "")
    if len(left) < SHORTEST // 2:
        raise _weak("It is little more than the name, the address or the firm. Take other words.")


def _weak(detail: str) -> Refusal:
    return Refusal(422, "weak-password", "This will not do as a password", detail)
