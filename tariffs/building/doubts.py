"""What is possible and yet doubtful once the whole book and the cargo are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from tariffs.book import Border, Container, Duty, Location, Shipment, Tariff
from tariffs.building.tariffs import PER_CONTAINER, usable
from tariffs.calendar import Validity, whole_days
from tariffs.problems import Kind, Severity
from tariffs.rows import Desk, Row
from tariffs.schema import normalise

Rated = Sequence[tuple[Row, Tariff]]


def note_expired(rows: Rated, first_day: date | None) -> None:
    """Warn of tariffs that end before any cargo is ready, unless a later row takes their place."""
    if first_day is None:
        return
    current = {
        (tariff.leg_key, tariff.commodity)
        for _, tariff in rows
        if usable(tariff) and (tariff.validity.end is None or tariff.validity.end >= first_day)
    }
    for row, tariff in rows:
        end = tariff.validity.end
        if end is None or end >= first_day or (tariff.leg_key, tariff.commodity) in current:
            continue
        row.warn(
            Kind.EXPIRED,
            "valid_to",
            f"the tariff expired on {end}, before the first cargo is ready on {first_day}",
            "nothing moves on it: correct valid_to, or add the row that takes its place",
        )


def note_uncrossable(rows: Rated, borders: Iterable[Border], first_day: date | None) -> None:
    """Warn of legs that cross a border which has no row for their mode, or none for their days."""
    by_name: dict[str, list[Border]] = {}
    for border in borders:
        by_name.setdefault(border.name, []).append(border)
    for row, tariff in rows:
        if not usable(tariff):
            continue
        for position, crossing in enumerate(tariff.crossings):
            serving = [b for b in by_name[crossing.border] if b.mode in ("", tariff.mode)]
            days = crossing_days(tariff, position, first_day)
            if not serving:
                what = f"{crossing.border} has no row in Borders for {tariff.mode}"
            elif days is not None and not any(b.validity.overlaps(days) for b in serving):
                what = f"{crossing.border} has no row in Borders for the days of this tariff"
            else:
                continue
            row.warn(
                Kind.MISSING,
                "borders",
                f"{what}, so the leg never runs",
                f"add a row for {tariff.mode}, one without a mode, or correct the validity",
            )


def crossing_days(tariff: Tariff, position: int, first_day: date | None) -> Validity | None:
    """The days on which a tariff's departures can reach a border, or ``None`` if on none.

    What is spent at the borders before is not counted: no last day is given but for the first border.
    """
    starts = [day for day in (tariff.validity.start, first_day) if day is not None]
    start, end = max(starts, default=None), tariff.validity.end
    if start is not None and end is not None and end < start:
        return None
    offset = tariff.crossings[position].offset_days
    wait = timedelta(days=whole_days(tariff.transit_days if offset is None else offset))
    return Validity(
        None if start is None else start + wait,
        None if end is None or position > 0 else end + wait,
    )


def note_payloads(rows: Rated, containers: Mapping[str, Container]) -> None:
    """Warn of a limit of a leg that is above what any of its containers may hold: it raises nothing."""
    for row, tariff in rows:
        carried = [box.payload_t for box in containers.values() if tariff.amounts.of(box.name) is not None]
        if tariff.max_payload_t is not None and carried and tariff.max_payload_t > max(carried):
            row.warn(
                Kind.PAYLOAD,
                "max_payload_t",
                f"max_payload_t is {tariff.max_payload_t}, and its containers hold {max(carried)} t at most",
                "a box is loaded to its own rating: write the limit of the leg, or clear the cell",
            )


def note_minimum_charges(rows: Rated, containers: Mapping[str, Container]) -> None:
    """Warn of a minimum charge below all that its row charges, or above all of it."""
    for row, tariff in rows:
        full = {box.name: paid for box in containers.values() if (paid := _full_freight(tariff, box)) is not None}
        if not tariff.minimum_charge or not full:
            continue
        dearest = max(full, key=lambda name: full[name])
        if tariff.basis in PER_CONTAINER and min(full.values()) >= tariff.minimum_charge:
            row.warn(
                Kind.IGNORED,
                "minimum_charge",
                f"minimum_charge {tariff.minimum_charge} has no effect: no container of this row is charged less",
                "correct it, or clear the cell",
            )
        elif full[dearest] < tariff.minimum_charge:
            row.warn(
                Kind.DOUBT,
                "minimum_charge",
                f"a full {dearest} comes to {full[dearest].normalize():f}, less than minimum_charge "
                f"{tariff.minimum_charge}, which every container is therefore charged",
                "correct minimum_charge, the amount or the basis, unless that is meant",
            )


def _full_freight(tariff: Tariff, box: Container) -> Decimal | None:
    """The freight of a full container by the basis alone, the row's currency; ``None`` where the goods decide."""
    amount = tariff.amounts.of(box.name)
    if amount is None:
        return None
    tonnes, km = max(box.payload_t, tariff.minimum_t), tariff.distance_km or Decimal(0)
    quantities = {"container": Decimal(1), "teu": box.teu, "km": km, "tonne": tonnes, "tonne_km": tonnes * km}
    return amount * quantities[tariff.basis] if tariff.basis in quantities else None


def note_least_lot(desk: Desk, shipments: Collection[tuple[Row, Shipment]], least_lot_t: Decimal) -> None:
    """Warn of a least lot that no shipment is heavier than, as of one written in kilograms: then none is split."""
    if not least_lot_t or not shipments or any(shipment.weight_t > least_lot_t for _, shipment in shipments):
        return
    for row in desk.rows("Settings"):
        if normalise(row.text("setting")) == "min_lot_t":
            row.warn(
                Kind.DOUBT,
                "value",
                f"min_lot_t is {least_lot_t} t, and no shipment is heavier, so none goes in several bookings",
                "write the least of a booking in tonnes, or 0 for any",
            )


def note_undutied(
    desk: Desk,
    shipments: Iterable[tuple[Row, Shipment]],
    duties: Sequence[Duty],
    locations: Mapping[str, Location],
) -> None:
    """Warn of goods that come into a territory without any row of `Duties`, once for each pair."""
    if not desk.holds("Duties", len(duties)):
        return  # a faulty row could be the one that applies
    noted: set[tuple[str, str]] = set()
    territories = {name: place.territory for name, place in locations.items()}
    for row, shipment in shipments:
        origin, territory = territories.get(shipment.origin), territories.get(shipment.destination)
        if origin is None or territory is None:
            continue  # its row in Locations could not be read
        pair = (territory, shipment.commodity.name)
        if territory == origin or pair in noted:
            continue
        if any(_may_apply(duty, shipment, territory) for duty in duties):
            continue
        noted.add(pair)
        if not duties:
            desk.sheet_problem(
                Kind.DOUBT,
                Severity.WARNING,
                "Duties",
                "there is no row in Duties, so no duty or tax is charged",
                "add rows for the territories where cargo goes",
            )
            return
        row.warn(
            Kind.DOUBT,
            "commodity",
            f"{shipment.commodity.name} into {territory} has no row in Duties, so no duty or tax is charged",
            f"add a row for {territory} to Duties, with 0 if that is right",
        )


def _may_apply(duty: Duty, shipment: Shipment, territory: str) -> bool:
    """Whether a row of Duties may apply to a shipment into a territory."""
    return (
        duty.territory == territory
        and duty.commodity in ("", shipment.commodity.name)
        and shipment.commodity.hs.startswith(duty.hs)
        and duty.origin_territory in ("", shipment.goods_origin)
        and duty.validity.overlaps(Validity(shipment.ready, shipment.last_day))
    )
