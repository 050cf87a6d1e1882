"""The careful user's programme in linopy, with whole arrays and no loops, solved by HiGHS."""

from __future__ import annotations

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from benchmarks.found import Found, Limits, Stopwatch, of_highs
from benchmarks.programme import Entries, Programme, programme
from tariffs.loading import Input


def by_linopy(given: Input, limits: Limits) -> Found:
    """State it in linopy and pass it to HiGHS without a file."""
    watch = Stopwatch()
    stated = programme(given.book, given.portfolio)
    model = state(stated)
    built = watch.lap()
    options = {"mip_rel_gap": limits.gap, "time_limit": limits.seconds, "threads": limits.threads}
    model.solve("highs", io_api="direct", output_flag=False, log_to_console=False, **options)
    cost, bound = of_highs(model.solver_model)
    return Found(cost, bound, built, watch.lap(), stated.cost.size)


def state(stated: Programme) -> linopy.Model:
    """The programme in linopy, in its sparse form."""
    linopy.options["semantics"] = "v1"  # the sparse form needs it
    model = linopy.Model(sparse=True)
    parts = []
    for whole in (True, False):
        arcs = pd.RangeIndex(stated.cost.size, name="arc")[stated.whole == whole]
        most = xr.DataArray(stated.most[arcs], [arcs])
        parts.append(1 * model.add_variables(lower=0, upper=most, integer=whole, name="ride" if whole else "stay"))
    n = linopy.merge(parts, dim="arc").sel(arc=np.arange(stated.cost.size))
    shipments = pd.RangeIndex(stated.weight.size, name="shipment")
    stuck, weight = (xr.DataArray(tonnes, [shipments]) for tonnes in (stated.stuck, stated.weight))
    u = model.add_variables(lower=stuck, upper=weight, name="left")
    model.add_constraints(_sums(n, stated.flow, "node") == 0, name="flow")
    demand = stated.demand
    rows = pd.RangeIndex(demand.of.size, name="asked")
    left = _sums(1 * u, Entries(np.arange(demand.of.size), demand.of, demand.left), "asked")
    least = xr.DataArray(demand.least, [rows])
    model.add_constraints(_sums(n, demand.entries, "asked") + left >= least, name="demand")
    room = xr.DataArray(stated.room, [pd.RangeIndex(stated.room.size, name="room")])
    model.add_constraints(_sums(n, stated.capacity, "room") <= room, name="capacity")
    costs = xr.DataArray(stated.cost, dims="arc")
    model.add_objective((costs * n).sum() + (xr.DataArray(stated.penalty, [shipments]) * u).sum())
    return model


def _sums(variables: linopy.LinearExpression, entries: Entries, rows: str) -> linopy.LinearExpression:
    """The left sides of a family of constraints, one for each of ``rows``."""
    (dimension,) = variables.coord_dims
    of_entry = variables.isel({dimension: xr.DataArray(entries.variable, dims="entry")})
    row = xr.DataArray(entries.row, dims="entry", name=rows)
    return (xr.DataArray(entries.factor, dims="entry") * of_entry).groupby(row).sum()
