"""What the words of ``status`` and ``mode`` in ``Tariffs`` mean, and which of them are rather misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tariffs.book import ANY, DESTINATION, ORIGIN, Tariff
from tariffs.folding import fold
from tariffs.problems import Kind, asked, nearest
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
RUNNING = frozenset(("running", "operational", "operating", "open", "live", "valid", "current", "in service", "yes"))
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
        row.error(Kind.WORD, "status", what, cure, words[0] if len(words) == 1 else None)
    else:
        what = f'status "{row.text("status")}" is taken for one that does not run'
        cure = f"{asked(near)} Otherwise write {ACTIVE} if it runs, or {IDLE[0]}".removeprefix(" Otherwise ")
        row.warn(Kind.WORD, "status", what, cure, near[0] if len(near) == 1 else None)
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
    """Warn of a mode of few rows that is spelt much like a mode of more rows, or means the same."""
    count = Counter(tariff.mode for _, tariff in rated)
    for sheet in ("Emissions", "Borders"):
        count.update({fold(row.text("mode")) for row in desk.rows(sheet)})
    first: dict[str, Row] = {}
    for row, tariff in rated:
        first.setdefault(tariff.mode, row)
    ranked = sorted(first, key=lambda mode: -count[mode])
    for position, mode in enumerate(ranked):
        better = {*ranked[:position], *(other for other in count if other and count[other] > count[mode])}
        meant = nearest(mode, sorted(better)) or tuple(sorted(_same(mode, better)))
        if meant:
            first[mode].warn(
                Kind.WORD,
                "mode",
                f'the mode "{mode}" is another one than "{meant[0]}" of other rows',
                f"{asked(meant)} Transfers, borders and emissions go by the word",
                meant[0] if len(meant) == 1 else None,
            )


def _same(mode: str, others: Iterable[str]) -> set[str]:
    """The other words for the same way of carriage."""
    return {other for group in SAME_MODE if mode in group for other in others if other in group}
