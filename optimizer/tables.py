"""The tables of a plan, each column once.

From here the workbook, the data frames, the auditor's reader and the documentation take their columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from tariffs.fraction import Fraction
from tariffs.rating import Component

#: The layout of the workbook; a reader refuses one that it was not made for.
FORMAT = 4

#: The first sheet, and the figure of the summary that tells whether it was changed.
OVERVIEW, OVERVIEW_FIGURE = "Overview", "overview SHA-256"

#: The columns of a sheet that no replay can find again, behind those that name a row of it: the model's own words and
#: prices. A fingerprint in the summary tells whether they were changed.
STATED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Shipments": (("shipment",), ("next_best", "next_best_extra", "next_date", "next_date_extra")),
    "Unserved": (("shipment",), ("reason",)),
    "Capacities": (("kind", "name", "mode", "period", "unit"), ("shadow_price",)),
    "Changes": (("booking", "shipment"), ("differs", "why", "before", "after")),
    "Kept": (
        ("booking", "leg"),
        (
            *("shipment", "service", "carrier", "mode", "origin", "destination", "departs", "arrives", "departed"),
            *("loads", "tonnes", "delivered", "cost"),
        ),
    ),
    "Trains": (
        ("service", "carrier", "mode", "origin", "destination"),
        (
            *("unit", "min_load", "possible", "run", "load", "fullest_load", "missing", "extra_at_least", "extra"),
            *("forced_load", "rate", "break_even", "outcome", "nearest"),
        ),
    ),
    "Summary": (("figure",), ("note",)),
}

#: What the figures of the summary begin with that name a workbook, with its SHA-256, and a change made in code.
INPUT, CHANGE = "input ", "change "

#: Figures of a plan with a budget of CO2e: how much it may emit, what a tonne less costs there, and the two multiplied.
CO2E_BUDGET, CO2E_PRICE, CO2E_WORTH = "CO2e budget t", "CO2e price per t", "CO2e budget at that price"

#: What a plan costs in the words of a manager, and the components of each.
COST_GROUPS: Mapping[str, tuple[Component, ...]] = {
    "transport cost": (
        *(Component.FREIGHT, Component.SURCHARGE, Component.TRANSFER, Component.BORDER, Component.STORAGE),
        *(Component.INSURANCE, Component.DEPARTURE),
    ),
    "duty and tax": (Component.DUTY, Component.TAX),
    "capital tied up": (Component.INVENTORY,),
    "price of CO2": (Component.CO2,),
    "penalties": (Component.UNSERVED,),
}

#: The components that belong to bookings; departures and tonnes left behind have none.
BOOKED = tuple(c for c in Component if c not in (Component.DEPARTURE, Component.UNSERVED))


class Kind(StrEnum):
    """What a column holds, and so how it is shown and read back."""

    TEXT = "text"
    PROSE = "sentences"
    COUNT = "whole number"
    TONNES = "t"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "share of 1"
    FINE_PERCENT = "small share of 1"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    name, kind
        The header, and what stands below it.
    meaning
        What it says, for the documentation; blank where the header says it.
    total
        Whether the total row has the sum of the rows, or of a column with ``per`` the ratio of the sums.
    adds
        The columns of the same row whose sum this is: neighbours, unless there is a ``per``.
    per
        The column of the same row by which the sum is divided.
    may_be_blank
        Whether a row need not have it; a text always may be blank.
    detail
        Whether it is left out of the printed page, with all columns to its right.
    widest
        How many characters wide it is at most; prose goes on in another line.
    """

    name: str
    kind: Kind = Kind.TEXT
    meaning: str = ""
    total: bool = False
    adds: tuple[str, ...] = ()
    per: str = ""
    may_be_blank: bool = False
    detail: bool = False
    widest: int = 60

    @property
    def formula(self) -> str:
        """The formula of each cell, with ``{tonnes}`` for that column's cell in the row; blank if there is none."""
        if self.per:
            nothing = "0" if self.kind is Kind.PERCENT else '""'
            whole = "+".join(f"{{{name}}}" for name in self.adds)
            whole = f"({whole})" if len(self.adds) > 1 else whole
            return f"IF({{{self.per}}}>0,{whole}/{{{self.per}}},{nothing})"
        return f"SUM({{{self.adds[0]}}}:{{{self.adds[-1]}}})" if self.adds else ""


def _cost(name: str, meaning: str, *adds: str, detail: bool = False) -> Column:
    return Column(name, Kind.MONEY, meaning, total=True, adds=adds, detail=detail)


