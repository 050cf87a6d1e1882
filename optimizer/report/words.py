"""What is said of a plan in sentences: the same on the first sheet and in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from optimizer.plan import OnTime, Plan, Status, Unserved
from optimizer.report.problem_list import how_many
from optimizer.report.summary import Summary
from optimizer.report.table import CENT, Cell
from optimizer.version import version
from tariffs.fraction import Fraction
from tariffs.problems import Severity

#: Sums of which the cents are not said, and to what a share is said, percent, unless it is smaller.
LARGE, FINE_PERCENT = 1000, Decimal("0.01")

#: As many inputs as are named.
FEW_FILES = 3

#: The groups of the cost that are said even if they are nothing.
ALWAYS = ("transport cost", "duty and tax")

#: What tells a capacity from others.
WHICH = ("kind", "name", "mode", "unit", "period")

#: What a capacity comes in.
PERIODS = {"departure": "departure", "day": "day", "week": "week", "month": "month"}


def money(amount: Decimal | Fraction, currency: str) -> str:
    """A sum: ``2,424,661 USD``; cents only below a thousand."""
    figure = float(amount)
    return f"{figure:,.{0 if abs(figure) >= LARGE else 2}f} {currency}"


def tonnes(weight: Decimal) -> str:
    """A weight to 0.1 t, one below to the kilogram; without the unit."""
    return f"{weight:,.1f}" if weight >= Decimal("0.1") or not weight else f"{weight:,.3f}"


def in_percent(share: Decimal) -> str:
    """A share rounded up to 0.01 %, a small one to two digits: what could be saved is never said to be less."""
    percent = share * 100
    digits = min(FINE_PERCENT, Decimal(1).scaleb(percent.adjusted() - 1)) if percent else FINE_PERCENT
    return f"{percent.quantize(digits, ROUND_CEILING).normalize():f} %"


def kept_on_time(plan: Plan, kept: OnTime) -> str:
    """That bookings keep the probability that is asked for, and what that costs more than the plain plan.

    At least, that is the bound of this plan less the cost of the plain one; at most, its cost less the plain bound.
    """
    currency = plan.book.settings.base_currency
    more, most = plan.cost - kept.plain_cost, plan.cost - kept.plain_bound
    least = max(plan.bound - kept.plain_cost, Decimal(0))
    between = f"{least.quantize(CENT, ROUND_FLOOR):,.2f} to {most.quantize(CENT, ROUND_CEILING):,.2f}"
    price = f"{more:,.2f} {currency} more than without ({between} is proven)"
    return f"{counted(len(kept.shares), 'booking')} with the probability asked for: {price}"


def counted(number: int, noun: str) -> str:
    """A number of things: ``1 booking``, ``1,200 bookings``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def saving(plan: Plan) -> str:
    """How far from the least possible the plan can be; rounded so that no more is said than is proven."""
    currency = plan.book.settings.base_currency
    most = (plan.paid - plan.bound).quantize(CENT, ROUND_CEILING)
    bound = f"{plan.bound.quantize(CENT, ROUND_FLOOR):,.2f} {currency}"
    if changes := plan.paid - plan.cost:
        bound += f", what its changes cost among it ({changes:,.2f} here)"
    # What comes first is to carry what has no penalty: a plan that leaves more of it may well cost less.
    first = any(shipment.penalty_per_t is None for shipment in plan.portfolio.shipments.values())
    other = "no plan that carries as much" if first else "no plan"
    if plan.budget is not None:
        other += f"{' and' if first else ' that'} emits as little"
    if most <= 0:
        return f"nothing: {other} can cost less"
    return f"at most {in_percent(plan.gap)} ({most:,.2f} {currency}): {other} can cost less than {bound}"


def status(plan: Plan) -> str:
    """What the status means."""
    if plan.status is Status.OPTIMAL:
        return f"optimal: proven to be {_as_near_as_asked(plan)}"
    if plan.gap <= plan.tolerance:
        return "feasible: not proven that no plan leaves less behind"
    return f"feasible: not proven to be {_as_near_as_asked(plan)}"


def _as_near_as_asked(plan: Plan) -> str:
    return f"within {(plan.tolerance * 100).normalize():f} % of the least possible"


def not_proven(plan: Plan) -> str:
    """What ``feasible`` means for who reads the plan, and what would help."""
    stands = "Every booking holds, and the plan can be carried out as it stands"
    if plan.gap <= plan.tolerance:
        return f"{stands}; that no more of the cargo without a penalty could be carried is not proven."
    return (
        f"{stands}; it is only not proven to be {_as_near_as_asked(plan)}, as was asked for. Unless the run was cut "
        "short, a longer one seldom helps: most often a few shipments compete in whole containers for the same "
        "capacity. More of it may help, or splitting them."
    )


def stated_groups(summary: Summary) -> list[tuple[str, Decimal]]:
    """The groups of the cost that are said: transport, duty and tax, and what else is not nothing."""
    return [(name, amount) for name, amount in summary.groups.items() if amount or name in ALWAYS]


