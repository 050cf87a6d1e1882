"""Settings, exchange, surcharges and duties drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.building.sheets_of_rows import Cell
from tests.properties.drawing import RATES, Row, World, base_currency, blank_or, chance, day, filled, often, rarely

#: What one unit of a basis is charged.
SURCHARGES: dict[str, tuple[Cell, ...]] = {
    "container": (60, -15),
    "teu": (40,),
    "tonne": (3,),
    "booking": (55, 400),
    "percent_freight": (10, -5),
    "percent_value": (0.2,),
}
#: Columns of Tariffs by which a surcharge may be filtered.
OF_TARIFFS = ("service", "carrier", "mode", "origin", "destination")


@st.composite
def settings(draw: st.DrawFn, *, penalty: bool) -> list[Row]:
    """Each figure or its default; ``penalty`` is whether tonnes left behind have a price for certain."""
    prices = (3000, 300, 3000, 40)
    found = {
        "base_currency": draw(rarely("CHF")),
        "unserved_penalty_per_t": draw(st.sampled_from(prices) if penalty else blank_or(*prices)),
        "capital_cost_pct": draw(blank_or(12, 8)),
        "insurance_pct": draw(blank_or(0.3, 1)),
        "insurance_uplift_pct": draw(rarely(100)),
        "co2_price_per_t": draw(blank_or(60)),
        "unserved_bears_duty": draw(often("yes")),
        "min_lot_t": draw(often(5, 12.5, 20)),
        "allow_review": draw(rarely("no")),
    }
    return [{"setting": name, "value": value} for name, value in found.items() if value is not None]


@st.composite
def surcharges(draw: st.DrawFn, tariffs: list[Row], containers: list[str], goods: list[str]) -> list[Row]:
    """Up to three of any basis, with filters that some row of Tariffs matches."""
    return [draw(_surcharge(number, tariffs, containers, goods)) for number in range(draw(st.integers(0, 3)))]


@st.composite
def _surcharge(draw: st.DrawFn, number: int, tariffs: list[Row], containers: list[str], goods: list[str]) -> Row:
    row = draw(st.sampled_from(tariffs))
    basis = draw(st.sampled_from(tuple(SURCHARGES)))
    amount = draw(st.sampled_from(SURCHARGES[basis]))
    crossed = str(row.get("borders", "")).partition(";")[0].partition("@")[0]
    return filled(
        surcharge=f"{basis} {number}",
        **{column: draw(rarely(row.get(column))) for column in OF_TARIFFS},
        border=draw(rarely(crossed)) if crossed else None,
        container=draw(rarely(*containers)),
        commodity=draw(rarely(*goods)),
        dangerous=draw(rarely("yes", "no")),
        reefer=draw(rarely("yes", "no")),
        basis=basis,
        **draw(_amount(basis, amount, containers)),
        above_gross_t=draw(rarely(18, 12.5)),
        **draw(_validity(4, 6)),
    )


@st.composite
def _validity(draw: st.DrawFn, starts: int, ends: int) -> Row:
    """From a day or the day after, to a day or the day after, or without end."""
    start, end = draw(rarely(starts, starts + 1)), draw(rarely(ends, ends + 1))
    days = {"valid_from": start, "valid_to": end}
    return {column: day(int(str(number))) for column, number in days.items() if number is not None}


@st.composite
def _amount(draw: st.DrawFn, basis: str, amount: Cell, containers: list[str]) -> Row:
    if basis != "booking" and draw(chance()):
        return {name: amount for name in containers if name != "FEU"}
    return filled(amount=amount, currency=None if basis.startswith("percent") else draw(often("PKR", "CHF")))


@st.composite
def duties(draw: st.DrawFn, territories: list[str], origins: list[str], goods: dict[str, str]) -> list[Row]:
    """Up to three rows of any rank, none of which equals another in rank; ``goods`` is hs by commodity."""
    of_goods: list[Row] = [{}]
    of_goods += [{"commodity": name} for name in goods]
    of_goods += [{"hs": hs} for hs in goods.values()] + [{"hs": hs[:2]} for hs in goods.values()]
    kinds = st.tuples(st.sampled_from(territories), st.sampled_from(of_goods), rarely(*origins))
    rows = []
    for territory, what, origin in draw(st.lists(kinds, max_size=3, unique_by=str)):
        rows.append(
            filled(
                territory=territory,
                **what,
                origin_territory=origin,
                valuation=draw(blank_or("fob")),
                duty_pct=draw(blank_or(10, 5)),
                **draw(_specific()),
                additional_pct=draw(rarely(2)),
                vat_pct=draw(blank_or(20)),
                vat_recoverable=draw(blank_or("no")),
                **draw(_validity(7, 9)),
            )
        )
    return rows


@st.composite
def _specific(draw: st.DrawFn) -> Row:
    per_t = draw(rarely(40, 150, 400))
    return {} if per_t is None else filled(specific_per_t=per_t, specific_currency=draw(often("CHF")))


@st.composite
def rates_of_exchange(draw: st.DrawFn, world: World) -> list[Row]:
    """A rate for each currency used, and maybe another within the window."""
    cells = {cell for rows in world.values() for row in rows for cell in row.values() if isinstance(cell, str)}
    rows: list[Row] = []
    for currency in RATES:
        if currency not in cells or currency == base_currency(world):
            continue
        first, second = RATES[currency]
        rows.append({"currency": currency, "rate": first, "valid_from": "2025-01-01"})
        changes = draw(blank_or(5, 2, 9))
        if changes is not None:
            rows.append({"currency": currency, "rate": second, "valid_from": day(int(str(changes)))})
    return rows