_COMPONENTS = tuple(_cost(component.value, "", detail=component is BOOKED[0]) for component in BOOKED)
_CARRIED = tuple(c.value for c in COST_GROUPS["transport cost"] if c in BOOKED)
_TAKEN = tuple(c.value for c in COST_GROUPS["duty and tax"])
_TRANSPORT = "freight, surcharges, transfers, borders, storage and insurance"

BOOKINGS = (
    Column("booking"),
    Column("shipment"),
    Column("container"),
    Column("containers", Kind.COUNT, total=True),
    Column("tonnes", Kind.TONNES, total=True),
    Column("departs", Kind.DATE),
    Column("delivered", Kind.DATE),
    Column("due", Kind.DATE, may_be_blank=True),
    Column("route", Kind.PROSE, widest=42),
    Column("flags", Kind.PROSE, "what is to be confirmed before it is booked", widest=34),
    _cost("total", "the sum of the components", BOOKED[0].value, BOOKED[-1].value),
    _cost("transport_cost", _TRANSPORT, _CARRIED[0], _CARRIED[-1]),
    _cost("duty_and_tax", "duty, and tax that is not recovered", *_TAKEN),
    Column("transit_days", Kind.COUNT, "from the first departure to delivery", detail=True),
    Column("days_from_ready", Kind.COUNT, "from ready to delivery"),
    Column("latest", Kind.DATE, "the last day of delivery that is allowed"),
    Column("mode", meaning="of the leg that takes longest, the first of equals"),
    Column("corridor", meaning="the countries of the locations on the way"),
    *_COMPONENTS,
)

LEGS = (
    Column("booking"),
    Column("leg", Kind.COUNT),
    Column("service"),
    Column("carrier", meaning="of the row that rates the first load"),
    Column("mode"),
    Column("origin"),
    Column("destination"),
    Column("departs", Kind.DATE),
    Column("arrives", Kind.DATE),
    Column("borders", Kind.PROSE, "each with the day on which it is crossed", widest=46),
)

CHARGES = (
    Column("booking"),
    Column("shipment"),
    Column("component"),
    Column("what"),
    Column("container"),
    Column("load", Kind.COUNT, "of the booking, from 1; blank for what is charged once a booking", may_be_blank=True),
    Column("quantity", Kind.NUMBER),
    Column("rate", Kind.NUMBER),
    Column("currency"),
    Column("fx", Kind.NUMBER, "base units for one unit of the currency"),
    Column("amount", Kind.MONEY, "quantity × rate × fx, rounded to the cent", total=True),
    Column("source", meaning="the row of the tariff book"),
)

CAPACITIES = (
    Column("kind"),
    Column("name"),
    Column("mode"),
    Column("period"),
    Column("unit"),
    Column("capacity", Kind.NUMBER),
    Column("used", Kind.NUMBER),
    Column("utilisation", Kind.PERCENT, adds=("used",), per="capacity"),
    Column("shadow_price", Kind.MONEY, "what one more unit would save if cargo could be shared out in fractions"),
)

_ASKED = (
    Column("tonnes", Kind.TONNES, total=True),
    Column("delivered", Kind.TONNES, total=True),
    Column("unserved", Kind.TONNES, total=True),
    _cost("cost", "of bookings, and the penalty on what stays behind"),
    _cost("transport_cost", _TRANSPORT),
    _cost("duty_and_tax", "duty, and tax that is not recovered"),
    Column("cost_per_tonne", Kind.MONEY, "delivered", total=True, adds=("cost",), per="delivered", may_be_blank=True),
)

SHIPMENTS = (
    Column("shipment"),
    *_ASKED,
    Column("next_best", Kind.PROSE, "the cheapest change of one of its bookings to another route", widest=50),
    Column("next_best_extra", Kind.MONEY, "what that would cost more", may_be_blank=True),
    Column(
        "next_date",
        Kind.PROSE,
        "the cheapest change of one of its bookings to other days of departure or delivery",
        widest=40,
    ),
    Column("next_date_extra", Kind.MONEY, "what that would cost more", may_be_blank=True),
    Column("customer", detail=True),
    Column("goods_value", Kind.MONEY, "of what is delivered", total=True),
    Column(
        *("landed_cost_per_tonne", Kind.MONEY, "cost and goods value, per tonne delivered"),
        total=True,
        adds=("cost", "goods_value"),
        per="delivered",
        may_be_blank=True,
    ),
    Column("recoverable_tax", Kind.MONEY, "paid and claimed back; not part of any cost", total=True),
)

