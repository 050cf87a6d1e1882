"""Names of rows: unguessable, and in the order in which they were made."""

from __future__ import annotations

import secrets
import time

#: Digits and letters that no one takes for one another (Crockford's base 32).
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"

#: Characters of a name: 50 bits of milliseconds, and 80 of chance.
LENGTH = 26
_CHANCE_BITS = 80


def new_id() -> str:
    """A name that no other row has; a later one sorts after it, to the millisecond."""
    number = time.time_ns() // 1_000_000 << _CHANCE_BITS | secrets.randbits(_CHANCE_BITS)
    return "".join(DIGITS[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
