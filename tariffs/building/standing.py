"""What the words of ``status`` and ``mode`` in ``Tariffs`` mean, and which of them are rather misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from tariffs.book import ANY, DESTINATION, ORIGIN, Tariff
from tariffs.building.names import doubt
from tariffs.folding import fold
from tariffs.likeness import misspelt
from tariffs.near_matches import asked, cured, nearest, only_near
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

ACTIVE = "active"
#: Words for a row that does not run. Any other is said to be none.
IDLE = (
    "planned",
    "proposed",
    "project",
    "draft",
    "test",
    "inactive",
    "not active",
    "suspended",
    "on hold",
    "stopped",
    "closed",
    "seasonal",
    "expired",
    "ended",
    "superseded",
    "withdrawn",
    "cancelled",
    "canceled",
)
#: Words by which others mean that a row runs.
RUNNING = frozenset(
    (
        *("running", "operational", "operating", "open", "live", "valid", "current", "in service", "in force", "yes"),
        *("ok", "confirmed", "approved", "effective", "enabled", "on", "1", "true"),
        *("действует", "действующий", "активен", "активный", "активно", "да", "jari", "chalu", "haan"),
    )
)
#: Words that in ``Transfers`` stand for more than one mode, or for none.
NO_MODES = (ANY, ORIGIN, DESTINATION, "all", "*")
#: Words of so few letters are near to others that are words as well: ear to sea.
FEW_LETTERS = 3
Cure = Callable[[str], str]
#: Words for one way of carriage: two of them in one book are rather one mode.
SAME_MODE = (
    frozenset(("rail", "railway", "railroad", "train", "wagon", "жд", "ж/д", "железнодорожный")),
    frozenset(("road", "truck", "lorry", "trucking", "trailer", "haulage", "авто", "автомобильный", "sarak")),
    frozenset(("sea", "ocean", "vessel", "ship", "maritime", "море", "морской", "bahri")),
    frozenset(("air", "plane", "flight")),
)
USUAL_MODES = tuple(sorted(frozenset[str]().union(*SAME_MODE)))
#: Words for ways of carriage of which none is another one of these.
KNOWN_MODES = frozenset(
    (
        *USUAL_MODES,
        *("ferry", "barge", "river", "waterway", "inland waterway", "coaster", "feeder", "dhow", "tanker", "pipeline"),
        *("ftl", "ltl", "fcl", "lcl", "fcl sea", "lcl sea", "ro-ro", "roro", "bulk", "breakbulk", "reefer", "tir"),
        *("boat", "courier", "parcel", "post", "mail", "express", "van", "car", "bus", "cart", "shuttle", "drayage"),
        *("intermodal", "multimodal", "combined", "block train", "sea-air", "air freight", "sea freight"),
    )
)


def status(row: Row) -> str:
    """The status of a row, folded; a word that is near to active, or unknown, is noted."""
    word = fold(row.text("status"))
    if not word or word == ACTIVE or word in IDLE:
        return word
    near = nearest(word, (ACTIVE, *IDLE))
    if word in RUNNING or ACTIVE in near:
        what = f'status "{row.text("status")}" is not {ACTIVE}, so the row would not run'
        words = near if ACTIVE in near else (ACTIVE,)
        cure = f"{asked(words)} Only {ACTIVE} rows run"
        sure = len(words) == 1 and (word in RUNNING or misspelt(word, words[0]))
        row.error(Kind.WORD, "status", what, cure, words[0] if sure else None)
    else:
        what = f'status "{row.text("status")}" is taken for one that does not run'
        cure = f"{asked(near)} Otherwise write {ACTIVE} if it runs, or {IDLE[0]}".removeprefix(" Otherwise ")
        row.warn(Kind.WORD, "status", what, cure, near[0] if len(near) == 1 and misspelt(word, near[0]) else None)
    return word


def check_mode(row: Row) -> None:
    """Note a word that is no mode of carriage: one for several in other sheets, or a usual one misspelt."""
    word = fold(row.text("mode"))
    if word in NO_MODES:
        row.error(
            Kind.WORD,
            "mode",
            f'"{row.text("mode")}" is no mode of carriage',
            "write rail, road, sea or another one; a row is carriage by one mode",
        )
    near = usual_mode(word)
    if near:
        what = f'"{row.text("mode")}" is no usual mode of carriage, and nearly one'
        meant = only_near(word, USUAL_MODES)
        row.error(Kind.WORD, "mode", what, f"{asked([near])} A mode of its own needs another name", meant)


def usual_mode(word: str) -> str:
    """The usual word for a mode that another word is misspelt for; blank for usual words and for any other."""
    near = () if _is_mode(word) else nearest(word, USUAL_MODES)
    return next((usual for usual in near if min(len(word), len(usual)) > FEW_LETTERS or misspelt(word, usual)), "")


def is_wrong_mode(mode: str, known: Collection[str]) -> bool:
    """Whether a mode that no row of ``Tariffs`` has is no usual one, or means the same as one of theirs."""
    return mode not in USUAL_MODES or bool(_same(mode, known))


def note_unused(  # noqa: PLR0913 - what is wrong and where
    row: Row,
    column: str,
    word: str,
    known: Sequence[str],
    what: str,
    *,
    wrong: bool,
    doubted: set[str] | None = None,
    cure: Cure = str,
) -> None:
    """Note a word that no row of ``Tariffs`` has, with the known one that it may stand for.

    Parameters
    ----------
    row, column, word
        Where it stands.
    known
        The words that there may be.
    what
        What follows.
    wrong
        Whether it is an error, and not only a doubt.
    doubted
        What is said already of words that may stand in a workbook that could not be read; ``None`` if all could be.
    cure
        What is made of a cure before it is said.
    """
    near, meant = meant_mode(word, known) if column.endswith("mode") else cured(word, known)
    says = cure(near or "correct it, or delete the row")
    if wrong and (doubted is None or meant):
        row.error(Kind.NAME, column, what, says, meant)
    elif wrong and doubted is not None:
        doubt(row, Kind.NAME, column, what, says, doubted)
    elif doubted is None:
        row.warn(Kind.DOUBT, column, what, says, meant)


def note_doubtful_modes(desk: Desk, rated: Sequence[tuple[Row, Tariff]]) -> None:
    """Warn of a mode that is spelt much like one of more rows or like a known one, or means the same."""
    count = Counter(tariff.mode for _, tariff in rated)
    for sheet in ("Emissions", "Borders"):
        count.update({fold(row.text("mode")) for row in desk.rows(sheet)})
    first: dict[str, Row] = {}
    for row, tariff in rated:
        first.setdefault(tariff.mode, row)
    # A word that is known to be a mode is no misspelling of one that is not, however many rows have that.
    rank = {mode: (not _is_mode(mode), -count[mode]) for mode in count}
    ranked = sorted(first, key=rank.__getitem__)
    for position, mode in enumerate(ranked):
        better = {*ranked[:position], *(other for other in count if other and rank[other] < rank[mode])}
        same = tuple(sorted(_same(mode, better)))
        meant = same or nearest(mode, sorted(better), another_mode)
        if meant:
            sure = len(meant) == 1 and (bool(same) or misspelt(mode, meant[0]))
            first[mode].warn(
                Kind.WORD,
                "mode",
                f'the mode "{mode}" is another one than "{meant[0]}" of other rows',
                f"{asked(meant)} Transfers, borders and emissions go by the word",
                meant[0] if sure else None,
            )


def meant_mode(word: str, known: Iterable[str]) -> tuple[str, str | None]:
    """What would be right instead of a mode that is none of these, and the one that was meant if it is one only.

    It is one that means the same, and else one that it is nearly spelt like.
    """
    listed = tuple(known)
    same = sorted(_same(fold(word), listed))
    if same:
        return asked(same), same[0] if len(same) == 1 else None
    return cured(word, listed, another_mode)


def another_mode(word: str, other: str) -> bool:
    """Whether a word is known to be another mode than one that it may be spelt like: a trailer is no train, nor rail.

    >>> another_mode("trailer", "train"), another_mode("ferry", "lorry"), another_mode("raod", "road")
    (True, True, False)
    """
    return _is_mode(fold(word)) and not _same(fold(word), (other,))


def _is_mode(word: str) -> bool:
    """Whether a word is known to be one for a way of carriage."""
    return word in KNOWN_MODES


def _same(mode: str, others: Iterable[str]) -> set[str]:
    """The other words for the same way of carriage."""
    return {other for group in SAME_MODE if mode in group for other in others if other in group}
