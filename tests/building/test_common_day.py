"""Whether two rows of a leg ever depart on the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tariffs.book import Amounts, DepartureChange, Tariff
from tariffs.building.departures import common_day
from tariffs.calendar import Schedule, Validity
from tariffs.running import Running

START = date(2025, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


@st.composite
def rows(draw: st.DrawFn) -> Tariff:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    schedule = draw(
        st.one_of(
            st.just(Schedule()),
            st.frozensets(st.integers(0, 6), min_size=1).map(Schedule),
            st.integers(2, 12).map(lambda every: Schedule(every=every, start=first)),
            st.frozensets(DAYS, min_size=1, max_size=4).map(lambda dates: Schedule(dates=dates)),
        )
    )
    schedule = replace(schedule, skipped=draw(st.frozensets(DAYS, max_size=3)))
    start = first if schedule.every > 1 else draw(st.sampled_from([first, None]))
    validity = Validity(start, draw(st.sampled_from([last, None])))
    return Tariff(
        "", "S", "", "rail", "A", "B", Decimal(1), schedule, Amounts("USD"), validity=validity
    )  # fmt: skip


def changes() -> st.SearchStrategy[list[DepartureChange]]:
    words = st.sampled_from(("cancelled", "extra"))
    return st.lists(st.builds(DepartureChange, where=st.just(""), day=DAYS, change=words), max_size=3)


@given(rows(), rows(), changes())
def test_a_common_day_is_found_exactly_if_there_is_one(first: Tariff, second: Tariff, changes: list[DepartureChange]):
    """The day found is a departure of both; if none is found, none of 500 days is."""
    calendar = Running(changes)
    found = common_day(first, second, calendar)

    if found is not None:
        assert calendar.runs(first, found)
        assert calendar.runs(second, found)
    else:
        span = (START + timedelta(days=n) for n in range(-100, 400))
        assert not any(calendar.runs(first, day) and calendar.runs(second, day) for day in span)
