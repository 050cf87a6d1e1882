"""All workbooks of one input → its records, sheet by sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tariffs.paths import resolved
from tariffs.problems import Kind, Problem, Problems, Severity
from tariffs.reading.charge_rows import by_charge, charge_names, with_charges
from tariffs.reading.given import is_note_of_excel, is_plan, note_given, plan_given
from tariffs.reading.headers import HeaderNames, Ignored, container_names
from tariffs.reading.settings import Settings, read_settings
from tariffs.reading.tables import Table, find_tables
from tariffs.reading.titled import parts
from tariffs.reading.typed import read_records
from tariffs.reading.unknown_sheets import unknown_sheet
from tariffs.records import InputFile, Record, Tables
from tariffs.schema import normalise
from tariffs.sheets import GUIDES, SHEET_NAMES, SHEETS
from tariffs.unread import may_lack
from tariffs.workbook import RawSheet, WorkbookReader


def read_tables(paths: Sequence[Path]) -> Tables:
    """Read any number of workbooks as one input.

    Parameters
    ----------
    paths
        Workbooks, or folders of .csv files. Sheets of the same name are joined, in this order.

    Returns
    -------
    Tables
        The records of every sheet that is there, the files, and all that is wrong. Bad input never raises:
        it is among ``problems``. A sheet that cannot be read at all has no records.
    """
    problems = Problems()
    with WorkbookReader() as reader:
        sheets, files = _read_files(reader, [Path(path) for path in paths], problems)
    return tables_of(sheets, files, problems)


def tables_of(sheets: Iterable[RawSheet], files: tuple[InputFile, ...], problems: Problems) -> Tables:
    """Read raw sheets, wherever they come from, as one input.

    Parameters
    ----------
    sheets
        Sheets of the same name are joined, in this order.
    files
        What they were read from.
    problems
        Grows by what is wrong.
    """
    known = _by_name(sheets, problems)
    settings = read_settings(_Found(known, problems).tables("Settings", {}))
    lost = {name for name in ("Settings", "Containers") if name not in known and may_lack(name, files, problems)}
    if "Settings" in lost:
        settings = replace(settings, base_currency="")
    found = _Found(known, problems, settings.ignored, all_containers="Containers" not in lost)
    records: dict[str, tuple[Record, ...]] = {}
    if "Settings" in known:
        records["Settings"] = settings.records
    if "Containers" in known:
        records["Containers"] = _records(found.tables("Containers", {}), settings)
    codes = container_names(_codes(records.get("Containers", ())))
    charges: list[Table] = []
    for name in SHEETS:
        tables = found.tables(name, codes) if name not in records else []
        if name == "Tariffs":
            split = by_charge(tables, codes, all_containers=found.all_containers)
            tables, charges = split.freight, split.surcharges
        elif name == "Surcharges":
            tables = [*tables, *charges]
        if (name in known and name not in records) or tables:
            records[name] = _records(tables, settings)
    tabs = {name: tuple(dict.fromkeys(raw.name for raw in raws)) for name, raws in known.items()}
    return Tables(records, files, problems, tabs=tabs)


def _read_files(
    reader: WorkbookReader, paths: Sequence[Path], problems: Problems
) -> tuple[list[RawSheet], tuple[InputFile, ...]]:
    sheets: list[RawSheet] = []
    files: list[InputFile] = []
    seen: set[Path] = set()
    alone = all(map(is_note_of_excel, paths))
    same_name = Counter(path.name for path in {resolved(path): path for path in paths}.values())
    for path in paths:
        place = resolved(path)
        name = path.name or place.name
        if same_name[path.name] > 1:
            name = f"{place.parent.name}/{name}"
        if place in seen:
            what = "the workbook is given twice"
            problems.add(Problem(Kind.FILE, Severity.ERROR, name, "", "", "", what, "name it once"))
            continue
        seen.add(place)
        if is_note_of_excel(path):
            problems.add(note_given(name, path, alone=alone))
            continue
        book = reader.read(path, name, problems)
        if is_plan(book):
            problems.add(plan_given(name, book))
            continue
        sheets.extend(book.sheets)
        files.extend(book.files)
    return sheets, tuple(files)


def _by_name(sheets: Iterable[RawSheet], problems: Problems) -> dict[str, list[RawSheet]]:
    """The raw sheets by canonical name; those that are not known are named once per workbook."""
    known: dict[str, list[RawSheet]] = {}
    for sheet in sheets:
        for name, part in parts(sheet, SHEET_NAMES.get(normalise(sheet.name))):
            if name is not None:
                known.setdefault(name, []).append(part)
            elif part.rows and normalise(sheet.name) not in GUIDES:
                problems.add(unknown_sheet(part, sheet))
    return known


@dataclass(frozen=True, slots=True)
class _Found:
    """The raw sheets by canonical name, and the tables in them."""

    known: Mapping[str, list[RawSheet]]
    problems: Problems
    ignored: frozenset[str] = frozenset()
    all_containers: bool = True

    def tables(self, name: str, codes: Mapping[str, str]) -> list[Table]:
        """The tables of one sheet; ``codes`` gives the code of each container's spelling."""
        sheet = SHEETS[name]
        names = HeaderNames.of(sheet, codes, Ignored(name, self.ignored), all_containers=self.all_containers)
        settle = partial(with_charges, names=charge_names(codes)) if name == "Tariffs" else None
        return [
            table for raw in self.known.get(name, ()) for table in find_tables(sheet, raw, names, self.problems, settle)
        ]


def _records(tables: Iterable[Table], settings: Settings) -> tuple[Record, ...]:
    return tuple(record for table in tables for record in read_records(table, settings.style, settings.base_currency))


def _codes(containers: Iterable[Record]) -> Iterable[tuple[str, Iterable[str]]]:
    for record in containers:
        code, aliases = record.values["container"], record.values["aliases"]
        if isinstance(code, str):
            others = aliases if isinstance(aliases, tuple) else ()
            yield code, [alias for alias in others if isinstance(alias, str)]
