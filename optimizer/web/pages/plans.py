"""Plans as pages: what it costs and how sure that is, the map, the bookings, and what else can be asked of a plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from optimizer.web.access import ReadVisit, UploadVisit, Visit
from optimizer.web.actions import comparing, jobs, plans
from optimizer.web.actions.listing import newest
from optimizer.web.actions.uploads import upload_of
from optimizer.web.pages.choices import Choices
from optimizer.web.pages.curves import course, curves
from optimizer.web.pages.rendering import go_to, page, style
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store import tables
from optimizer.web.store.tables import Plan, UploadState, utc_now

router = APIRouter(prefix="/plans", include_in_schema=False)

#: The columns of the bookings on the first look; the page of the shipment and the workbook have all.
COLUMNS = (
    *("booking", "shipment", "route", "departs", "delivered", "due"),
    *("container", "containers", "tonnes", "total", "flags"),
)

#: The columns of the bookings by which they can be picked.
PICKED = ("mode", "container")

#: Figures that have not come so long after their plan do not come.
DRAWING = timedelta(minutes=5)

#: So many bookings, legs, or changed shipments are shown at a time, and so many plans and uploads to choose from.
ROWS, CHOICES = 50, 50

#: What a shipment could do is shown if it costs no more than this share above the cheapest.
WITHIN = 0.05

#: The figures of plans that are shown beside each other.
FIGURES = (
    *("cost", "lower_bound", "gap", "cost_per_tonne", "delivered_t", "unserved_t", "TEU", "CO2e_t"),
    *("changed_shipments", "changed_cells"),
)

#: All rows of a table.
ALL = 10**9

Text = Annotated[str, Query(max_length=200)]
Offset = Annotated[int, Query(ge=0, le=10**9)]


@router.get("")
def show_all(request: Request, visit: ReadVisit, after: Annotated[str | None, Query(max_length=64)] = None) -> Response:
    """All plans, the newest first."""
    part = newest(visit, tables.Plan, after, ROWS)
    return page(request, "plans.html", plans=part.rows, after=part.after, first=after is None)


@router.get("/{plan}/map")
def show_map(request: Request, visit: ReadVisit, plan: str) -> Response:
    """The part of the page that has the map, once it is drawn."""
    found = plans.plan_of(visit, plan)
    return page(request, "plan_map.html", plan=found, **_figures(found))


def _figures(plan: Plan) -> dict[str, Any]:
    """Which there are, and whether they may still come."""
    names = {file.name for file in plan.files if file.name.startswith("figures/")}
    return {"figures": names, "drawing": not names and utc_now() - plan.created < DRAWING}


@router.get("/{plan}")
def show(  # noqa: PLR0913, PLR0917 - what the table is asked for
    request: Request,
    visit: ReadVisit,
    plan: str,
    search: Text = "",
    mode: Text = "",
    container: Text = "",
    sort: Annotated[str, Query(max_length=60)] = "",
    offset: Offset = 0,
) -> Response:
    """A plan; of a request by a script its bookings alone."""
    found = plans.plan_of(visit, plan)
    only = {name: value for name, value in (("mode", mode), ("container", container)) if value}
    table = plans.table(visit, found, "bookings", search=search, only=only, sort=sort, offset=offset, limit=ROWS)
    part = bool(request.headers.get("hx-request"))
    whole = {} if part else _whole(visit, found)
    return page(
        request,
        "plan_bookings.html" if part else "plan.html",
        plan=found,
        table=table.of(*COLUMNS),
        asked={"search": search, "mode": mode, "container": container},
        sort=sort,
        offset=offset,
        step=ROWS,
        **whole,
    )


def _whole(visit: Visit, plan: Plan) -> dict[str, Any]:
    """What the page has beside its bookings."""
    return {
        "summary": plan.summary,
        "upload": upload_of(visit, plan.upload_id),
        "unserved": plans.table(visit, plan, "unserved", limit=ROWS),
        "picks": {name: plans.words_of(visit, plan, "bookings", name) for name in PICKED},
        "curves": curves(course(jobs.all_events_of(visit, plan.job_id), (float(plan.cost), float(plan.bound)))),
        **_figures(plan),
    }


@router.get("/{plan}/shipment")
def show_shipment(request: Request, visit: ReadVisit, plan: str, name: Text) -> Response:
    """A shipment: why it goes so, what else it could do, and its bookings with their legs and every charge."""
    found = plans.plan_of(visit, plan)
    shipments = plans.table(visit, found, "shipments", only={"shipment": name}).by_name()
    if not shipments:
        raise not_found("shipment")
    bookings = plans.table(visit, found, "bookings", only={"shipment": name}, limit=ALL)
    names = dict.fromkeys(row["booking"] for row in bookings.by_name())
    charges = plans.table(visit, found, "charges", only={"shipment": name}, limit=ALL)
    legs = plans.table(visit, found, "legs", limit=ALL)
    return page(
        request,
        "shipment.html",
        plan=found,
        shipment=shipments[0],
        explained=plans.explanation(visit, found, name),
        alternatives=_alternatives(visit, found, name),
        within=WITHIN,
        coming=utc_now() - found.created < DRAWING,
        bookings=[
            {
                "name": booking,
                "loads": [row for row in bookings.by_name() if row["booking"] == booking],
                "legs": [row for row in legs.by_name() if row["booking"] == booking],
                "charges": [row for row in charges.by_name() if row["booking"] == booking],
            }
            for booking in names
        ],
        behind=[row for row in charges.by_name() if not row["booking"]],
    )


@router.post("/{plan}/alternatives")
def look_for_alternatives(visit: UploadVisit, plan: str, name: Annotated[str, Form(max_length=200)]) -> Response:
    """Have it looked at what else a shipment could do."""
    made = plans.ask_for_alternatives(visit, plans.plan_of(visit, plan), name, WITHIN)
    return go_to(f"/jobs/{made.id}")


def _alternatives(visit: Visit, plan: Plan, shipment: str) -> plans.Table | None:
    found = plans.alternatives(visit, plan, shipment)
    return None if found is None else plans.Table(found.columns, found.rows[:ROWS], found.total)


@router.get("/{plan}/timeline")
def show_timeline(request: Request, visit: ReadVisit, plan: str, offset: Offset = 0) -> Response:
    """When each booking goes by what: the figure, and the departures in order."""
    found = plans.plan_of(visit, plan)
    legs = plans.table(visit, found, "legs", sort="departs", offset=offset, limit=ROWS)
    columns = ("departs", "arrives", "booking", "mode", "origin", "destination", "service", "carrier", "borders")
    return page(
        request,
        "timeline.html",
        plan=found,
        table=legs.of(*columns),
        offset=offset,
        step=ROWS,
        **_figures(found),
    )


@router.get("/{plan}/borders")
def show_borders(request: Request, visit: ReadVisit, plan: str) -> Response:
    """How far borders are used, week by week, and what more of them would save."""
    found = plans.plan_of(visit, plan)
    weeks = plans.table(visit, found, "capacities", only={"kind": "border"}, limit=ALL)
    return page(
        request,
        "borders.html",
        plan=found,
        use=plans.table(visit, found, "capacity_use", only={"kind": "border"}, limit=ALL).by_name(),
        weeks=sorted(weeks.by_name(), key=lambda row: (row["name"], row["mode"], row["period"])),
        others=[
            row for row in plans.table(visit, found, "capacity_use", limit=ALL).by_name() if row["kind"] != "border"
        ],
        **_figures(found),
    )


@router.get("/{plan}/compare")
def compare(request: Request, visit: ReadVisit, plan: str, to: Annotated[str, Query(max_length=64)] = "") -> Response:
    """A plan held to another one; without one, which there are."""
    found = plans.plan_of(visit, plan)
    other = plans.plan_of(visit, to) if to else None
    compared = None if other is None else comparing.compared(visit, found, other)
    shipments = [] if compared is None else compared["shipments"].by_name()
    return page(
        request,
        "compare.html",
        plan=found,
        other=other,
        upload=upload_of(visit, found.upload_id),
        others=[one for one in newest(visit, tables.Plan, None, CHOICES).rows if one.id != found.id],
        compared=compared,
        shipments=sorted(shipments, key=lambda row: -abs(row["cost_difference"] or 0)),
        figures=FIGURES,
        most=ROWS,
    )


@router.post("/{plan}/compare")
def have_compared(visit: UploadVisit, plan: str, to: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Have it held to another one, unless it was."""
    found, other = plans.plan_of(visit, plan), plans.plan_of(visit, to)
    if comparing.compared(visit, found, other) is not None:
        return go_to(f"/plans/{plan}/compare?to={other.id}")
    return go_to(f"/jobs/{comparing.ask(visit, found, other.id).id}")