UNSERVED = (
    Column("shipment"),
    Column("tonnes", Kind.TONNES, total=True),
    Column("reason", Kind.PROSE, widest=90),
)

CUSTOMERS = (
    Column("customer", meaning="as in Cargo; the shipments without one are together"),
    Column("shipments", Kind.COUNT, total=True),
    *_ASKED,
)

TO_BOOK = (
    Column("cut_off", Kind.DATE, "the last day to hand over: the departure less its cut-off days"),
    Column("carrier"),
    Column("service"),
    Column("mode"),
    Column("origin"),
    Column("destination"),
    Column("departs", Kind.DATE),
    Column("tonnes", Kind.TONNES),
    Column("shipments", Kind.PROSE, widest=50),
)

CORRIDORS = (
    Column("corridor", meaning="the countries of the locations on the way"),
    Column("bookings", Kind.COUNT, total=True),
    Column("containers", Kind.COUNT, total=True),
    Column("tonnes", Kind.TONNES, total=True),
    _cost("total", "all components of the bookings"),
    _cost("transport_cost", _TRANSPORT),
    _cost("duty_and_tax", "duty, and tax that is not recovered"),
    Column(
        *("transport_per_tonne", Kind.MONEY, "transport cost per tonne"),
        total=True,
        adds=("transport_cost",),
        per="tonnes",
        may_be_blank=True,
    ),
)

WEEKS = (
    Column("week", meaning="ISO week of the first departure"),
    Column("from", Kind.DATE, "its Monday"),
    Column("bookings", Kind.COUNT, total=True),
    Column("containers", Kind.COUNT, total=True),
    Column("tonnes", Kind.TONNES, total=True),
)

CAPACITY_USE = (
    Column("kind"),
    Column("name"),
    Column("mode"),
    Column("unit"),
    Column("per", meaning="departure, day, week, month or plan"),
    Column("periods", Kind.COUNT, "how often there is such a capacity between the first ready day and the last limit"),
    Column("used_periods", Kind.COUNT, "how many of them the plan uses"),
    Column("full", Kind.COUNT, "how many have nothing left"),
    Column("capacity", Kind.NUMBER, "of all periods"),
    Column("used", Kind.NUMBER),
    Column("average_use", Kind.PERCENT, "over all periods, used or not", adds=("used",), per="capacity"),
    Column("peak_use", Kind.PERCENT, "of the busiest period"),
    Column(
        "worth",
        Kind.MONEY,
        "the shadow prices of all periods: what one more unit in each would save if cargo could be "
        "shared out in fractions; where a whole shipment waits for it, more may be saved",
    ),
)

#: The sheet that is there only if the input states what anything emits; what an element of a transport chain is; and
#: the one kind of distance that there is: no input says whether it is the shortest feasible or the actual one.
CO2E_SHEET, LEG, HUB, STATED_DISTANCE = "CO2e", "transport", "hub operation", "stated"

CO2E = (
    Column("booking"),
    Column("shipment"),
    Column("transport_chain_element", Kind.COUNT, "its place in the booking's transport chain, from 1"),
    Column("operation", meaning=f"{LEG}, or {HUB}: where a row of `Transfers` is for it"),
    Column("operation_category", meaning="the mode, or the two that the hub operation is between"),
    Column("service"),
    Column("origin"),
    Column("destination"),
    Column("tonnes", Kind.TONNES, "the mass of the freight, and of a hub operation the hub activity"),
    Column("distance_km", Kind.NUMBER, "of the row of `Tariffs`", may_be_blank=True),
    Column(
        "distance_kind",
        meaning=f"{STATED_DISTANCE}: as the tariff says, be it the shortest feasible or another; blank for no distance",
    ),
    Column(
        "distance_adjustment_pct",
        Kind.NUMBER,
        "by which the actual distance is longer: multiplies what is emitted, not the transport activity",
        may_be_blank=True,
    ),
    Column("transport_activity_tkm", Kind.NUMBER, "tonnes × distance_km", total=True, may_be_blank=True),
    Column("wtw_g_per_tkm", Kind.NUMBER, "emission intensity, g CO2e, well to wheel", may_be_blank=True),
    Column("ttw_g_per_tkm", Kind.NUMBER, "of it, tank to wheel; blank: not known", may_be_blank=True),
    Column("wtw_kg_per_t", Kind.NUMBER, "emission intensity of a hub operation, well to wheel", may_be_blank=True),
    Column("kind", meaning="of the emission intensity: primary, modelled, default; blank: not known"),
    Column("source", widest=40, meaning="of the emission intensity; blank: not stated"),
    Column(
        *("wtw_kg", Kind.NUMBER, "CO2e, well to wheel; blank: not known, and counted as 0 in the total"),
        total=True,
        may_be_blank=True,
    ),
    Column("ttw_kg", Kind.NUMBER, "of it, tank to wheel; blank: not known", may_be_blank=True),
    Column("missing", Kind.PROSE, "the columns of the input that are blank", widest=40),
    Column("row", meaning="of the tariff book, that the element is charged by"),
    Column("factor_row", meaning="of the tariff book, that has the emission intensity"),
    Column("day", Kind.DATE, "of departure; of the handling at the destination that of arrival"),
)

