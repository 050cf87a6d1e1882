"""Legs drawn at random: one to three rows each, that agree as the rows of one departure must."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.building.sheets_of_rows import Cell
from tests.properties.drawing import CARRIERS, MODES, Row, blank_or, chance, day, filled, rarely

KM = (1000, 500, 1600)
#: What makes rows one departure.
KEY = ("service", "carrier", "mode", "origin", "destination")
BORDERS = ("Taftan", "Sarakhs", "Torkham")


def key_of(row: Row) -> tuple[Cell, ...]:
    """The leg that a row belongs to: a blank service is one of its own per carrier."""
    service, carrier, *rest = (row.get(column) for column in KEY)
    return (service, None if service else carrier, *rest)


@st.composite
def legs(
    draw: st.DrawFn,
    places: list[str],
    containers: list[str],
    goods: list[str],
    ends: tuple[str, str] | None = None,
    services: tuple[str | None, ...] = (None, "S1", "S2"),
) -> list[Row]:
    """The rows of one leg, between two of the places or between these ends."""
    origin, destination = ends or draw(_ends(places))
    common = filled(
        service=draw(st.sampled_from(services)),
        carrier=draw(st.sampled_from(CARRIERS)),
        mode=draw(st.sampled_from(MODES)),
        origin=origin,
        destination=destination,
        distance_km=draw(st.sampled_from(KM)),
        **draw(terms()),
        **draw(departures()),
        **draw(room()),
        currency=draw(rarely("PKR", "CHF")),
    )
    price = draw(st.integers(1, 24)) * 50
    base = {**common, **draw(amounts(containers, price, common)), **draw(conditions())}
    rows = [base]
    if draw(chance()):
        # Light boxes go for less.
        light = {**base, **draw(amounts(containers, price * 4 // 5, common))}
        rows.append({**light, "max_gross_t": draw(st.sampled_from((16, 20)))})
    if draw(chance()):
        cheap = {**base, **draw(amounts(containers, price // 2, common))}
        rows.append({**cheap, "commodity": draw(st.sampled_from(goods))})
    return [_without_unused(row, containers) for row in rows]


@st.composite
def _ends(draw: st.DrawFn, places: list[str]) -> tuple[str, str]:
    """Two locations, more often forwards than backwards, so that many ways lead from the first to the last."""
    start = draw(st.integers(0, len(places) - 2))
    end = draw(st.integers(start + 1, len(places) - 1))
    return (places[end], places[start]) if draw(chance(3)) else (places[start], places[end])


@st.composite
def terms(draw: st.DrawFn) -> Row:
    """Days, borders, countries on the way and dutiable share."""
    transit_days = draw(st.sampled_from((1, 2, 0, 0.5, 3)))
    names = draw(st.lists(st.sampled_from(BORDERS), max_size=2, unique=True))
    # On departure or on arrival; of two, the second on arrival.
    crossings = [name + draw(st.sampled_from(("", "@0"))) for name in names[:1]] + names[1:]
    return filled(
        transit_days=transit_days,
        borders="; ".join(crossings) or None,
        cutoff_days=draw(rarely(1, 0.5)),
        dutiable_pct=draw(rarely(60, 0)),
        transit_countries=draw(rarely("IR", "KZ;AF")),
    )


@st.composite
def departures(draw: st.DrawFn) -> Row:
    """On which days, and from when to when."""
    runs = draw(blank_or("Mon,Thu", "Tue,Fri,Sun", "every 3 days", f"{day(2)}; {day(5)}; {day(6)}"))
    skipped = f" except {day(3)}; {day(5)}" if draw(chance()) else ""
    start = draw(st.sampled_from((0, 2))) if runs == "every 3 days" else draw(rarely(1, 5))
    ends = draw(rarely(7, 10))
    return filled(
        departures=f"{runs or 'daily'}{skipped}" if skipped else runs,
        valid_from=None if start is None else day(int(str(start))),
        valid_to=None if ends is None else day(int(str(ends))),
    )


@st.composite
def room(draw: st.DrawFn) -> Row:
    """Capacity per departure in any unit, minimum load, cost of a departure."""
    unit = draw(blank_or("containers", "tonnes"))
    tonnes = 12 if unit == "tonnes" else 1
    capacity = draw(blank_or(2, 1, 3, 2.5, 6))
    least = draw(rarely(1, 2))
    if capacity is not None and least is not None:
        least = min(int(str(least)), int(float(str(capacity))))
    return filled(
        capacity=None if capacity is None else float(str(capacity)) * tonnes,
        capacity_unit=unit if capacity is not None or least is not None else None,
        min_load=None if least is None else int(str(least)) * tonnes,
        departure_cost=draw(rarely(300)),
    )


@st.composite
def amounts(draw: st.DrawFn, containers: list[str], price: int, common: Row) -> Row:
    """A price for 20 t in a TEU, on any basis and in the leg's currency, for most containers or all at one rate."""
    basis = draw(blank_or("teu", "km", "tonne", "tonne_km", "wm"))
    per = {"km": common["distance_km"], "tonne": 20, "wm": 20, "tonne_km": 20 * int(str(common["distance_km"]))}
    units = {"PKR": 280, "CHF": 0.9}.get(str(common.get("currency")), 1)
    price_each = price * units / float(str(per.get(str(basis), 1)))
    dearer = {
        "TEU": 1.0,
        "FEU": draw(st.sampled_from((1.8, 1.0, 1.8, None))),
        "RFR": draw(st.sampled_from((2.5, 1.5, None))),
    }
    cells: Row = {name: round(price_each * factor, 4) for name in containers if (factor := dearer[name]) is not None}
    if draw(chance()):
        cells = {"rate": round(price_each, 4)}
    minimum = draw(blank_or(10, 18)) if basis in ("tonne", "tonne_km", "wm") else None
    # Of what 20 t in a TEU pay, and more than an FEU pays at some rates.
    share = draw(rarely(0.6, 1.2))
    least = None if share is None else round(price * units * float(str(share)), 2)
    return filled(basis=basis, minimum_t=minimum, minimum_charge=least, **cells)


@st.composite
def conditions(draw: st.DrawFn) -> Row:
    """What a row may take, and whether it runs."""
    return filled(
        max_payload_t=draw(rarely(18, 12.5)),
        dangerous=draw(blank_or("yes", "yes", "no")),
        status="planned" if draw(chance(15)) else None,
        compliance=draw(blank_or(*(None,) * 9, "review", "review", "blocked")),
        co2_g_per_tkm=draw(rarely(0, 44)),
    )


def _without_unused(row: Row, containers: list[str]) -> Row:
    """A row with one rate for all has no container columns, whatever it was made from."""
    if "rate" in row:
        return {column: cell for column, cell in row.items() if column not in containers}
    return row
