"""What the words of ``status`` and ``mode`` in ``Tariffs`` mean, and which of them are rather misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tariffs.book import ANY, DESTINATION, ORIGIN, Tariff
from tariffs.folding import fold
from tariffs.likeness import misspelt
from tariffs.near_matches import asked, nearest
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
#: Words for one way of carriage: two of them in one book are rather one mode.
SAME_MODE = (
    frozenset(("rail", "railway", "railroad", "train", "wagon", "жд", "ж/д", "железнодорожный")),
    frozenset(("road", "truck", "lorry", "trucking", "trailer", "haulage", "авто", "автомобильный", "sarak")),
    frozenset(("sea", "ocean", "vessel", "ship", "maritime", "море", "морской", "bahri")),
    frozenset(("air", "plane", "flight")),
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
    """Note a word that is no mode of carriage, but stands for several of them in other sheets."""
    word = fold(row.text("mode"))
    if word in NO_MODES:
        row.error(
            Kind.WORD,
            "mode",
            f'"{row.text("mode")}" is no mode of carriage',
            "write rail, road, sea or another one; a row is carriage by one mode",
        )


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
        near = nearest(mode, sorted(better))
        meant = near or tuple(sorted(_same(mode, better)))
        if meant:
            sure = len(meant) == 1 and (not near or misspelt(mode, near[0]))
            first[mode].warn(
                Kind.WORD,
                "mode",
                f'the mode "{mode}" is another one than "{meant[0]}" of other rows',
                f"{asked(meant)} Transfers, borders and emissions go by the word",
                meant[0] if sure else None,
            )


def _is_mode(word: str) -> bool:
    """Whether a word is known to be one for a way of carriage."""
    return any(word in group for group in SAME_MODE)


def _same(mode: str, others: Iterable[str]) -> set[str]:
    """The other words for the same way of carriage."""
    return {other for group in SAME_MODE if mode in group for other in others if other in group}