def headline(plan: Plan, summary: Summary) -> Iterator[str]:
    """What the plan comes to, in a few sentences; the first is the most important."""
    currency = plan.book.settings.base_currency
    asked = sum((shipment.weight_t for shipment in plan.portfolio.shipments.values()), Decimal(0))
    carried = "all" if asked == summary.delivered_t else tonnes(summary.delivered_t)
    per = ""
    if summary.delivered_t:
        teu = f", {money(Fraction(plan.cost) / Fraction(summary.teu), currency)} a TEU" if summary.teu else ""
        per = f": {money(Fraction(plan.cost) / Fraction(summary.delivered_t), currency)} a tonne{teu}"
    yield f"The plan carries {carried} of {tonnes(asked)} t for {money(plan.cost, currency)}{per}."
    if changes := plan.paid - plan.cost:
        beside = f"{money(changes, currency)} beside, {money(plan.paid, currency)} with them"
        yield f"Changes of the kept plan cost {beside}."
    yield f"Could still be saved: {saving(plan)}."
    if plan.budget is not None:
        yield f"CO2e: {budget(plan)}."
    if plan.unserved:
        yield f"{tonnes(summary.unserved_t)} t of {counted(len(plan.unserved), 'shipment')} stay behind."
    if plan.status is not Status.OPTIMAL:
        yield not_proven(plan)


def budget(plan: Plan) -> str:
    """What a plan emits against its budget of CO2e, and what a tonne less would cost; blank where there is none."""
    if plan.budget is None:
        return ""
    emitted = sum((booking.rated.co2_t for booking in plan.bookings), Fraction(0))
    in_all = Decimal(emitted.numerator) / Decimal(emitted.denominator)
    said = f"{tonnes(in_all)} t of at most {tonnes(plan.budget.co2_t)} t"
    if not plan.budget.price_per_t:
        return f"{said}, as the cheapest plan does"
    return f"{said}; a tonne less costs about {money(plan.budget.price_per_t, plan.book.settings.base_currency)}"


def heaviest_left(plan: Plan) -> list[Unserved]:
    """What stays behind, the most tonnes first."""
    return sorted(plan.unserved, key=lambda left: -left.tonnes)


def scope(plan: Plan, summary: Summary) -> str:
    """What is planned, and when it goes."""
    text = counted(len(plan.portfolio.shipments), "shipment")
    if plan.bookings:
        first = min(booking.itinerary.departures[0].departs for booking in plan.bookings)
        last = max(booking.itinerary.delivered for booking in plan.bookings)
        boxes = counted(sum(summary.containers.values()), "container")
        text += f", {counted(len(plan.bookings), 'booking')}, {boxes}; from {first} to {last}"
    return text


def to_confirm(plan: Plan) -> Iterator[str]:
    """What a person should look at before booking."""
    flagged = [booking for booking in plan.bookings if booking.rated.flags]
    if flagged:
        flags = Counter(flag for booking in flagged for flag in booking.rated.flags)
        most = "; ".join(f"{flag} ({times})" for flag, times in flags.most_common(3))
        yield f"To confirm: {counted(len(flagged), 'booking')}, see flags in the sheet Bookings. Most often {most}."
    warnings = how_many(plan.warnings, Severity.WARNING)
    if warnings:
        yield f"The input has {counted(warnings, 'warning')}: see the sheet Problems."


def made_from(plan: Plan) -> str:
    """What it was made from, and by what."""
    files = (
        " and ".join(file.name for file in plan.files) if len(plan.files) <= FEW_FILES else f"{len(plan.files)} files"
    )
    files = f" from {files}" if files else ""
    return f"Made{files} by version {version()}. All money is in {plan.book.settings.base_currency}."


def capacity_name(cells: Mapping[str, Cell]) -> str:
    """A capacity: ``border Taftan, rail: teu``."""
    name, mode = str(cells["name"]), str(cells["mode"])
    also = "" if not mode or mode in name.split() else f", {mode}"  # departures have it in their names
    return f"{cells['kind']} {name}{also}"


def or_more(plan: Plan, cells: Mapping[str, Cell]) -> str:
    """`` or more``, to what one unit more of a capacity would save, where whole shipments wait for it; else blank.

    That figure is of the relaxation, in which part of a shipment may go. ``cells`` may say in which period.
    """
    whole = (left for left in plan.unserved if left.tonnes == left.shipment.weight_t)
    lacks = (lack for left in whole for lack in left.lacks)
    waits = any(all(cells[name] == getattr(lack, name) for name in WHICH if name in cells) for lack in lacks)
    return " or more" if waits else ""


def fullness(cells: Mapping[str, Cell]) -> str:
    """In how many of its periods a capacity is full: ``2 of 13 weeks``."""
    full, periods = int(str(cells["full"])), int(str(cells["periods"]))
    if cells["per"] == "plan":
        return "the whole plan" if full else "no period"
    return f"{full or 'none'} of {counted(periods, PERIODS[str(cells['per'])])}"