CHANGES = (
    Column("booking", meaning="its name in both plans; that of a new one is in none before"),
    Column("shipment"),
    Column("change", meaning="changed, dropped, new, stranded; or as booked: only cost or delivery are otherwise"),
    Column("differs", meaning="what is otherwise: itinerary, dates, containers, tonnes, loads, delivery, cost"),
    Column("why", Kind.PROSE, widest=60),
    Column("before", Kind.PROSE, "containers, tonnes, legs and days in the kept plan", widest=60),
    Column("after", Kind.PROSE, "the same in this plan", widest=60),
    Column("cost_before", Kind.MONEY, "in the kept plan", total=True, may_be_blank=True),
    Column("cost_after", Kind.MONEY, "in this plan", total=True, may_be_blank=True),
    Column("difference", Kind.MONEY, "the cost after less that before", total=True),
    Column("change_cost", Kind.MONEY, "what the change itself costs; no part of any other figure", total=True),
)
KEPT = (
    Column("booking"),
    Column("shipment"),
    Column("leg", Kind.COUNT),
    Column("service"),
    Column("carrier"),
    Column("mode"),
    Column("origin"),
    Column("destination"),
    Column("departs", Kind.DATE),
    Column("arrives", Kind.DATE, "as the kept plan had it"),
    Column("departed", meaning="yes if it had departed when this plan was made, and so stays"),
    Column("loads", Kind.PROSE, "of the booking: containers and tonnes"),
    Column("tonnes", Kind.TONNES, "of the booking"),
    Column("delivered", Kind.DATE, "as the kept plan had it"),
    Column("cost", Kind.MONEY, "of the booking, in the kept plan"),
)

#: The sheet that is there only if some departures have a minimum load or a cost.
TRAINS_SHEET = "Trains"

TRAINS = (
    Column("service"),
    Column("carrier"),
    Column("mode"),
    Column("origin"),
    Column("destination"),
    Column("unit", meaning="of the loads: as in `Tariffs`"),
    Column("min_load", Kind.NUMBER, "the least that a departure runs with"),
    Column("possible", Kind.COUNT, "departures that some single shipment could take, in time", may_be_blank=True),
    Column("run", Kind.COUNT, "departures that run"),
    Column("load", Kind.NUMBER, "what these carry together"),
    Column("fullest_load", Kind.NUMBER, "of a departure in the best plan without the minimum", may_be_blank=True),
    Column("missing", Kind.NUMBER, "what that lacks of the minimum", may_be_blank=True),
    Column("extra_at_least", Kind.MONEY, "what it adds to the cost to have one run: proven", may_be_blank=True),
    Column("extra", Kind.MONEY, "the same, by the best plan found: no more than that", may_be_blank=True),
    Column("forced_load", Kind.NUMBER, "what all departures of the leg carry in that plan", may_be_blank=True),
    Column("rate", Kind.MONEY, "freight of a unit on them", may_be_blank=True),
    Column(
        *("break_even", Kind.MONEY, "how much less a unit must pay for it to cost no more; blank: than the rate"),
        may_be_blank=True,
    ),
    Column("outcome", Kind.PROSE, "runs, does not run, cannot be filled, or why it is not known", widest=34),
    Column(
        "nearest",
        Kind.PROSE,
        "shipments on it in that plan, or in the one without the minimum, each with what it costs more there",
        widest=60,
    ),
)

PROBLEMS = (Column("workbook"), Column("sheet"), Column("cell"), Column("problem", Kind.PROSE, widest=90))

