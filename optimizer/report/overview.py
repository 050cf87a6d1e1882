"""The sheet ``Overview``: what a manager wants to know, on one printed page."""

from __future__ import annotations

from decimal import Decimal

from optimizer.plan import Plan
from optimizer.report.capacities import tight
from optimizer.report.flows import main_modes
from optimizer.report.layout import Layout
from optimizer.report.page import (
    COLUMNS,
    LEAD,
    LEFT,
    PLAIN,
    RIGHT,
    SMALL,
    TITLE,
    Block,
    Entry,
    Line,
    Page,
)
from optimizer.report.styles import BARS, INK, Book, Sheet, Styles
from optimizer.report.summary import Summary
from optimizer.report.table import number, ratio
from optimizer.report.words import (
    capacity_name,
    fullness,
    headline,
    heaviest_left,
    made_from,
    or_more,
    scope,
    stated_groups,
    to_confirm,
)
from optimizer.tables import BY_MODE, COST_GROUPS, CUSTOMERS_SHEET, OVERVIEW, TO_BOOK, Kind, names

#: How many lines a block has at most; what is beyond is added up, or counted.
MOST_CORRIDORS, MOST_MODES, MOST_CUSTOMERS, MOST_TIGHT, MOST_LEFT, MOST_ORDERS = 10, 6, 6, 6, 8, 6

#: Rows that a chart takes at least.
CHART_ROWS = 12

#: The colours of modes in the chart of weeks, that with most tonnes first.
MODE_COLOURS = ("#5B7DB1", "#B4C6E7", "#1F3864", "#8EA9DB", "#7F7F7F", "#BFBFBF", "#404040", "#D9D9D9")
FAINT = {"visible": True, "line": {"color": "#D9D9D9"}}


def write_overview(book: Book, sheet: Sheet, plan: Plan, summary: Summary, layout: Layout, styles: Styles) -> str:
    """Write the page, its figures as formulas over the other sheets; gives its fingerprint."""
    page = Page(sheet, styles, plan.cost + summary.goods_value)
    writer = _Writer(plan, summary, layout)
    page.text("Freight plan" + (f": scenario {plan.scenario}" if plan.scenario else ""), TITLE, 26)
    page.text(scope(plan, summary), SMALL, 13)
    page.space()
    lead, *others = headline(plan, summary)
    page.text(lead, LEAD, 18)
    for text in others:
        page.text(text, PLAIN, 16)
    page.space()
    groups = sum(1 for _, amount in stated_groups(summary) if amount)
    _beside_chart(page, writer.cost(), _cost_chart(book, plan, page.row + 1, groups))
    if plan.bookings:
        _beside_chart(page, writer.corridors(), _week_chart(book, plan, layout))
        modes, boxes = writer.modes(), writer.boxes()
        page.block(modes, LEFT)
        page.block(boxes, RIGHT)
        page.row += max(modes.height, boxes.height)
        page.space()
    if layout.has(CUSTOMERS_SHEET):
        writer.customers(page)
        page.space()
    writer.tight(page)
    page.space()
    writer.left_behind(page)
    page.space()
    if plan.bookings:
        writer.orders(page)
        page.space()
    for text in (*to_confirm(plan), made_from(plan)):
        page.text(text, SMALL, 13)
    return page.finish()


def _beside_chart(page: Page, block: Block, chart: object | None) -> None:
    """A block with a chart at its right."""
    page.block(block, LEFT)
    if chart is not None:
        page.chart(chart, RIGHT, max(CHART_ROWS, block.height))
    page.row += max(CHART_ROWS if chart is not None else 0, block.height)
    page.space()


