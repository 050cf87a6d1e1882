"""Borders, transfers, storage and pools drawn at random, for the legs that there are."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.drawing import Row, blank_or, chance, day, filled, often, rarely

PERIODS = ("day", "week", "month", "plan")
FILTERS = ("service", "carrier", "mode", "origin", "destination")


@st.composite
def borders(draw: st.DrawFn, names: list[str], modes: list[str], containers: list[str]) -> list[Row]:
    """For each border one or two rows in time, and maybe one of a mode; the first may say where the border lies."""
    rows = []
    for name in names:
        base = draw(_border(name, containers)) | filled(between=draw(blank_or("PK;IR", "IR;TM", "AF;PK")))
        changes = draw(rarely(4, 8))
        if changes is None:
            rows.append(base)
        else:
            later = draw(_border(name, containers))
            turn = int(str(changes))
            rows += [{**base, "valid_to": day(turn - 1)}, {**later, "valid_from": day(turn)}]
        mode = draw(blank_or(*modes))
        if mode is not None:
            rows.append({**draw(_border(name, containers)), "mode": mode})
    return rows


@st.composite
def _border(draw: st.DrawFn, name: str, containers: list[str]) -> Row:
    return filled(
        border=name,
        dwell_days=draw(blank_or(1, 0.5, 2)),
        **draw(_capacity(("teu", "vehicles", "tonnes"))),
        **draw(_fees(30, containers)),
        fee_per_t=draw(rarely(1, 2)),
        closed_weekdays=draw(rarely("Fri", "Sat,Sun")),
        **draw(_closures()),
        compliance=draw(blank_or(*(None,) * 9, "review", "review", "blocked")),
    )


@st.composite
def _fees(draw: st.DrawFn, least: int, containers: list[str]) -> Row:
    """A fee for each container, or one for all, in any currency; or none."""
    fee = draw(blank_or(least, 2 * least))
    if fee is None:
        return {}
    one_for_all = draw(chance(3))
    fees: Row = {name: int(str(fee)) * (1 + number) for number, name in enumerate(containers)}
    return filled(**({"rate": fee} if one_for_all else fees), currency=draw(often("CHF", "CHF", "PKR")))


@st.composite
def _closures(draw: st.DrawFn) -> Row:
    """Shut for some days, now and then twice or until further notice."""
    shut = draw(rarely(1, 5, 6))
    if shut is None:
        return {}
    first = int(str(shut))
    last = first + draw(st.integers(0, 3))
    again = draw(rarely(last + 2))
    likely = filled(closed_probability=draw(blank_or(0.4, 0.6)))
    if again is None:
        return {"closed_from": day(first), "closed_to": day(last), **likely}
    ends = draw(st.sampled_from((day(last + 3), "")))
    return {"closed_from": f"{day(first)}; {day(last + 2)}", "closed_to": f"{day(last)}; {ends}", **likely}


@st.composite
def _capacity(draw: st.DrawFn, units: tuple[str, ...]) -> Row:
    """How much in which unit and period; the unit that is not among them is containers."""
    amount = draw(blank_or(2, 1, 5, 2.5))
    if amount is None:
        return {}
    unit = draw(blank_or(*units))
    size = 12 if unit == "tonnes" else 1
    return filled(capacity=float(str(amount)) * size, capacity_unit=unit, capacity_per=draw(blank_or(*PERIODS)))


@st.composite
def transfers(draw: st.DrawFn, places: list[str], modes: list[str], containers: list[str]) -> list[Row]:
    """At each location maybe a row for any two modes, some for two, one for the start and one for the end."""
    rows = []
    for place in places:
        pairs = [("any", "any")] if draw(st.sampled_from((True, False, True))) else []
        pairs += draw(st.lists(st.tuples(st.sampled_from((*modes, "any")), st.sampled_from(modes)), max_size=2))
        pairs += [("origin", draw(st.sampled_from(("any", *modes))))] if draw(chance(2)) else []
        pairs += [(draw(st.sampled_from(("any", *modes))), "destination")] if draw(chance(2)) else []
        rows += [draw(_transfer(place, pair, containers)) for pair in dict.fromkeys(pairs)]
    return rows


@st.composite
def _transfer(draw: st.DrawFn, place: str, pair: tuple[str, str], containers: list[str]) -> Row:
    return filled(
        location=place,
        from_mode=pair[0],
        to_mode=pair[1],
        dwell_days=draw(blank_or(1, 0.5, 2)),
        **draw(_fees(20, containers)),
        **draw(_capacity(("teu", "tonnes"))),
    )


@st.composite
def storage(draw: st.DrawFn, places: list[str], containers: list[str]) -> list[Row]:
    """Bands of some days at some locations, for all containers or one."""
    rows = []
    for place in draw(st.lists(st.sampled_from(places), max_size=3, unique=True)):
        free_days = draw(blank_or(1, 2))
        container = draw(rarely(*containers))
        for start, rate in ((1, draw(st.sampled_from((8.4, 40)))), (3, draw(st.sampled_from((90, 4)))))[
            : draw(st.integers(1, 2))
        ]:
            currency = draw(often("CHF", "PKR"))
            rows.append(
                filled(
                    location=place,
                    container=container,
                    free_days=free_days,
                    from_day=start,
                    rate_per_day=rate,
                    currency=currency,
                )
            )
    return rows


@st.composite
def pool(draw: st.DrawFn, places: list[str], containers: list[str]) -> list[Row]:
    """How many containers may start at some of the locations."""
    found = draw(
        st.lists(st.tuples(st.sampled_from(places), st.sampled_from(containers)), max_size=2, unique=True)
        if draw(st.booleans())
        else st.just([])
    )
    return [
        {"location": place, "container": container, "available": draw(st.integers(0, 3))} for place, container in found
    ]


@st.composite
def changes(draw: st.DrawFn, tariffs: list[Row]) -> list[Row]:
    """Some departures cancelled, extra, or of another capacity; one capacity on a day at most."""
    rows: list[Row] = []
    for number in draw(st.lists(st.integers(0, 8), max_size=3, unique=True) if draw(chance(1)) else st.just([])):
        of = draw(st.sampled_from(tariffs))
        filters = {name: of.get(name) if draw(st.booleans()) else None for name in FILTERS}
        change = draw(blank_or("cancelled", "extra"))
        capacity = draw(rarely(1, 4) if change else st.sampled_from((1, 4))) if change != "cancelled" else None
        rows.append(filled(**filters, date=day(number), change=change, capacity=capacity))
        if draw(chance(3)):
            rows.append(filled(date=day(number), change="cancelled", mode=of["mode"]))
    return rows
