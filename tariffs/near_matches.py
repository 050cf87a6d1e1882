"""What a name that nobody knows may stand for: the known ones that are most like it, as a cure says them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tariffs.likeness import Likenesses, likenesses, misspelt

#: How many known names a message lists.
SHOWN = 8
#: Whether an unknown name is known to be another thing than a known one, however much alike they are.
Apart = Callable[[str, str], bool]


def never(_: str, __: str) -> bool:
    """Of names that only one list knows nothing is known that would keep them apart."""
    return False


def nearest(name: str, known: Iterable[str], apart: Apart = never) -> tuple[str, ...]:
    """The known names that an unknown one may stand for, the most likely first; none if none is much like it.

    >>> nearest("Astara", ["Astara AZ", "Astara IR", "Aktau"])
    ('Astara AZ', 'Astara IR')
    """
    return _near(likenesses(tuple(known)), name, apart)


def _near(names: Likenesses, name: str, apart: Apart) -> tuple[str, ...]:
    return tuple(other for other in names.nearest(name) if not apart(name, other))


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like an unknown one, blank if none is much like it."""
    return next(iter(nearest(name, known)), "")


def asked(names: Iterable[str]) -> str:
    """Whether one of these was meant, as a question; blank for none."""
    listed = " or ".join(f'"{name}"' for name in names)
    return f"did you mean {listed}?" if listed else ""


def near_match(name: str, known: Iterable[str], apart: Apart = never) -> str:
    """A cure for an unknown name: the nearest known ones, or a list of a few, or nothing."""
    names = likenesses(tuple(known))
    latin = names.look_alike(name)
    if latin:
        return f'did you mean "{latin}"? "{name}" has letters of another alphabet that look like it'
    near = _near(names, name, apart)
    if near or not names.by_folded:
        return asked(near)
    shown = ", ".join(names.listed[:SHOWN]) + (", …" if len(names.listed) > SHOWN else "")
    return f"known are {shown}"


def only_near(name: str, known: Iterable[str], apart: Apart = never) -> str | None:
    """The one known name that an unknown one is misspelt for, ``None`` if there is none or may be more than one."""
    names = likenesses(tuple(known))
    latin = names.look_alike(name)
    if latin:
        return latin
    near = _near(names, name, apart)
    return near[0] if len(near) == 1 and misspelt(name, near[0]) else None


def cured(name: str, known: Iterable[str], apart: Apart = never) -> tuple[str, str | None]:
    """A cure for an unknown name, and the one known name that it is misspelt for, if any."""
    listed = tuple(known)
    return near_match(name, listed, apart), only_near(name, listed, apart)


def look_alike(name: str, known: Iterable[str]) -> str:
    """The known name that an unknown one looks like but for letters of another alphabet, blank if there is none."""
    return likenesses(tuple(known)).look_alike(name)