class _Writer:
    """The blocks of one plan."""

    def __init__(self, plan: Plan, summary: Summary, layout: Layout) -> None:
        self._plan, self._summary, self._at = plan, summary, layout
        self._money = plan.book.settings.base_currency

    def cost(self) -> Block:
        """What it costs: the groups, all together, and with the goods."""
        whole = self._plan.cost
        lines = []
        # What is nothing comes last: the chart beside has a bar for each of the others.
        for name, amount in sorted(stated_groups(self._summary), key=lambda group: not group[1]):
            formula = "+".join(self._at.summary(component.value) for component in COST_GROUPS[name])
            lines.append(self._cost_line(name, amount, formula, whole))
        lines.append(self._cost_line("logistics cost", whole, self._at.summary("logistics cost"), whole, strong=True))
        goods = self._summary.goods_value
        if goods:
            lines.append(self._cost_line("goods delivered", goods, self._at.summary("goods value"), None))
            landed = self._at.summary("landed cost")
            lines.append(self._cost_line("landed cost", whole + goods, landed, None, strong=True))
        headers = (self._money, "share", "a tonne", "a TEU")
        return Block("What it costs", headers, tuple(lines))

    def _cost_line(
        self, label: str, amount: Decimal, formula: str, whole: Decimal | None, *, strong: bool = False
    ) -> Line:
        entries = [Entry(amount, Kind.MONEY, formula)]
        share = f"({formula})/{self._at.summary('logistics cost')}"
        entries.append(Entry(ratio(amount, whole), Kind.PERCENT, share) if whole else Entry(None))
        for name, of in (("tonnes", self._summary.delivered_t), ("TEU", self._summary.teu)):
            per = f"({formula})/{self._at.summary(name)}"
            entries.append(Entry(ratio(amount, of), Kind.NUMBER, per) if of else Entry(None))
        return Line(label, tuple(entries), strong)

    def corridors(self) -> Block:
        """Where it goes: the heaviest corridors, the others together."""
        table = self._at.table("Corridors")
        columns = (("tonnes", Kind.TONNES), ("containers", Kind.COUNT), ("transport_cost", Kind.MONEY))
        shown = min(len(table.rows), MOST_CORRIDORS)
        lines = []
        for row in range(shown):
            cells = {c.name: cell for c, cell in zip(table.columns, table.rows[row], strict=True)}
            entries = [Entry(cells[name], kind, self._at.cell("Corridors", name, row)) for name, kind in columns]
            per = self._at.cell("Corridors", "transport_per_tonne", row)
            lines.append(
                Line(str(cells["corridor"]), (*entries, Entry(cells["transport_per_tonne"], Kind.NUMBER, per)))
            )
        if len(table.rows) > shown:
            lines.append(self._rest(f"{len(table.rows) - shown} others", columns, shown))
        lines.append(self._rest("all", columns, 0, strong=True))
        headers = ("t", "boxes", "transport", "a tonne")
        return Block("Where it goes", headers, tuple(lines))

    def _rest(self, label: str, columns: tuple[tuple[str, Kind], ...], first: int, *, strong: bool = False) -> Line:
        """The corridors from one on, added up."""
        table = self._at.table("Corridors")
        sums: dict[str, Decimal] = {}
        entries = []
        for name, kind in columns:
            sums[name] = sum(map(number, table.values(name)[first:]), Decimal(0))
            entries.append(Entry(sums[name], kind, f"SUM({self._at.cells('Corridors', name, first)})"))
        cells = [f"SUM({self._at.cells('Corridors', name, first)})" for name in ("transport_cost", "tonnes")]
        per = Entry(ratio(sums["transport_cost"], sums["tonnes"]), Kind.NUMBER, "/".join(cells))
        return Line(label, (*entries, per), strong)

    def modes(self) -> Block:
        """What goes by which mode: tonnes by the main one, and tonne-km of every leg."""
        table = self._at.table("Corridors")
        by_tonnes = {
            mode: sum(map(number, table.values(f"{mode}{BY_MODE}")), Decimal(0)) for mode in main_modes(self._plan)
        }
        lines = []
        for mode in list(dict.fromkeys([*by_tonnes, *self._summary.tonne_km]))[:MOST_MODES]:
            tonnes = by_tonnes.get(mode)
            formula = f"SUM({self._at.cells('Corridors', mode + BY_MODE)})" if tonnes is not None else ""
            entries = [Entry(tonnes or Decimal(0), Kind.TONNES, formula)]
            whole = self._at.summary("tonnes")
            share = (
                Entry(ratio(tonnes, self._summary.delivered_t), Kind.PERCENT, f"{formula}/{whole}")
                if tonnes
                else Entry(None)
            )
            km = self._summary.tonne_km.get(mode)
            kilometres = (
                (
                    Entry(km, Kind.COUNT, self._at.summary(f"tonne-km {mode}")),
                    Entry(self._summary.shares.get(mode), Kind.PERCENT, self._at.summary(f"share of tonne-km {mode}")),
                )
                if km
                else (Entry(None), Entry(None))
            )
            lines.append(Line(mode, (*entries, share, *kilometres)))
        return Block("By which mode", ("t", "share", "tonne-km", "share"), tuple(lines))

    def boxes(self) -> Block:
        """In which boxes."""
        tonnes: dict[str, Decimal] = {}
        for booking in self._plan.bookings:
            for load in booking.loads:
                tonnes[load.container.name] = tonnes.get(load.container.name, Decimal(0)) + load.tonnes
        lines = []
        for name, count in self._summary.containers.items():
            teu = self._plan.book.containers[name].teu * count
            weight = self._at.total_where("Bookings", "tonnes", "container", name)
            boxes = self._at.summary(f"containers {name}")
            lines.append(
                Line(
                    name,
                    (
                        Entry(count, Kind.COUNT, boxes),
                        Entry(teu, Kind.COUNT if teu % 1 == 0 else Kind.NUMBER),
                        Entry(tonnes[name], Kind.TONNES, weight),
                        Entry(ratio(tonnes[name], Decimal(count)), Kind.TONNES, f"({weight})/{boxes}"),
                    ),
                )
            )
        return Block("In which boxes", ("boxes", "TEU", "t", "t in each"), tuple(lines))

    def customers(self, page: Page) -> None:
        """Whose it is: the dearest customers, the others together."""
        table = self._at.table(CUSTOMERS_SHEET)
        costs, tonnes = ([number(cell) for cell in table.values(name)] for name in ("cost", "delivered"))
        shown = len(costs) if len(costs) <= MOST_CUSTOMERS else MOST_CUSTOMERS - 1
        lines = [
            self._customer(str(table.values("customer")[row]), costs[row], tonnes[row], row, 1) for row in range(shown)
        ]
        if shown < len(costs):
            others = (sum(costs[shown:], Decimal(0)), sum(tonnes[shown:], Decimal(0)))
            lines.append(self._customer(f"{len(costs) - shown} others", *others, shown, len(costs)))
        headers = (("", 7), ("t", 1), (self._money, 1), ("share", 1), ("a tonne", 1))
        page.wide_block("Whose it is", headers, lines)

    def _customer(self, label: str, cost: Decimal, tonnes: Decimal, first: int, count: int) -> tuple[Entry, ...]:
        costs, weights = (
            f"SUM({self._at.cells(CUSTOMERS_SHEET, name, first, count)})" for name in ("cost", "delivered")
        )
        whole = self._plan.cost
        return (
            Entry(label),
            Entry(tonnes, Kind.TONNES, weights),
            Entry(cost, Kind.MONEY, costs),
            Entry(ratio(cost, whole), Kind.PERCENT, f"{costs}/{self._at.summary('logistics cost')}" if whole else ""),
            Entry(ratio(cost, tonnes), Kind.NUMBER, f"{costs}/{weights}" if tonnes else ""),
        )

    def tight(self, page: Page) -> None:
        """Where it is tight: capacities that are full in some period, or of which more would save something."""
        found = tight(self._at.table("Capacity use"))
        lines = [
            (
                Entry(capacity_name(at)),
                Entry(fullness(at)),
                Entry(at["average_use"], Kind.PERCENT, self._at.cell("Capacity use", "average_use", row)),
                Entry(at["worth"], Kind.MONEY, self._at.cell("Capacity use", "worth", row)),
            )
            for row, at in enumerate(found[:MOST_TIGHT])  # these stand first in the sheet
        ]
        title = "Where it is tight" if lines else "Where it is tight: nowhere"
        page.wide_block(title, (("", 6), ("full in", 2), ("used in all", 1), ("more is worth", 2)), lines)
        if lines:
            more = f"; {len(found) - len(lines)} more in the sheet Capacity use" if len(found) > len(lines) else ""
            waited = [capacity_name(at) for at in found[:MOST_TIGHT] if or_more(self._plan, at)]
            most = f", or more where whole shipments wait for it: {' and '.join(waited)}" if waited else ""
            worth = f"what one more unit in each period would save, about, in {self._money}{most}"
            page.text(f"More is worth: {worth}{more}.", SMALL, 13)

    def left_behind(self, page: Page) -> None:
        """What stays behind, and why."""
        left = heaviest_left(self._plan)
        rows = {unserved.shipment.name: row for row, unserved in enumerate(self._plan.unserved)}
        lines = []
        for unserved in left[:MOST_LEFT]:
            cell = self._at.cell("Unserved", "tonnes", rows[unserved.shipment.name])
            lines.append(
                (
                    Entry(unserved.shipment.name),
                    Entry(unserved.tonnes, Kind.TONNES, cell),
                    Entry(unserved.reason, Kind.PROSE),
                )
            )
        title = "What stays behind" if lines else "What stays behind: nothing"
        page.wide_block(title, (("", 1), ("t", 1), ("", COLUMNS * 2 - 1)), lines)
        if len(left) > len(lines):
            page.text(f"and {len(left) - len(lines)} more, in the sheet Unserved", SMALL, 13)

    def orders(self, page: Page) -> None:
        """What is to be booked first."""
        table = self._at.table("To book")
        left, right = names(TO_BOOK[:7]), names(TO_BOOK[7:])
        lines = []
        for row, cells in enumerate(table.rows[:MOST_ORDERS]):
            cut_off, carrier, service, mode, origin, destination, departs = cells[: len(left)]
            boxes = sum(number(cell) for cell in cells[len(left) : -len(right)])
            what = " ".join(str(part) for part in (carrier, service, mode) if part)
            tonnes = Entry(cells[-len(right)], Kind.TONNES, self._at.cell("To book", right[0], row))
            where = Entry(f"{what}, {origin} – {destination}, {departs}")
            lines.append((Entry(str(cut_off)), where, Entry(boxes, Kind.COUNT), tonnes))
        page.wide_block("To book first, by", (("", 1), ("departure", 8), ("boxes", 1), ("t", 1)), lines)
        if len(table.rows) > len(lines):
            page.text(f"and {len(table.rows) - len(lines):,} more, in the sheet To book", SMALL, 13)


