"""Which of many known names an unknown one is most like, as difflib counts likeness, and much faster.

Of two names, twice the signs that agree in order over all their signs is their likeness. To find that out exactly
takes long, so a name is first held against all others by two upper bounds: the signs that both have, whatever their
order, and the longest run of signs that both have in the same order.

That names are alike is a reason to ask whether one was meant (`alike`); that one is the other misspelt takes more
(`misspelt`).
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from tariffs.latin import in_latin

#: A name may be near another from this likeness on (0 to 1), and is from `ALIKE` on, or with two letters swapped.
NEAR, ALIKE = 0.66, 0.75
#: In a name of several words, each that differs is like its counterpart at least so much.
WORD_ALIKE = 0.6
#: Names this much less alike than the nearest one are not what was meant.
MARGIN = 0.1
#: More than so many near ones say nothing.
MOST_NEAR = 3
#: Longer texts are no names, and like none.
LONGEST = 200
#: Words that turn around what another one says; so do these first letters of one.
TURNS = frozenset(("not", "no", "non", "except", "excluding", "excl", "without", "не", "кроме", "без"))
TURNED = ("un", "in", "non")
#: Who writes `Active?` is not sure of it.
UNSURE = "?"
#: A letter doubled, or two swapped, make no other word where it has so many letters or more.
FEWEST_TWICE = 3
#: A letter left out, added or changed makes none in words this long, unless it is the first. Of the towns in GeoNames
#: (15,000 people or more, names of one word) 58 % of those of five letters are another town with such a slip, 34 % of
#: those of six, 7 % of those of nine; with a letter doubled or two swapped 3 %, 1.4 % and 0.3 %.
FEWEST_OTHER = 6
WORD, NUMBER = re.compile(r"[^\W_]+"), re.compile(r"\d+")
#: So many pairs of names are compared for one list of names: 10,000 unknown ones with 4,000 known. Whoever has more of
#: them wrong is not helped by what each might be.
EFFORT = 40_000_000
#: What it costs to compare two names exactly, and to bound it by their order, if to count what they share costs 1.
EXACTLY, IN_ORDER = 600, 100


@dataclass(slots=True)
class Likenesses:
    """Known names, ready to be compared with unknown ones.

    Attributes
    ----------
    by_folded
        The names by what they are without regard to capitals.
    listed
        The names in order.
    effort
        How much work may still be put into comparing.
    """

    by_folded: Mapping[str, str]
    listed: Sequence[str]
    effort: int = EFFORT
    _bits: dict[tuple[str, int], int] = field(default_factory=dict)
    _by_length: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    _answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _by_look: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str], effort: int = EFFORT) -> Likenesses:
        """Take in the known names."""
        by_folded = {name.casefold(): name for name in names}
        made = cls(by_folded, sorted(by_folded.values()), effort)
        for folded in by_folded:
            if len(folded) <= LONGEST:
                made._by_length.setdefault(len(folded), []).append((folded, made._signs_of(folded, new=True)))
        return made

    def nearest(self, name: str) -> tuple[str, ...]:
        """The known names that are most like this one, the most like first; none if none is much like it."""
        folded = name.casefold()
        if folded not in self._answers:
            near = (other for other in self._nearest(folded) if alike(folded, other))
            self._answers[folded] = tuple(self.by_folded[other] for other in near)
        return self._answers[folded]

    def look_alike(self, name: str) -> str:
        """The known name that this one looks like but for letters of another alphabet, blank if there is none."""
        if name.isascii():
            return ""
        if not self._by_look:
            self._by_look.update((in_latin(known).casefold(), known) for known in self.listed)
        return self._by_look.get(in_latin(name).casefold(), "")

    def _nearest(self, name: str) -> list[str]:
        if len(name) > LONGEST or self.effort <= 0:
            return []
        matcher = difflib.SequenceMatcher(None, "", name)
        places = _places(name)
        found: list[tuple[float, str]] = []
        least = NEAR
        for bound, other in self._bounded(name):
            if bound < least:
                break
            self.effort -= IN_ORDER
            in_order = 2.0 * _in_order(other, places, len(name)) / (len(other) + len(name))
            if in_order < least:
                continue
            self.effort -= EXACTLY
            matcher.set_seq1(other)
            # Where a name repeats itself, difflib pairs its signs badly: "Jamajmal" is less than near to "Jamjamal".
            found.append((in_order if misspelt(name, other) else matcher.ratio(), other))
            found = sorted(likeness for likeness in found if likeness[0] >= NEAR)[-MOST_NEAR:]
            if found:
                least = max(NEAR, found[-1][0] - MARGIN, found[0][0] if len(found) == MOST_NEAR else 0)
        near = [(-likeness, other) for likeness, other in found if likeness >= found[-1][0] - MARGIN]
        return [other for _, other in sorted(near)]

    def _bounded(self, name: str) -> list[tuple[float, str]]:
        """The names that share enough signs with this one, those that share most first."""
        signs, size = self._signs_of(name), len(name)
        bounded: list[tuple[float, str]] = []
        for length, names in self._by_length.items():
            if 2.0 * min(size, length) / (size + length) < NEAR:
                continue
            self.effort -= len(names)
            enough = int(NEAR * (size + length) / 2)
            bounded += [
                (2.0 * shared / (size + length), other)
                for other, others in names
                if (shared := (signs & others).bit_count()) >= enough
            ]
        return sorted(bounded, reverse=True)

    def _signs_of(self, name: str, *, new: bool = False) -> int:
        """The signs of a name, each time that one stands there as a bit of its own: what two share are bits of both."""
        signs = 0
        for sign, count in Counter(name).items():
            for nth in range(count):
                if new:
                    self._bits.setdefault((sign, nth), 1 << len(self._bits))
                signs |= self._bits.get((sign, nth), 0)
        return signs


def turned(name: str, other: str) -> bool:
    """Whether one of two names says the contrary of the other: `not Karachi`, `unblocked`.

    >>> turned("unblocked", "blocked"), turned("No. 1 Berth", "No 1 Berth")
    (True, False)
    """
    if _turns(name) != _turns(other):
        return True
    short, long = sorted((name.casefold(), other.casefold()), key=len)
    return any(long == f"{start}{short}" for start in TURNED)


def _turns(name: str) -> list[str]:
    """The words of a name that turn around what the others say."""
    words = WORD.findall(name.casefold())
    return [word for word in words if word in TURNS] if len(words) > 1 else []


def alike(name: str, other: str) -> bool:
    """Whether two names are so much alike that whoever writes the one may have meant the other.

    They have the same numbers, and turn nothing around. Of several words each is like its counterpart.

    >>> alike("Kharachy", "Karachi"), alike("Sarakhs TM", "Sarakhs IR"), alike("IR2", "IR1"), alike("ferry", "lorry")
    (True, False, False, False)
    """
    if turned(name, other) or _numbers(name) != _numbers(other):
        return False
    words, others = WORD.findall(name.casefold()), WORD.findall(other.casefold())
    odd = _odd(words, others)
    if len(words) == len(others) > 1 and any(_likeness(*pair) < WORD_ALIKE for pair in odd):
        return False
    return _likeness(name.casefold(), other.casefold()) >= ALIKE or misspelt(name, other)


def misspelt(name: str, meant: str) -> bool:
    """Whether a word that is near to another one can be nothing else than that one misspelt.

    It has the same numbers, and differs in signs between words alone, or in one word that is the other with a letter
    left out, doubled, swapped with the next, or one that does not belong there, if the word is long enough.

    >>> misspelt("Zahidan", "Zahedan"), misspelt("IR2", "IR1"), misspelt("Taftan", "Astana"), misspelt("Mice", "rice")
    (True, False, False, False)
    """
    if UNSURE in name or turned(name, meant) or NUMBER.findall(name) != NUMBER.findall(meant):
        return False
    words, others = WORD.findall(name.casefold()), WORD.findall(meant.casefold())
    if "".join(words) == "".join(others):
        return True
    odd = _odd(words, others)
    return len(words) == len(others) and len(odd) == 1 and _is_slip(*odd[0])


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word is another one with one slip of the hand in it, and too long to be a word of its own."""
    start = _shared_start(word, meant)
    rest, right = word[start:], meant[start:]
    end = _shared_start(rest[::-1], right[::-1])
    rest, right = rest[: len(rest) - end], right[: len(right) - end]
    if not (rest + right).isalpha():
        return False
    swapped = rest == right[::-1] and len(rest) == len("ab")
    other = max(len(rest), len(right)) == 1
    twice = other and not (rest and right) and meant[start - 1 : start] == rest + right
    if swapped or twice:
        return len(meant) >= FEWEST_TWICE
    return other and start > 0 and len(meant) >= FEWEST_OTHER


def _shared_start(word: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))


def _odd(words: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    """The words that differ from their counterparts, with these."""
    return [(word, other) for word, other in zip(words, others, strict=False) if word != other]


def _numbers(name: str) -> list[int]:
    return [int(digits) for digits in NUMBER.findall(name)]


def _likeness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, name).ratio()


def _places(name: str) -> dict[str, int]:
    """Where each sign stands in a name, as bits."""
    places: dict[str, int] = {}
    for place, sign in enumerate(name):
        places[sign] = places.get(sign, 0) | 1 << place
    return places


def _in_order(other: str, places: Mapping[str, int], length: int) -> int:
    """How many signs two names have in the same order, with others in between: their longest common subsequence.

    One bit for each place of the one name, a sign of the other at a time (Hyyrö 2004).
    """
    every = (1 << length) - 1
    left = every
    for sign in other:
        hit = left & places.get(sign, 0)
        left = (left + hit | left - hit) & every
    return length - left.bit_count()


@lru_cache(maxsize=16)
def likenesses(names: tuple[str, ...]) -> Likenesses:
    """The known names, ready to be compared; those of the last few lists are kept ready."""
    return Likenesses.of(names)
