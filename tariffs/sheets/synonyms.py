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
    "origin": "origin_station origin_port loading_point departure_point dispatch_station откуда "
    "пункт_отправления станция_отправления порт_погрузки место_погрузки отправление kahan_se rawangi ship_from "
    "shipping_from start_location start_point start_city from_loc loading_place place_of_loading place_of_origin "
    "place_of_departure departure_location departure_port departure_station departure_city pick_up_location "
    "pick_up_place pick_up_point collection_location collection_point sender_location export_port port_of_export "
    "place_of_receipt receipt_place por",
    "destination": "dest destination_station destination_port delivery_point unloading_point куда "
    "пункт_назначения станция_назначения порт_выгрузки место_выгрузки назначение kahan_tak manzil ship_to "
    "shipping_to end_location end_point final_destination final_place_of_delivery place_of_delivery "
    "place_of_arrival place_of_discharge delivery_location delivery_city delivery_place discharge_location "
    "discharge_point unloading_place unloading_location arrival_location arrival_port arrival_station "
    "arrival_city drop_off_location drop_off_point receiver_location deliver_to import_port port_of_import",
    "carrier": "carrier_name shipping_line transporter перевозчик оператор haulier hauler trucker "
    "trucking_company transport_company transport_provider logistics_provider service_provider rail_operator "
    "train_operator vessel_operator ocean_carrier",
    "service": "сервис поезд рейс train_no train_name service_string loop rotation",
    "mode": "transport transport_type вид_транспорта тип_транспорта zariya travel_mode shipping_mode "
    "shipment_mode ship_mode freight_mode carriage_mode transit_mode leg_mode movement_mode means_of_transport "
    "modality",
    "distance_km": "tariff_km rail_km road_km расстояние расстояние_км fasla fasla_km dist route_km "
    "route_length_km length_km track_km haul_km",
    "transit_days": "days_in_transit transit_time_in_days срок_в_пути срок_доставки время_в_пути дней_в_пути "
    "срок_доставки_days срок_в_пути_days время_в_пути_days "
    "safar_ke_din transit_duration_days travel_time_days travel_days journey_time_days journey_days "
    "lead_time_days days_en_route sailing_time_days sailing_time voyage_days running_time_days tt t_t tpt_days "
    "tpt_day_count duration_days door_to_door_days port_to_port_days",
    "departures": "schedule sailings etd отправления расписание дни_отправления периодичность частота "
    "частота_отправлений регулярность rawangi_ke_din departure_day "
    "days_of_departure departs_on departs operating_days service_days days_of_operation days_of_week weekdays "
    "sailing_schedule departure_schedule train_days departure_dates sailing_dates sailing_day sailing_frequency "
    "departure_frequency service_frequency etd_day runs_on sails_on operates_on дни_отправок",
    "capacity": "slots allocation вместимость емкость gunjaish space capacity_left remaining_capacity "
    "free_capacity available_capacity capacity_per_departure capacity_per_sailing capacity_per_train",
    "currency": "cur currency_code валюта karansi rate_currency freight_currency tariff_currency currency_of_rate",
    "commodity": "product cargo_name cargo_description груз товар наименование_груза maal saman jins "
    "commodity_name goods_name goods_description product_name product_description cargo_type nature_of_goods "
    "merchandise",
    "dangerous": "dg hazmat hazardous dangerous_goods опасный опасный_груз khatarnak dangerous_cargo "
    "is_dangerous hazardous_cargo hazardous_goods dg_cargo dg_goods dg_accepted dangerous_goods_accepted",
    "reefer": "refrigerated temperature_controlled рефрижератор реф is_reefer cooled chilled frozen "
    "temperature_control",
    "status": "статус состояние haisiyat",
    "basis": "за_единицу единица charge_basis charging_basis calculation_basis pricing_basis basis_of_rate "
    "charged_per rate_per price_per",
    "valid_from": "valid_since start_date validity_from validity_start действует_с начало_действия дата_начала "
    "kab_se effective_start effective_on in_force_from in_force_since applicable_from applies_from "
    "rate_valid_from starting_date begin_date start commencement_date first_valid_day",
    "valid_to": "end_date validity validity_to validity_end good_till действует_до действителен_до "
    "срок_действия_до действует_по годен_до окончание_действия дата_окончания kab_tak valid_thru valid_through "
    "valid_up_to expires_on expiration_date effective_to effective_until "
    "thru_date through_date validity_ends validity_date rate_validity "
    "offer_validity quote_validity rate_valid_until offer_valid_until in_force_until applicable_until "
    "applies_until good_until end ends last_valid_day",
    "dwell_days": "простой стоянка dwell_time_days waiting_time_days waiting_days transfer_time_days "
    "transfer_days handling_time_days handling_days transshipment_days stay_days crossing_time_days "
    "crossing_days border_time_days delay_days processing_days",
    "free_days": "free_time free_time_days свободных_дней grace_days days_free free_storage_days free_period_days",
    "from_day": "day_from с_дня",
    "rate_per_day": "daily_rate per_day ставка_в_сутки storage_rate storage_per_day storage_charge storage_fee "
    "storage_cost fee_per_day cost_per_day charge_per_day amount_per_day tariff_per_day day_rate price_per_day",
    "hs": "hsn pct_code тн_вэд тнвэд код_тн_вэд hs_no hs_number hs6 hts hts_code customs_code commodity_code cn_code",
    "border": "border_point граница погранпереход пункт_пропуска sarhad border_post crossing_point checkpoint "
    "border_station",
    "source": "источник data_source rate_source source_of_data citation",
    "note": "comment comments примечание примечания комментарий kaifiyat memo additional_information additional_info",
    "cutoff_days": "closing_days cut_off_time_days cargo_cut_off_days cy_cut_off_days gate_closing_days",
    "capacity_unit": "capacity_uom capacity_measure unit_of_capacity",
    "min_load": "minimum_train_load min_load_per_departure",
    "departure_cost": "cost_per_departure departure_fee fixed_cost_per_departure train_cost cost_per_train "
    "block_train_cost",
    "borders": "border_crossings border_crossing_points crossing_points border_points border_posts bcp",
    "minimum_t": "min_chargeable_weight_t min_billable_weight_t min_tonnage min_tonnes",
    "max_gross_t": "max_gross_weight_t max_gross_mass_t gross_weight_limit_t gross_limit_t max_vgm_t vgm_limit_t "
    "gross_up_to_t",
    "max_payload_t": "max_cargo_weight_t max_cargo_t max_weight_t weight_limit_t cargo_weight_limit_t "
    "payload_limit_t load_limit_t max_load_t max_load_weight_t max_net_weight_t net_weight_limit_t "
    "weight_restriction_t permitted_weight_t allowed_weight_t max_weight_per_container_t max_tonnage payload_t "
    "payload",
    "compliance": "compliance_status sanctions_status sanctions_check",
    "co2_g_per_tkm": "emission_factor_g_per_tkm co2e_g_per_tkm g_co2_per_tkm g_co2e_per_tkm gco2_per_tkm "
    "gco2e_per_tkm co2_factor_g_per_tkm g_per_tkm co2_g_tkm",
    "ttw_g_per_tkm": "ttw_g_co2e_per_tkm ttw_co2e_g_per_tkm tank_to_wheel_g_per_tkm",
    "distance_adjustment_pct": "daf_pct distance_adjustment distance_adjustment_factor_pct",
    "co2_kg_per_t": "co2e_kg_per_t kg_co2_per_t kg_co2e_per_t kgco2e_per_t hub_co2_kg_per_t hub_co2e_kg_per_t",
    "customer": "client client_name account account_name",
    "services": "service allowed_services permitted_services preferred_service",
    "carriers": "carrier allowed_carriers permitted_carriers preferred_carrier nominated_carrier",
}
#: By sheet and column, where a word means something else elsewhere.
COLUMNS_OF: Mapping[str, Mapping[str, str]] = {
    "Settings": {
        "setting": "параметр настройка",
        "value": "значение",
    },
    "Locations": {
        "location": "port station terminal city location_code место пункт станция город порт maqam shehar "
        "location_id node_id node_name site site_name place_name city_name station_name port_name port_code",
        "name": "full_name название наименование naam",
        "country": "iso страна код_страны mulk iso2 country_iso iso_country nation",
        "territory": "таможенная_территория customs_area customs_union",
        "kind": "вид тип location_type node_type place_type",
        "latitude": "широта gps_lat lat_deg",
        "longitude": "долгота gps_lon gps_long lon_deg",
        "aliases": "other_names другие_названия",
        "locode": "un_code unloc",
    },
    "Containers": {
        "container": "box контейнер тип_контейнера type size box_type container_size equipment_type iso_type iso_code",
        "teu": "teus дфэ teu_factor teu_equivalent no_of_teu",
        "max_gross_t": "gross_t max_gross_weight_t брутто_т макс_брутто_т gross_weight_t max_gross_mass_t "
        "max_weight_t rating_t gross_rating_t max_rating_t gross_mass_t mgw_t",
        "tare_t": "tare_weight_t тара_т tare empty_weight_t own_weight_t",
        "volume_m3": "объем_м3 объём_м3 hajm_m3 cbm cubic_capacity_m3 capacity_m3 cube_m3 internal_volume_m3 "
        "inner_volume_m3 volume_capacity_m3",
        "payload_t": "max_payload_t грузоподъемность_т max_cargo_weight_t max_cargo_t max_load_t load_capacity_t "
        "payload_capacity_t cargo_capacity_t weight_capacity_t net_weight_t max_net_weight_t payload",
    },
    "Tariffs": {
        "rate": "freight freight_rate ocean_freight base_rate price ставка тариф цена kiraya nirkh bhara "
        "rail_freight sea_freight road_freight truck_freight freight_charge freight_cost freight_price "
        "transport_cost transport_rate transport_price carriage haulage haulage_rate trucking_rate rail_rate "
        "sea_rate ocean_rate road_rate truck_rate unit_rate unit_cost unit_price cost amount net_rate buy_rate "
        "buying_rate tariff_rate contract_rate shipping_cost shipping_rate all_in_rate line_haul linehaul "
        "linehaul_rate basic_freight base_freight basic_ocean_freight quoted_rate",
        "minimum_charge": "min_cost min_freight min_amount min_price min_fee min_rate min_charge_per_container "
        "минимальный_сбор мин_сбор минимальная_ставка мин_ставка минимальная_плата минимальный_тариф минимальный_фрахт",
    },
    "Transfers": {
        "location": "терминал станция порт terminal terminal_name port station city place hub",
        "rate": "price ставка цена fee cost charge amount handling_fee handling_charge handling_cost "
        "handling_rate transfer_fee transfer_cost transfer_rate transshipment_cost transshipment_fee thc",
        "from_mode": "inbound_mode incoming_mode arriving_mode",
        "to_mode": "outbound_mode outgoing_mode departing_mode",
    },
    "Borders": {
        "rate": "fee ставка сбор cost charge amount price crossing_fee crossing_cost border_fee border_cost "
        "transit_fee",
        "fee_per_t": "fee_per_tonne charge_per_t charge_per_tonne cost_per_t cost_per_tonne",
        "closed_weekdays": "closed_on weekly_closure weekly_closing_days",
        "closed_from": "closure_from closure_start closed_since",
        "closed_to": "closure_to closure_end closed_until",
    },
    "Surcharges": {
        "surcharge": "fee сбор надбавка доплата type description charge_type charge_description",
        "amount": "rate price сумма размер raqam cost value charge_amount surcharge_amount surcharge_rate",
        "basis": "per unit uom rate_basis basis_of_charge",
        "above_gross_t": "gross_above_t over_gross_t heavier_than_t weight_above_t",
        "container": "equipment_size box_type",
    },
    "Pool": {
        "available": "qty quantity number count доступно наличие в_наличии tadaad stock inventory on_hand units "
        "no_of_containers number_of_containers available_containers containers_available boxes",
        "container": "container_type equipment equipment_type size container_size type box",
        "location": "depot terminal port station city",
    },
    "Duties": {
        "territory": "country территория страна destination_country destination_territory import_country",
        "duty_pct": "duty customs_duty customs_duty_pct пошлина пошлина_pct ставка_пошлины duty_rate import_duty "
        "import_duty_pct import_tariff ad_valorem ad_valorem_pct",
        "vat_pct": "vat gst gst_pct sales_tax sales_tax_pct ндс ндс_pct vat_rate",
        "additional_pct": "additional_duty additional_duty_pct additional_customs_duty acd regulatory_duty",
        "specific_per_t": "specific_duty specific_duty_per_t",
        "origin_territory": "country_of_origin goods_origin origin_country",
    },
    "FX": {
        "rate": "fx курс rate_of_exchange conversion_rate",
        "valid_from": "дата tareekh as_of rate_date quote_date from_date effective_from start_date",
    },
    "Scenarios": {
        "scenario": "сценарий",
    },
    "Cargo": {
        "shipment": "id order order_no booking booking_no reference_no consignment consignment_no заявка номер "
        "номер_заявки партия номер_партии khep po so shipment_number shipment_name order_id order_number "
        "order_ref order_reference order_code po_no po_number purchase_order purchase_order_no sales_order "
        "sales_order_no so_no job job_no job_number job_ref load_id load_no load_ref lot lot_no consignment_ref "
        "booking_id booking_number booking_reference reference_number ref_no cargo_id cargo_no cargo_ref "
        "request_no request_id inquiry inquiry_no inquiry_ref enquiry enquiry_no enquiry_ref enquiry_number enq_no "
        "enq_ref rfq rfq_no quote_no quote_ref quotation_no delivery_no transport_order transport_order_no tracking_no "
        "waybill_no file_no",
        "weight_t": "weight_in_t gross_t вес_т масса_т вес_брутто_т вес_груза_т wazan_t shipment_weight_t "
        "goods_weight_t load_weight_t tonnage",
        "volume_m3": "volume_in_m3 объем_м3 объём_м3 hajm_m3 cargo_volume_m3 shipment_volume_m3 goods_volume_m3 "
        "total_cbm cube_m3 cubic_metres cubic_meters",
        "value": "invoice_amount fob_value стоимость стоимость_груза qeemat maliyat commercial_value "
        "declared_value invoice_total invoice_total_value shipment_value order_value product_value",
        "ready": "readiness ready_from loading_date pickup_date готовность дата_готовности дата_отгрузки tayyari "
        "not_before not_earlier_than no_earlier_than earliest_pick_up earliest_departure earliest_ship "
        "earliest_ship_date earliest_shipping earliest_shipment earliest_loading earliest_start "
        "earliest_dispatch earliest_date earliest_collection available availability available_on goods_ready "
        "goods_available cargo_available ready_to_ship ready_for_shipment ready_for_pick_up ready_on ready_by "
        "release_date ship_date shipping_date shipment_date dispatch_date despatch_date pick_up collection_date "
        "collection crd load_date ship_after pick_up_from pick_up_after required_pick_up requested_ship_date "
        "requested_shipping_date pick_up_window_start laycan_start",
        "due": "deliver_before latest_delivery required_by rdd срок крайний_срок крайний_срок_доставки дата_доставки "
        "доставить_до akhri_tareekh required_delivery_date latest_delivery_date must_arrive_by must_arrive_before mabd "
        "latest_arrival latest_arrival_date latest_eta delivery_deadline arrival_deadline required_by_date "
        "required_date required_arrival required_arrival_date arrive_by arrive_before arrival_by delivery_by "
        "delivery_before deliver_no_later_than arrive_no_later_than delivery_due delivery_due_date due_by due_on "
        "latest_date last_delivery_date last_day_of_delivery last_date_of_delivery need_by needed_by "
        "need_by_date not_later_than no_later_than not_after want_date target_delivery target_delivery_date "
        "target_date promise_date promised_date promised_delivery committed_delivery committed_delivery_date "
        "must_be_delivered_by must_deliver_by delivery_required_by must_arrive customer_due_date on_site_date "
        "required_on_site delivery_window_end max_delivery_date latest_acceptable_delivery time_limit_date",
        "containers": "container_type container_types equipment_type box_type контейнер контейнеры "
        "тип_контейнера container_preference preferred_container preferred_equipment allowed_containers "
        "permitted_containers equipment_types",
        "modes": "виды_транспорта transport_mode mode_of_transport transport_type transport travel_mode "
        "shipping_mode shipment_mode freight_mode allowed_modes permitted_modes preferred_mode preferred_modes "
        "transport_modes",
        "carriers": "shipping_line shipping_lines перевозчик перевозчики",
        "customer": "account_name клиент заказчик gahak",
        "incoterm": "delivery_terms terms_of_delivery инкотермс условия_поставки inco trade_terms incoterm_code "
        "delivery_term incoterms_2020",
        "split": "splittable part_shipment partial_shipment частями split_allowed allow_split can_split "
        "may_split partial_shipments_allowed partial_shipments partials_allowed partials divisible",
        "avoid": "исключить избегать запрещенные_страны запрещённые_страны exclusions excluded avoid_countries "
        "not_via do_not_use",
        "currency": "invoice_currency goods_currency currency_of_value",
        "goods_origin": "origin_of_goods goods_origin_country goods_country made_in manufactured_in product_origin coo",
        "max_transit_days": "max_transit_time_days max_lead_time_days max_duration_days max_travel_days "
        "max_travel_time_days max_days allowed_transit_days allowed_days transit_time_limit_days "
        "required_transit_days required_transit_time_days days_allowed deliver_within_days",
        "unserved_penalty_per_t": "penalty_per_tonne unserved_penalty unserved_cost_per_t",
    },
    "Commodities": {
        "commodity": "description goods_name",
        "stowage_m3_per_t": "m3_per_t cbm_per_t cbm_per_mt stowage_factor_m3_per_t sf volume_per_tonne m3_t",
    },
    "Storage": {
        "rate_per_day": "rate price",
        "container": "container_type equipment equipment_type container_size",
        "from_day": "first_day band_start",
        "location": "terminal port station depot",
    },
    "Emissions": {
        "co2_g_per_tkm": "emission_factor co2 co2e",
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
    own = set(column.spellings())
    for word in words:
        new = set(column.spellings((word,))) - own
        if word in new and not new & taken:
            added.append(word)
            taken |= new
            own |= new
    return replace(column, synonyms=(*column.synonyms, *added))