#: What Python gives beside a plan: the cheapest itineraries of a shipment, and why it goes as it does.
ITINERARIES = (
    Column("route", Kind.PROSE),
    Column("corridor", meaning="the countries of the locations on the way"),
    Column("containers", meaning="how many of each type"),
    Column("departs", Kind.DATE),
    Column("delivered", Kind.DATE),
    Column("days", Kind.COUNT, "from ready to delivery"),
    Column("transit_days", Kind.COUNT, "from the first departure to delivery"),
    Column("cost", Kind.MONEY, "all components, and departures that run for it alone"),
    Column("cost_per_tonne", Kind.MONEY),
    Column("extra", Kind.MONEY, "what it costs more than the cheapest"),
    Column("transport_cost", Kind.MONEY, _TRANSPORT),
    Column("duty_and_tax", Kind.MONEY, "duty, and tax that is not recovered"),
    Column("co2e_t", Kind.TONNES, "well to wheel"),
    Column("flags", Kind.PROSE, "what is to be confirmed before it is booked"),
    Column("in_the_way", Kind.PROSE, "capacities without room for it, minimum loads that it does not reach"),
)
EXPLANATION = (
    Column("topic", meaning="cost, capacity, next best, next date, alternative or left behind"),
    Column("booking"),
    Column("what", Kind.PROSE),
    Column("component"),
    Column("amount", Kind.MONEY, "cost, shadow price, or what it would cost more", may_be_blank=True),
    Column("in_the_way", Kind.PROSE, "of an alternative: what of the capacities that the others leave has no room"),
)

_LEFT = Column("unserved_t", Kind.TONNES, "left behind")
_BAND = (
    Column("cost", Kind.MONEY, "of the best plan found"),
    Column("lower_bound", Kind.MONEY, "proven: no plan can cost less that leaves no more for want of a penalty"),
    Column("gap", Kind.FINE_PERCENT, "cost less bound, as a share of the cost"),
)


def _solved_again(what: str, meaning: str) -> tuple[Column, ...]:
    proven = "proven; blank where more or less is left for want of a penalty"
    return (
        Column(what, Kind.MONEY, f"{meaning}, by solving again; blank where that was not done", may_be_blank=True),
        Column(f"{what}_at_least", Kind.MONEY, proven, may_be_blank=True),
        Column(f"{what}_at_most", Kind.MONEY, proven, may_be_blank=True),
        Column(
            f"{what.rpartition('_')[0]}_proven",
            meaning="`exact`: it is that, but for rounding; `positive`: it is above 0; blank: neither is proven",
        ),
    )


#: What Python gives of capacity: the cost of a plan by how much there is of it, and what a unit is worth.
CAPACITY_CURVE = (
    Column("factor", Kind.NUMBER, "by which the capacities are multiplied"),
    *_BAND,
    Column("saved", Kind.MONEY, "against the least factor"),
    _LEFT,
    Column("stands_from", Kind.NUMBER, "the least of the factors for which that plan is known to do"),
)
RELAXATION = (
    Column("factor", Kind.NUMBER, "at which the cost of the relaxation bends; the least and the greatest factor"),
    Column("cost", Kind.MONEY, "where cargo and capacities are shared out in fractions; a line from row to row"),
    Column("lower_bound", Kind.MONEY, "proven: no plan costs less there; but for rounding the cost, if that is exact"),
    Column("saves", Kind.MONEY, "what each 1 more of the factor saves up to the next row", may_be_blank=True),
)
WORTH_OF_CAPACITY = (
    *CAPACITY_USE[:5],
    Column("full", Kind.COUNT, "in how many periods nothing is left"),
    Column("worth", Kind.MONEY, "the shadow prices of all periods: one unit more in each, in the linear relaxation"),
    *_solved_again("one_more_saves", "what one unit more in each period saves"),
    Column("one_more_carries_t", Kind.TONNES, "how much less is left behind then", may_be_blank=True),
    *_solved_again("one_less_costs", "what one unit less in each period costs"),
    Column("one_less_leaves_t", Kind.TONNES, "how much more is left behind then", may_be_blank=True),
)
#: What Python gives of cost against days, or against CO2e.
FRONTIER = (
    *_BAND,
    Column(
        "days", Kind.NUMBER, "mean from ready to delivery, by the value of the goods; what stays behind counts as 0"
    ),
    Column("tonne_days", Kind.NUMBER, "tonnes times days from ready to delivery"),
    Column("co2e_t", Kind.TONNES, "well to wheel"),
    _LEFT,
    Column(
        "price", Kind.MONEY, "of each mean day, or tonne of CO2e, less: the slope of the hull there", may_be_blank=True
    ),
    Column("supported", meaning="`yes` for a plan on the hull; blank for one above it", may_be_blank=True),
)

