"""Exact numbers: the fractions of quicktions, which are those of the standard library at a fifth of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # quicktions has no types of its own, and the same interface
    from fractions import Fraction
else:
    from quicktions import Fraction

__all__ = ["Fraction"]
