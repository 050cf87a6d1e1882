"""Solving a drawn world, and what rounding may put between two plans."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import settings

from optimizer.listed import Listed
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Options
from optimizer.plan import Plan
from optimizer.planning import plan
from optimizer.stopping import Stop
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio

#: To the last cent.
EXACT = Options(gap=Decimal(0))
HALF_CENT = Decimal("0.005")


def examples(usual: int) -> settings:
    """So many examples by default; as many as the profile says where that is more."""
    return settings(max_examples=max(usual, settings().max_examples) if thorough() else usual)


def thorough() -> bool:
    """Whether more than the usual is asked for."""
    return settings().max_examples > settings.get_profile("usual").max_examples


def solved(world: World, options: Options = EXACT) -> Plan:
    """The plan of a world."""
    return plan(*book_and_portfolio(world), options)


def engine(world: World) -> Listed:
    """The engine that finds that plan."""
    book, portfolio = book_and_portfolio(world)
    return Listed(Lister(Network(book, portfolio)), portfolio, EXACT, lambda message: None, Stop())


def rounding(*plans: Plan) -> Decimal:
    """Half a cent for each charge of these plans."""
    return HALF_CENT * sum(1 for made in plans for _ in made.charges())
