"""Plans as pages: what it costs and how sure that is, the map, and the bookings."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from optimizer.web.access import ReadVisit
from optimizer.web.actions import plans
from optimizer.web.pages.rendering import page
from optimizer.web.store.tables import Plan, utc_now

router = APIRouter(prefix="/plans", include_in_schema=False)

#: The columns of the bookings on the first look; the workbook has all.
COLUMNS = ("shipment", "route", "departs", "delivered", "due", "container", "containers", "tonnes", "total", "flags")

#: Figures that have not come so long after their plan do not come.
DRAWING = timedelta(minutes=5)

#: So many bookings are shown at a time.
ROWS = 50


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
def show(
    request: Request,
    visit: ReadVisit,
    plan: str,
    search: Annotated[str, Query(max_length=200)] = "",
    sort: Annotated[str, Query(max_length=60)] = "",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """A plan; of a request by a script its bookings alone."""
    found = plans.plan_of(visit, plan)
    table = plans.table(visit, found, "bookings", search=search, sort=sort, offset=offset, limit=ROWS)
    shown = [name for name in COLUMNS if name in table.columns]
    places = [table.columns.index(name) for name in shown]
    name = "plan_bookings.html" if request.headers.get("hx-request") else "plan.html"
    return page(
        request,
        name,
        plan=found,
        summary=found.summary,
        **_figures(found),
        columns=shown,
        rows=[[row[place] for place in places] for row in table.rows],
        total=table.total,
        unserved=plans.table(visit, found, "unserved", limit=ROWS),
        search=search,
        sort=sort,
        offset=offset,
        step=ROWS,
    )
