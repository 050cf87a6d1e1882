"""The rows of ``Duties``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from tariffs.book import Commodity, Duty, Location
from tariffs.building.commodities import hs_code
from tariffs.building.lexicon import Lexicon
from tariffs.building.locations import origin_territory
from tariffs.building.money import Currencies
from tariffs.building.names import Names
from tariffs.building.percentages import note_odd_percent
from tariffs.problems import Kind
from tariffs.rows import Desk, Row


def duties(
    desk: Desk,
    lexicon: Lexicon,
    currencies: Currencies,
    territories: Names,
    locations: Collection[Location],
    commodities: Collection[Commodity],
) -> tuple[Duty, ...]:
    """The duties; two rows for the same goods, origin and day are noted as an error."""
    found: list[Duty] = []
    earlier: dict[tuple[str, ...], list[tuple[Row, Duty]]] = defaultdict(list)
    all_goods = not desk.may_lack("Commodities")
    for row in desk.rows("Duties"):
        duty = _duty(row, lexicon, currencies, territories, locations)
        if row.faulty:
            continue
        if all_goods and duty.hs and not any(good.hs.startswith(duty.hs) for good in commodities):
            row.warn(
                Kind.DOUBT,
                "hs",
                f"no commodity in Commodities has an hs code that starts with {duty.hs}",
                "the row is never used: correct it, or fill in hs in Commodities",
            )
        same = earlier[duty.territory, duty.commodity, duty.hs, duty.origin_territory]
        clash = next((r for r, other in same if other.validity.overlaps(duty.validity)), None)
        if clash is not None:
            row.error(
                Kind.OVERLAP,
                "territory",
                f"{_goods(duty)} into {duty.territory} have two rows on the same days, "
                f"the other in {clash.seen_from(row)}",
                "delete one, or let the valid_to of one end before the valid_from of the other",
            )
        same.append((row, duty))
        found.append(duty)
    return tuple(found)


def _goods(duty: Duty) -> str:
    goods = duty.commodity or (f"goods of hs {duty.hs}" if duty.hs else "all other goods")
    return f"{goods} from {duty.origin_territory}" if duty.origin_territory else goods


def _duty(
    row: Row,
    lexicon: Lexicon,
    currencies: Currencies,
    territories: Names,
    locations: Collection[Location],
) -> Duty:
    validity = row.validity()
    commodity, hs = row.text("commodity"), hs_code(row)
    if commodity and hs:
        row.error(
            Kind.CONFLICT,
            "hs",
            f'the row is for the commodity "{commodity}" and for hs {row.text("hs")}',
            "keep the one or the other",
        )
    for column in ("duty_pct", "vat_pct"):
        note_odd_percent(row, column, row.number(column))
    specific_per_t = row.number("specific_per_t")
    return Duty(
        where=row.where,
        territory=territories.resolve(row, "territory"),
        commodity=lexicon.commodities.resolve(row, "commodity"),
        hs=hs,
        origin_territory=origin_territory(row, "origin_territory", territories, locations),
        valuation=row.text("valuation"),
        duty_pct=row.number("duty_pct"),
        specific_per_t=specific_per_t,
        specific_currency=currencies.of(row, "specific_currency", validity, used=specific_per_t != 0),
        additional_pct=row.number("additional_pct"),
        vat_pct=row.number("vat_pct"),
        vat_recoverable=row.flag("vat_recoverable"),
        validity=validity,
    )