_ON_TIME = "delivered no later than due; of a shipment without a due date, than its last day"
#: What Python gives of the risk of a plan: how sure the date of each booking is, and what makes it late.
RISK_BOOKINGS = (
    Column("booking"),
    Column("shipment"),
    Column("tonnes", Kind.TONNES),
    Column("delivered", Kind.DATE, "as planned"),
    Column("due", Kind.DATE, "the last day that is on time"),
    Column("on_time", Kind.PERCENT, f"share of draws: {_ON_TIME}"),
    Column("on_time_low", Kind.PERCENT, "lower end of its confidence interval of 95 % (Wilson)"),
    Column("on_time_high", Kind.PERCENT, "upper end of it"),
    Column("required", Kind.PERCENT, "the `on_time_probability` that it must have", may_be_blank=True),
    Column("days_late", Kind.NUMBER, "expected; draws in which it is never delivered are left out", may_be_blank=True),
    Column("delivered_p05", Kind.DATE, "no later than this in 5 % of draws", may_be_blank=True),
    Column("delivered_p50", Kind.DATE, "in half of them", may_be_blank=True),
    Column("delivered_p95", Kind.DATE, "in 95 % of them; blank where it then is not delivered", may_be_blank=True),
    Column("never", Kind.PERCENT, "share of draws in which nothing with room brings it there"),
)
RISK_CAUSES = (
    Column("booking"),
    Column("shipment"),
    Column("kind", meaning="leg, border or transfer"),
    Column("what", Kind.PROSE),
    Column("late", Kind.PERCENT, "share of draws in which it is late, and would not be if this went as planned"),
    Column("days", Kind.NUMBER, "days late, expected, that there would not be if this went as planned"),
    Column(
        "missed", Kind.PERCENT, "of a leg: share of draws in which its planned departure is missed", may_be_blank=True
    ),
)

#: A figure a row, and no table like the others: what stands under ``value`` is of its own kind in each.
SUMMARY = (Column("figure"), Column("value", Kind.NUMBER), Column("note"))

#: The sheet that is there only if the input says whose the shipments are, and what it calls those of nobody.
CUSTOMERS_SHEET, NOBODY = "Customers", "(no customer)"

#: The sheets that are there only if a plan was made while another is kept.
CHANGES_SHEET, KEPT_SHEET = "Changes", "Kept"

#: The sheets that need not be there.
OPTIONAL = (CUSTOMERS_SHEET, TRAINS_SHEET, CO2E_SHEET, CHANGES_SHEET, KEPT_SHEET)

#: Every table by the name of its sheet, in the order of the workbook: what a manager reads first.
TABLES: Mapping[str, tuple[Column, ...]] = {
    CHANGES_SHEET: CHANGES,
    "To book": TO_BOOK,
    "Bookings": BOOKINGS,
    "Shipments": SHIPMENTS,
    "Unserved": UNSERVED,
    CUSTOMERS_SHEET: CUSTOMERS,
    "Corridors": CORRIDORS,
    "Weeks": WEEKS,
    "Capacity use": CAPACITY_USE,
    TRAINS_SHEET: TRAINS,
    "Problems": PROBLEMS,
    "Legs": LEGS,
    "Charges": CHARGES,
    "Capacities": CAPACITIES,
    CO2E_SHEET: CO2E,
    KEPT_SHEET: KEPT,
}


def _compared(name: str, kind: Kind, meaning: str = "") -> tuple[Column, ...]:
    """A figure of the first plan, of another, and how much that is more."""
    before = Column(f"{name}_before", kind, "of the first plan", may_be_blank=True)
    more = Column(f"{name}_difference", kind, "what it is more than that of the first plan", may_be_blank=True)
    return before, Column(name, kind, meaning, may_be_blank=True), more


_OF_COMPONENTS = tuple(Column(component.value, Kind.MONEY) for component in Component)