@router.get("/{plan}/again")
def again(request: Request, visit: ReadVisit, plan: str) -> Response:
    """Plan again from a plan: what has departed stays."""
    found = plans.plan_of(visit, plan)
    recent = newest(visit, tables.Upload, None, CHOICES).rows
    ready = [one for one in recent if one.state == UploadState.READY.value and one.id != found.upload_id]
    departs = plans.table(visit, found, "bookings", sort="departs", limit=1).of("departs").rows
    return page(
        request,
        "again.html",
        plan=found,
        upload=upload_of(visit, found.upload_id),
        others=ready,
        first=departs[0][0] if departs else None,
    )


@router.post("/{plan}/again")
def plan_again(request: Request, visit: UploadVisit, plan: str, asked: Annotated[Choices, Form()]) -> Response:
    """Have it planned again."""
    found = plans.plan_of(visit, plan)
    if not asked.as_of:
        raise Refusal(422, "invalid", "A day is missing", "Say from which day on something may change.")
    made = jobs.ask_for_plan(visit, asked.upload or found.upload_id, asked.options(style(request), keep=plan))
    return go_to(f"/jobs/{made.id}")


@router.get("/{plan}/changes")
def show_changes(request: Request, visit: ReadVisit, plan: str) -> Response:
    """What changed against the plan that was kept, and why."""
    found = plans.plan_of(visit, plan)
    return page(request, "changes.html", plan=found, changes=found.summary.get("changes", []))
