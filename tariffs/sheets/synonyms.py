"""What carriers and shippers in the region write above their columns, and on the tabs of their sheets.

English, Russian, and Urdu in Latin letters. A word that already names another column of a sheet is left out
there, so that what the schema itself says comes first.
"""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tariffs.schema import Column, Sheet, normalise

#: By column, whatever its sheet. A word that ends in a unit stands for the same word with any unit.
COLUMNS: Mapping[str, str] = {
    "origin": "origin_station origin_port loading_point departure_point dispatch_station откуда пункт_отправления "
    "станция_отправления порт_погрузки место_погрузки отправление kahan_se rawangi",
    "destination": "dest destination_station destination_port delivery_point unloading_point куда пункт_назначения "
    "станция_назначения порт_выгрузки место_выгрузки назначение kahan_tak manzil",
    "carrier": "carrier_name shipping_line transporter перевозчик оператор",
    "service": "сервис поезд рейс",
    "mode": "transport transport_type вид_транспорта тип_транспорта zariya",
    "distance_km": "tariff_km rail_km road_km расстояние расстояние_км fasla fasla_km",
    "transit_days": "days_in_transit transit_time_in_days "
    "срок_в_пути срок_доставки время_в_пути дней_в_пути safar_ke_din",
    "departures": "schedule sailings etd отправления расписание дни_отправления rawangi_ke_din",
    "capacity": "slots allocation вместимость емкость gunjaish",
    "currency": "cur currency_code валюта karansi",
    "commodity": "product cargo_name cargo_description груз товар наименование_груза maal saman jins",
    "dangerous": "dg hazmat hazardous dangerous_goods опасный опасный_груз khatarnak",
    "reefer": "refrigerated temperature_controlled рефрижератор реф",
    "status": "статус состояние haisiyat",
    "basis": "за_единицу единица",
    "valid_from": "valid_since start_date validity_from validity_start действует_с начало_действия дата_начала kab_se",
    "valid_to": "end_date validity validity_to validity_end good_till действует_до действителен_до "
    "окончание_действия дата_окончания kab_tak",
    "dwell_days": "простой стоянка",
    "free_days": "free_time free_time_days свободных_дней",
    "from_day": "day_from с_дня",
    "rate_per_day": "daily_rate per_day ставка_в_сутки",
    "hs": "hsn pct_code тн_вэд тнвэд код_тн_вэд",
    "border": "border_point граница погранпереход пункт_пропуска sarhad",
    "source": "источник",
    "note": "comment comments примечание примечания комментарий kaifiyat",
}
#: By sheet and column, where a word means something else elsewhere.
COLUMNS_OF: Mapping[str, Mapping[str, str]] = {
    "Settings": {"setting": "параметр настройка", "value": "значение"},
    "Locations": {
        "location": "port station terminal city location_code место пункт станция город порт maqam shehar",
        "name": "full_name название наименование naam",
        "country": "iso страна код_страны mulk",
        "territory": "таможенная_территория",
        "kind": "вид тип",
        "latitude": "широта",
        "longitude": "долгота",
        "aliases": "other_names другие_названия",
    },
    "Containers": {
        "container": "box контейнер тип_контейнера",
        "teu": "teus дфэ",
        "max_gross_t": "gross_t max_gross_weight_t брутто_т макс_брутто_т",
        "tare_t": "tare_weight_t тара_т",
        "volume_m3": "объем_м3 объём_м3 hajm_m3",
        "payload_t": "max_payload_t грузоподъемность_т",
    },
    "Tariffs": {"rate": "freight freight_rate ocean_freight base_rate price ставка тариф цена kiraya nirkh bhara"},
    "Transfers": {"location": "терминал станция порт", "rate": "price ставка цена"},
    "Borders": {"rate": "fee ставка сбор"},
    "Surcharges": {"surcharge": "fee сбор надбавка доплата", "amount": "rate price сумма размер raqam"},
    "Pool": {"available": "qty quantity number count доступно наличие в_наличии tadaad"},
    "Duties": {
        "territory": "country территория страна",
        "duty_pct": "duty customs_duty customs_duty_pct пошлина пошлина_pct ставка_пошлины",
        "vat_pct": "vat gst gst_pct sales_tax sales_tax_pct ндс ндс_pct",
    },
    "FX": {"rate": "fx курс", "valid_from": "дата tareekh"},
    "Scenarios": {"scenario": "сценарий"},
    "Cargo": {
        "shipment": "id order order_no booking booking_no reference_no consignment consignment_no заявка номер "
        "номер_заявки партия номер_партии khep",
        "weight_t": "weight_in_t gross_t вес_т масса_т вес_брутто_т вес_груза_т wazan_t",
        "volume_m3": "volume_in_m3 объем_м3 объём_м3 hajm_m3",
        "value": "invoice_amount fob_value стоимость стоимость_груза qeemat maliyat",
        "ready": "readiness ready_from loading_date pickup_date готовность дата_готовности дата_отгрузки tayyari",
        "due": "deliver_before latest_delivery required_by rdd "
        "срок крайний_срок дата_доставки доставить_до akhri_tareekh",
        "containers": "container_type container_types equipment_type box_type контейнер контейнеры тип_контейнера",
        "modes": "виды_транспорта",
        "carriers": "shipping_line shipping_lines перевозчик перевозчики",
        "customer": "account_name клиент заказчик gahak",
        "incoterm": "delivery_terms terms_of_delivery инкотермс условия_поставки",
        "split": "splittable part_shipment partial_shipment частями",
        "avoid": "исключить избегать",
    },
}
SHEETS_TOO: Mapping[str, str] = {
    "Settings": "parameters настройки параметры",
    "Locations": "places ports stations nodes места пункты станции порты",
    "Containers": "equipment контейнеры",
    "Tariffs": "rate_sheet ratesheet freight_rates fcl_rates тарифы ставки nirkhnama",
    "Surcharges": "charges additional_charges сборы надбавки",
    "Transfers": "перевалка",
    "Storage": "demurrage хранение",
    "Departures": "отмены изменения_расписания",
    "Borders": "border_crossings crossings границы погранпереходы",
    "Pool": "container_pool парк",
    "Commodities": "goods products товары",
    "Duties": "customs customs_duties пошлины",
    "FX": "exchange_rates currencies курсы курсы_валют",
    "Emissions": "co2 выбросы",
    "Scenarios": "сценарии",
    "Cargo": "orders shipment_list грузы груз заявки отправки",
}


def with_synonyms(sheet: Sheet) -> Sheet:
    """The sheet with the words of these tables added to its own."""
    taken = {spelling for column in sheet.columns for spelling in column.spellings()}
    columns = []
    for column in sheet.columns:
        own = COLUMNS_OF.get(sheet.name, {}).get(column.name, "")
        columns.append(_with(column, [*own.split(), *COLUMNS.get(column.name, "").split()], taken))
    more = tuple(word for word in SHEETS_TOO.get(sheet.name, "").split() if word != normalise(sheet.name))
    return replace(sheet, columns=tuple(columns), synonyms=(*sheet.synonyms, *more))


def _with(column: Column, words: Iterable[str], taken: set[str]) -> Column:
    """The column with those words that mean no other one, which are then taken."""
    added: list[str] = []
    for word in words:
        fuller = replace(column, synonyms=(*column.synonyms, *added, word))
        new = set(fuller.spellings()) - set(replace(column, synonyms=(*column.synonyms, *added)).spellings())
        if word in new and not new & taken:
            added.append(word)
            taken |= new
    return replace(column, synonyms=(*column.synonyms, *added))