#: The tables of a comparison by the name of their sheet. The first plan is that to which the others are held.
COMPARISON: Mapping[str, tuple[Column, ...]] = {
    "Scenarios": (
        Column("scenario"),
        Column("note", Kind.PROSE, "beside the cost: changes of a kept plan, more or less left", widest=60),
        Column("changes", Kind.PROSE, "of the scenario, and made in code", widest=50),
        Column("status"),
        Column("cost", Kind.MONEY, "the sum of the components", adds=(_OF_COMPONENTS[0].name, _OF_COMPONENTS[-1].name)),
        Column("difference", Kind.MONEY, "what it costs more than the first plan"),
        Column("cost_per_tonne", Kind.MONEY, "delivered", adds=("cost",), per="delivered_t", may_be_blank=True),
        Column("lower_bound", Kind.MONEY, "proven: no plan can cost less, what changes of a kept plan cost included"),
        Column("gap", Kind.FINE_PERCENT, "that cost less the bound, as a share of it"),
        Column("delivered_t", Kind.TONNES),
        Column("unserved_t", Kind.TONNES),
        Column("TEU", Kind.NUMBER),
        Column("CO2e_t", Kind.TONNES, "well to wheel"),
        Column("changed_shipments", Kind.COUNT, "that go otherwise than in the first plan, or were left"),
        Column("changed_cells", Kind.COUNT, "of the input, against that of the first plan"),
        Column("rounds", Kind.COUNT, "of pricing"),
        Column("taken_over", Kind.COUNT, "load plans of the first plan that it started from, which saves rounds"),
        *_OF_COMPONENTS,
    ),
    "Unserved": (
        Column("scenario"),
        Column("shipment"),
        *_compared("tonnes", Kind.TONNES),
        Column("reason", Kind.PROSE, widest=90),
    ),
    "Components": (Column("scenario"), Column("component"), *_compared("cost", Kind.MONEY)),
    "Modes": (
        Column("scenario"),
        Column("mode"),
        *_compared("tonne_km", Kind.NUMBER, "on legs that state a distance"),
        *_compared("share", Kind.PERCENT, "of the tonne-km"),
    ),
    "Borders": (
        Column("scenario"),
        Column("border"),
        Column("mode"),
        Column("unit"),
        *_compared("used", Kind.NUMBER),
        *_compared("full", Kind.COUNT, "in how many periods nothing is left"),
        Column("capacity_before", Kind.NUMBER, "of all periods; blank where nothing is used", may_be_blank=True),
        Column("capacity", Kind.NUMBER, "as above", may_be_blank=True),
    ),
    "Shipments": (
        Column("scenario"),
        Column("shipment", meaning="blank: departures, which have none"),
        Column("changed", Kind.PROSE, "what is otherwise: route, carrier, dates, containers, left behind, cost"),
        *_compared("cost", Kind.MONEY, "of its bookings, and the penalty on what stays behind"),
        *_compared("delivered", Kind.TONNES),
        Column("route_before", Kind.PROSE, widest=42),
        Column("route", Kind.PROSE, widest=42),
        Column("dates_before", Kind.PROSE, widest=30),
        Column("dates", Kind.PROSE, widest=30),
    ),
    "Inputs": (
        Column("scenario"),
        Column("sheet"),
        Column("row", meaning="where it stands"),
        Column("column"),
        Column("before", Kind.PROSE, widest=40),
        Column("after", Kind.PROSE, widest=40),
    ),
}

#: The tables that Python gives and no workbook has, by what gives them.
ASKED: Mapping[str, tuple[Column, ...]] = {
    "World.alternatives, World.corridors": ITINERARIES,
    "Plan.explain": EXPLANATION,
    "World.capacity_curve": CAPACITY_CURVE,
    "World.capacity_curve(…).relaxation": RELAXATION,
    "Plan.worth_of_capacity": WORTH_OF_CAPACITY,
    "World.frontier": FRONTIER,
    "Risk.bookings": RISK_BOOKINGS,
    "Risk.causes": RISK_CAUSES,
    **{f"Comparison.{name.lower()}": columns for name, columns in COMPARISON.items()},
}