def _cost_chart(book: Book, plan: Plan, first: int, groups: int) -> Book | None:
    """The groups of the cost as bars, from the lines of the block that begin in a row, from 0."""
    if not groups:
        return None
    last = first + groups - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "cost",
            "categories": [OVERVIEW, first, LEFT, last, LEFT],
            "values": [OVERVIEW, first, LEFT + 1, last, LEFT + 1],
            "fill": {"color": BARS},
            "gap": 30,
            "data_labels": {"value": True, "num_format": '#,##0;-#,##0;""', "font": {"size": 8}},
        }
    )
    _dress(chart, f"What it costs, {plan.book.settings.base_currency}")
    chart.set_legend({"none": True})
    # The first group stands at the top, as in the sheet; on the right is space for the longest bar's figure.
    chart.set_y_axis({"reverse": True, "crossing": "max", "line": {"none": True}, "num_font": {"size": 8}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_plotarea({"layout": {"x": 0.17, "y": 0.13, "width": 0.67, "height": 0.84}})
    return chart


def _week_chart(book: Book, plan: Plan, layout: Layout) -> Book:
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for mode, colour in zip(main_modes(plan), MODE_COLOURS, strict=False):
        chart.add_series(
            {
                "name": mode,
                "categories": f"={layout.cells('Weeks', 'from')}",
                "values": f"={layout.cells('Weeks', mode + BY_MODE)}",
                "fill": {"color": colour},
                "gap": 30,
            }
        )
    _dress(chart, "When it leaves: t by week and mode")
    chart.set_legend({"position": "bottom", "font": {"size": 8}})
    chart.set_x_axis({"num_format": "d mmm", "text_axis": True, "num_font": {"size": 8}})
    chart.set_y_axis({"num_format": "#,##0", "num_font": {"size": 8}, "major_gridlines": FAINT, "line": {"none": True}})
    return chart


def _dress(chart: Book, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 10, "bold": True, "color": INK}, "overlay": False})
    chart.set_chartarea({"border": {"none": True}})
