"""Near-optimal plans: against every plan of the tiny world, and against every choice among the load plans of others."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product

import pytest

import optimizer
from optimizer.network import Network
from optimizer.solution import usage
from optimizer.trade_offs.load_plan_pool import LoadPlanPool, RatedLoadPlan
from optimizer.trade_offs.near_optimal import carriers_of
from optimizer.trade_offs.recombination import MayStay, best, least
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tests.api.test_surface import ROOT, TINY

#: Worlds of four shipments that compete for capacities; in the first, departures have a minimum load or a cost.
FEW = ("world_1000", "world_1001")


@pytest.fixture(scope="module", params=FEW)
def world(request: pytest.FixtureRequest) -> optimizer.World:
    return optimizer.read(ROOT / f"tests/worlds/{request.param}.xlsx").with_change("Tariffs", "", distance_km=1000)


@pytest.fixture(scope="module")
def plain(world: optimizer.World) -> optimizer.Plan:
    return world.plan()


@pytest.fixture(scope="module")
def pool(world: optimizer.World, plain: optimizer.Plan) -> LoadPlanPool:
    """The load plans of three prices on CO2e, and mixtures of them."""
    given = world.given
    network = Network(given.book, given.portfolio)
    found = LoadPlanPool(network, given.portfolio.shipments, lambda booking: booking.rated.co2_t)
    found.add(plain.details)
    for price in (1_000, 10_000):
        found.add(world.with_change("Settings", "setting=co2_price_per_t", value=price).plan().details)
    found.mix()
    return found


def holds(pool: LoadPlanPool, chosen: tuple[RatedLoadPlan, ...]) -> bool:
    """Whether load plans keep together to every capacity and minimum load, by the counting of engines."""
    bookings = [booking for one in chosen for booking in one.bookings]
    loads = [load for booking in bookings for load in pool.loads_of(booking)]
    if any(amount > exact(resource.amount) for resource, amount in usage(loads).items()):
        return False
    aboard: dict[object, Fraction] = {}
    for one in chosen:
        for departure, amount in one.aboard.items():
            aboard[departure] = aboard.get(departure, Fraction(0)) + amount
    return all(amount >= departure.terms.min_load for departure, amount in aboard.items())  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def choices(pool: LoadPlanPool) -> list[tuple[Decimal, Fraction, int]]:
    """Cost, amount and carriers of every choice that holds."""
    found = []
    for chosen in product(*pool.of.values()):
        if holds(pool, chosen):
            amount = sum((one.amount for one in chosen), Fraction(0))
            carriers = {carrier for one in chosen for booking in one.bookings for carrier in carriers_of(booking)}
            found.append((pool.cost(chosen), amount, len(carriers)))
    return found


def test_the_best_load_plans_within_a_budget_are_those_of_enumeration(
    pool: LoadPlanPool, choices: list[tuple[Decimal, Fraction, int]]
) -> None:
    """At every amount that any choice has, and in between."""
    assert len(choices) > 10
    amounts = sorted({amount for _, amount, _ in choices})
    assert len(amounts) > 3
    for budget in (*amounts[:: max(len(amounts) // 6, 1)], (amounts[0] + amounts[1]) / 2):
        found = best(pool, budget, MayStay(), 0.0)
        assert found is not None
        assert sum((one.amount for one in found), Fraction(0)) <= budget
        assert pool.cost(found) == min(cost for cost, amount, _ in choices if amount <= budget)


def test_none_hold_within_a_budget_below_the_least(
    pool: LoadPlanPool, choices: list[tuple[Decimal, Fraction, int]]
) -> None:
    least = min(amount for _, amount, _ in choices)
    assert best(pool, least - Fraction(1, 1000), MayStay(), 0.0) is None


@pytest.mark.parametrize("share", ["0", "0.5", "0.9"])
def test_no_more_stays_behind_than_may(share: str, pool: LoadPlanPool) -> None:
    """The cheapest of the load plans that leave no more, by enumeration."""
    most_kg = int(Decimal(share) * sum(shipment.weight_t for shipment in pool.shipments.values()) * 1000)
    found = best(pool, None, MayStay(all_kg=most_kg), 0.0)
    costs = [
        pool.cost(chosen)
        for chosen in product(*pool.of.values())
        if sum(one.left_kg for one in chosen) <= most_kg and holds(pool, chosen)
    ]
    assert (None if found is None else pool.cost(found)) == min(costs, default=None)


@pytest.mark.parametrize("share", ["0.01", "0.1", "0.5"])
def test_the_least_within_a_cost_is_that_of_enumeration(
    share: str, pool: LoadPlanPool, choices: list[tuple[Decimal, Fraction, int]]
) -> None:
    """Least of the measure, and the fewest carriers; of these the cheapest."""
    most = min(choices)[0] * (1 + Decimal(share))
    found, few = least(pool, most, MayStay()), least(pool, most, MayStay(), carriers_of)
    assert found is not None and few is not None
    amount = sum((one.amount for one in found), Fraction(0))
    assert (amount, pool.cost(found)) == min((amount, cost) for cost, amount, _ in choices if cost <= most)
    carriers = len({carrier for one in few for booking in one.bookings for carrier in carriers_of(booking)})
    fewest = min(count for cost, _, count in choices if cost <= most)
    assert carriers == fewest
    assert pool.cost(few) <= most


def test_less_by_a_mode_is_found_in_the_tiny_world_if_it_may_cost_more() -> None:
    """Where it may cost twice as much, less goes by the mode that most went by; where no more, nothing changes."""
    world = optimizer.read(TINY).with_change("Tariffs", "", distance_km=1000)
    plain = world.plan()
    legs = {leg.key.mode for leg in world.given.book.legs}
    mode = max(legs, key=lambda mode: sum(b.rated.tonne_km.get(mode, 0) for b in plain.details.bookings))
    same = world.near_optimal(mode, within=0, start=plain)
    less = world.near_optimal(mode, within=1, start=plain)
    used = [float(sum(b.rated.tonne_km.get(mode, 0) for b in plan.details.bookings)) for plan in (plain, same, less)]
    assert same.cost <= plain.cost and used[1] == used[0]
    assert plain.cost < less.cost <= 2 * plain.cost and used[2] < used[0]
    assert plain.bound <= less.bound <= plain.cost
    # What is proven of its cost is all that the status says.
    assert (same.status, less.status) == ("optimal", "feasible")


def test_fewest_legs_in_a_country_cost_no_more_than_is_allowed(world: optimizer.World, plain: optimizer.Plan) -> None:
    """Countries and carriers of another world: never more than the cheapest plan has, at no more than the share."""
    for fewest in ("carriers", *sorted({place.country for place in world.given.book.locations.values()})[:2]):
        plan = world.near_optimal(fewest.lower(), within=0.1, start=plain)
        assert plan.cost <= plain.cost * Decimal("1.1")
        assert plan.unserved["tonnes"].sum() <= plain.unserved["tonnes"].sum() + 1e-9
    few = world.near_optimal("carriers", within=0.1, start=plain)
    counts = [len(set().union(*map(carriers_of, one.details.bookings))) for one in (plain, few)]
    assert counts[1] <= counts[0]


Ask = Callable[[optimizer.World, optimizer.Plan], object]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda w, p: w.near_optimal("rood", start=p), "did you mean"),
        (lambda w, p: w.near_optimal("carriers", within=-1, start=p), "from 0 up"),
        (lambda w, p: w.with_change("Cargo", "", on_time_probability=0.5).near_optimal("carriers"), "on_time"),
    ],
)
def test_what_cannot_be_is_said(world: optimizer.World, plain: optimizer.Plan, ask: Ask, words: str) -> None:
    with pytest.raises(optimizer.RequestError, match=words):
        ask(world, plain)