#: What a row of each table is.
ROW_OF: Mapping[str, str] = {
    CHANGES_SHEET: "a booking that is not as it was in the kept plan, or new; the sheet is there if one is kept",
    "To book": "a carrier and departure, in the order of the cut-off; with a column of counts for each container type",
    "Bookings": "a load of a booking: one shipment on one itinerary, in containers of one type loaded evenly",
    "Shipments": "a shipment; departures that cost something have none",
    "Unserved": "a shipment of which something stays behind",
    CUSTOMERS_SHEET: "a customer, the dearest first; the sheet is there if `Cargo` says whose a shipment is",
    "Corridors": "a chain of countries, that with most tonnes first; with a column of tonnes for each main mode",
    "Weeks": "a week from the first departure to the last; with a column of tonnes for each main mode",
    "Capacity use": "a capacity over all of its periods, first those of which more would save most",
    TRAINS_SHEET: "a leg whose departures have a minimum load or a cost; the sheet is there if there is one",
    "Problems": "a warning of the input",
    "Legs": "a booking and leg; with a column of counts for each container type",
    "Charges": "a charge; departures and tonnes left behind have no booking",
    "Capacities": "a capacity and period that the plan uses; departures that had left before a kept plan are past",
    CO2E_SHEET: "a booking, element of its transport chain (ISO 14083, GLEC Framework) and row of the tariff book; the "
    "sheet is there if the input states what anything emits",
    KEPT_SHEET: "a booking and leg of the kept plan; the sheet is there if one is kept",
    "World.alternatives, World.corridors": "a chain of legs, that with the cheapest itinerary first",
    "Plan.explain": "a charge of the shipment, a capacity that binds, a next best change, or what is left behind",
    "World.capacity_curve": "a factor, the least first",
    "World.capacity_curve(…).relaxation": "a factor at which the cost of the relaxation bends, the least first",
    "Plan.worth_of_capacity": "a capacity that the plan uses, first those of which more would save most",
    "World.frontier": "a plan, the cheapest first",
    "Risk.bookings": "a booking, in the order of the plan",
    "Risk.causes": "a booking and what may delay it, in the order of its journey; their days do not add up",
    "Comparison.scenarios": "a plan, the first of which is that to which the others are held",
    "Comparison.unserved": "a plan and shipment of which more stays behind than in the first",
    "Comparison.components": "a plan and component",
    "Comparison.modes": "a plan and mode",
    "Comparison.borders": "a plan and border that it or the first one uses",
    "Comparison.shipments": "a plan and shipment that is otherwise in it; the differences add up to that of the plan",
    "Comparison.inputs": "a plan and cell of the input that is otherwise",
}

#: What stands behind the mode in the header of its tonnes.
BY_MODE = " t"


#: What shifts figures before they are rounded, so that none in cents stands on the edge: a hair would turn 12345.65.
OFF = 1 + 1e-8 / 3


def fingerprint(cells: Sequence[tuple[int, int, str | Decimal | Fraction | float]]) -> str:
    """What tells a page from one that was changed: the SHA-256 of its cells by row and column, from 0, blanks left out.

    Figures count to six digits, as far as any program that works out their formulas again agrees.
    """
    texts = (" ".join(value.split()) if isinstance(value, str) else f"{float(value) * OFF:.6g}" for *_, value in cells)
    placed = sorted((row, column, text) for (row, column, _), text in zip(cells, texts, strict=True) if text)
    return sha256(repr(placed).encode("utf-8", "replace")).hexdigest()


def seal(rows: Iterable[Sequence[str | int | Decimal | Fraction | date | None]]) -> str:
    """What tells rows from changed ones, in whatever order they stand: the SHA-256 of their texts and figures."""
    texts = sorted(tuple(_plain(cell) for cell in row) for row in rows)
    return sha256(repr(texts).encode("utf-8", "replace")).hexdigest()


def _plain(cell: str | int | Decimal | Fraction | date | None) -> str:
    """A cell as a text, figures to the 15 digits that one holds."""
    if isinstance(cell, int | Decimal | Fraction):
        return f"{float(cell):.15g}"
    return " ".join(str(cell or "").split())


def seal_of(sheet: str) -> str:
    """The figure of the summary that has the fingerprint of what a sheet states."""
    return f"{sheet.lower()} SHA-256"


def count_columns(sheet: str, containers: Iterable[str]) -> tuple[Column, ...]:
    """A column of counts for each container type; one named like another column says what it counts."""
    taken = {column.name.casefold() for column in TABLES[sheet]}
    headers = (f"{name} containers" if name.casefold() in taken else name for name in containers)
    return tuple(Column(header, Kind.COUNT, may_be_blank=True) for header in headers)


def mode_columns(modes: Iterable[str]) -> tuple[Column, ...]:
    """A column of tonnes for each mode."""
    return tuple(Column(f"{mode}{BY_MODE}", Kind.TONNES, total=True, may_be_blank=True) for mode in modes)


def names(columns: Collection[Column]) -> tuple[str, ...]:
    """The headers."""
    return tuple(column.name for column in columns)
