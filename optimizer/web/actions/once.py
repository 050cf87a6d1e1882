"""The same request twice makes one thing: idempotency keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from optimizer.web.access import Visit
from optimizer.web.refusal import Refusal
from optimizer.web.store.tables import IdempotencyKey, utc_now


def once(visit: Visit, key: str | None, asked: Any, make: Callable[[], str]) -> str:
    """Make something and commit, unless the same request did; the name of what was made.

    Parameters
    ----------
    key
        Of the request, or ``None``: then it is made anew each time.
    asked
        What the request asks for, as JSON can say it.
    make
        Adds rows to the session of the visit, and gives the name of the one that counts.

    Raises
    ------
    Refusal
        422, if another request had this key.
    """
    if key is None:
        made = make()
        visit.session.commit()
        return made
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
    before = _made(visit, key, digest)
    if before is not None:
        return before
    made = make()
    visit.session.add(IdempotencyKey(key=key, request_digest=digest, made_id=made, created=utc_now()))
    try:
        visit.session.commit()
    except IntegrityError:  # the same request was quicker
        visit.session.rollback()
        before = _made(visit, key, digest)
        if before is None:
            raise
        return before
    return made


def _made(visit: Visit, key: str, digest: str) -> str | None:
    found = visit.session.scalars(select(IdempotencyKey).where(IdempotencyKey.key == key)).first()
    if found is None:
        return None
    if found.request_digest != digest:
        detail = "Give each request a key of its own; the same one only to send the same request again."
        raise Refusal(422, "key-reused", "This key was used for another request", detail)
    return found.made_id
