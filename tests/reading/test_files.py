"""Files that can be read, and one clear problem for each that cannot."""

from __future__ import annotations

import hashlib
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.problems import Kind
from tariffs.reading import read_tables
from tariffs.workbook import FORMATS
from tests.reading.workbooks import CARGO, SHIPMENT, errors, only, read_csv, save, warnings

FX = "currency,rate\nPKR,0.0035\n"


def the_problem(path: Path) -> str:
    """The one problem of a file that cannot be read."""
    tables = read_tables([path])
    (problem,) = tables.problems
    assert problem.kind is Kind.FILE
    assert tables.records == {}
    return str(problem)


@pytest.mark.parametrize("suffix", [".pdf", ".numbers"])
def test_other_formats_are_refused_with_a_cure(tmp_path: Path, suffix: str) -> None:
    """One problem that says what to do."""
    path = tmp_path / f"tariffs{suffix}"
    path.write_bytes(b"whatever")
    assert the_problem(path) == f"tariffs{suffix}: {suffix} cannot be read yet; save it as .xlsx"


def test_a_file_without_suffix_is_refused(tmp_path: Path) -> None:
    """Nothing is guessed from the content."""
    (tmp_path / "tariffs").write_text("x")
    assert the_problem(tmp_path / "tariffs") == "tariffs: a file without suffix cannot be read yet; save it as .xlsx"


def test_a_missing_file_is_one_problem(tmp_path: Path) -> None:
    """The path is said in full, so that a mistake in it can be seen."""
    path = tmp_path / "none.xlsx"
    assert the_problem(path) == f"none.xlsx: there is no file {path}; check the name and the folder"


def test_a_folder_without_csv_is_one_problem(tmp_path: Path) -> None:
    """Workbooks in a folder are named one by one."""
    folder = tmp_path / "book"
    folder.mkdir()
    save(folder / "tariffs.xlsx", {"Cargo": [CARGO]})
    assert the_problem(folder) == "book: is a folder without .csv files; name the workbooks in it one by one"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; save the workbook again"),
        (b"<html><table>", "is a web page and not a workbook; open it in Excel and save it as .xlsx"),
        (b"PK\x03\x04 cut off", "is cut off or damaged; get it again, or open it in Excel and save it as .xlsx"),
        (b"\x00" * 100, "is not an Excel workbook, or is damaged; open it in Excel and save it as .xlsx"),
        (b"a,b\n1,2\n", "is text and not an Excel workbook; give it the ending .csv, or save it as .xlsx"),
        (b"%PDF-1.7", "is a PDF document and not a workbook; ask for the workbook that it was made from"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"),
            "is an old .xls workbook under another name; give it the ending .xls",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"),
            "is an old document of Office and no workbook; open it in Excel and save it as .xlsx",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "is protected with a password; save it without a password",
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_one_problem(tmp_path: Path, content: bytes, message: str) -> None:
    """No traceback, and what to do."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert the_problem(path) == f"book.xlsx: {message}"


def package(path: Path, parts: dict[str, str]) -> Path:
    """A zip file with these parts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_a_zip_that_is_no_workbook_is_one_problem(tmp_path: Path) -> None:
    """Such as a text document under another name."""
    path = package(tmp_path / "book.xlsx", {"word/document.xml": "<x/>"})
    assert the_problem(path) == "book.xlsx: is not an Excel workbook; open it in Excel and save it as .xlsx"


def test_an_xlsb_under_another_name_is_one_problem(tmp_path: Path) -> None:
    """Its cells are not in XML."""
    path = package(tmp_path / "book.xlsx", {"xl/workbook.bin": ""})
    assert the_problem(path) == (
        "book.xlsx: is an .xlsb workbook under another name; open it in Excel and save it as .xlsx"
    )


def test_a_damaged_part_is_one_problem(tmp_path: Path) -> None:
    """XML that is cut off, a missing part, and bytes that don't unpack."""
    good = save(tmp_path / "good.xlsx", {"Cargo": [CARGO, SHIPMENT]})
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name in list(parts):
        cut = package(tmp_path / "cut.xlsx", parts | {name: parts[name][: len(parts[name]) // 2]})
        read_tables([cut])  # whatever is in it, nothing is raised
        missing = package(tmp_path / "missing.xlsx", {key: text for key, text in parts.items() if key != name})
        read_tables([missing])
    sheet = "xl/worksheets/sheet1.xml"
    assert "cut.xlsx: is damaged and cannot be read" in the_problem(
        package(tmp_path / "cut.xlsx", parts | {sheet: parts[sheet][:-40]})
    )
    flipped = bytearray(good.read_bytes())
    start = flipped.index(sheet.encode()) + len(sheet) + 10
    flipped[start : start + 20] = b"x" * 20
    (tmp_path / "flipped.xlsx").write_bytes(flipped)
    assert "flipped.xlsx: is damaged and cannot be read" in the_problem(tmp_path / "flipped.xlsx")


def test_a_document_type_in_a_sheet_is_refused(tmp_path: Path) -> None:
    """A workbook has none; an attack by entities has."""
    good = save(tmp_path / "good.xlsx", {"Cargo": [CARGO, SHIPMENT]})
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    evil = '<!DOCTYPE x [<!ENTITY a "b">]>' + parts[sheet]
    assert "a document type has no place in a workbook" in the_problem(
        package(tmp_path / "evil.xlsx", parts | {sheet: evil})
    )


def test_a_file_that_may_not_be_read_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program may hold it."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = save(tmp_path / "book.xlsx", {"Cargo": [CARGO]})
    monkeypatch.setattr("tariffs.workbook.files.os.open", refuse)
    assert the_problem(path) == (
        "book.xlsx: cannot be opened (Permission denied); close it elsewhere, or check who may read it"
    )


def test_every_problem_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    """One bad file doesn't hide the next, and the good ones are read."""
    good = save(tmp_path / "good.xlsx", {"Cargo": [CARGO, SHIPMENT]})
    tables = read_tables([tmp_path / "a.xls", good, tmp_path / "b.xlsx"])
    assert [problem.workbook for problem in tables.problems] == ["a.xls", "b.xlsx"]
    assert len(tables.records["Cargo"]) == 1


def test_a_file_given_twice_is_one_problem(tmp_path: Path) -> None:
    """Its rows would otherwise all be there twice."""
    path = save(tmp_path / "book.xlsx", {"Cargo": [CARGO, SHIPMENT]})
    tables = read_tables([path, tmp_path / "." / "book.xlsx"])
    assert [str(problem) for problem in tables.problems] == ["book.xlsx: the workbook is given twice; name it once"]
    assert len(tables.records["Cargo"]) == 1


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """By their folders."""
    paths = []
    for folder in ("may", "june"):
        (tmp_path / folder).mkdir()
        paths.append(save(tmp_path / folder / "book.xlsx", {"Cargo": [CARGO, SHIPMENT]}))
    tables = read_tables(paths)
    assert [file.name for file in tables.files] == ["may/book.xlsx", "june/book.xlsx"]
    assert [record.workbook for record in tables.records["Cargo"]] == ["may/book.xlsx", "june/book.xlsx"]


def test_each_file_has_the_hash_of_its_bytes(tmp_path: Path) -> None:
    """So that a plan can say what it was made from."""
    path = save(tmp_path / "book.xlsx", {"Cargo": [CARGO, SHIPMENT]})
    (file,) = read_tables([path]).files
    assert (file.name, file.sha256) == ("book.xlsx", hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_workbook_with_macros_is_read_like_any_other(tmp_path: Path) -> None:
    """Nothing in it is run."""
    path = save(tmp_path / "book.xlsx", {"Cargo": [CARGO, SHIPMENT]}).rename(tmp_path / "BOOK.XLSM")
    assert len(read_tables([path]).records["Cargo"]) == 1


def test_a_new_format_is_one_function() -> None:
    """The formats are one table of functions."""
    assert set(FORMATS) == {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_whatever_parts_its_cells(tmp_path: Path, delimiter: str) -> None:
    """Lists with semicolons and decimal commas do not mislead."""
    cells = [
        [*CARGO, "containers"],
        ["S1", "Karachi", "Moscow", "rice", '"66,5"', "2025-03-03", "2025-04-02", '"TEU;FEU"'],
        ["S2", "Karachi", "Moscow", "rice", '"1,5"', "2025-03-03", "2025-04-02", '"TEU;FEU"'],
    ]
    text = "\r\n".join(delimiter.join(line) for line in cells)
    tables = read_csv(tmp_path, "Cargo", text)
    first, second = tables.records["Cargo"]
    assert (first.values["weight_t"], second.values["weight_t"]) == (Decimal("66.5"), Decimal("1.5"))
    assert first.values["containers"] == ("TEU", "FEU")
    assert errors(tables) == warnings(tables) == []


def test_a_line_that_says_the_delimiter_is_believed(tmp_path: Path) -> None:
    """Excel writes `sep=;` as a row of its own."""
    record = only(read_csv(tmp_path, "FX", "sep=;\ncurrency;rate\nPKR;0.0035\n"), "FX")
    assert record.row == 3


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_csv_file_is_utf8_with_or_without_mark(tmp_path: Path, mark: bytes) -> None:
    """The byte-order mark is no part of the first header."""
    text = "location,country\nKazan’ – Казань,RU\n"
    assert only(read_csv(tmp_path, "Locations", mark + text.encode()), "Locations").values["location"] == (
        "Kazan’ – Казань"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_file_may_be_in_utf16(tmp_path: Path, encoding: str) -> None:
    """As Excel writes "Unicode text", with its mark or without."""
    tables = read_csv(tmp_path, "Locations", "location\tcountry\nИшим\tRU\n".encode(encoding))
    assert only(tables, "Locations").values["location"] == "Ишим"
    assert list(tables.problems) == []


@pytest.mark.parametrize(
    ("encoding", "names", "said"),
    [
        ("cp1251", ["Екатеринбург", "Москва"], 'Windows-1251 (Cyrillic) ("Екатеринбург")'),
        ("cp1256", ["بندر عباس", "كراتشي", "مشهد"], 'Windows-1256 (Arabic) ("كراتشي")'),
        ("cp1252", ["Köln", "São Paulo"], 'Windows-1252 (Western) ("Köln")'),
        ("cp1252", ["£ per m³", "Köln¹", "¿Málaga?"], 'Windows-1252 (Western) ("¿Málaga")'),
        ("cp1252", ["Reykjavík", "Þórshöfn"], 'Windows-1252 (Western) ("Reykjavík")'),
        ("cp1250", ["Łódź", "Gdańsk"], 'Windows-1250 (Central European) ("Łódź")'),
        ("cp1250", ["Wrocław", "Kołobrzeg"], 'Windows-1250 (Central European) ("Kołobrzeg")'),
        (
            "cp1254",
            ["İstanbul", "Do\u011fubayaz\u0131t", "Gürbulak"],
            'Windows-1254 (Turkish) ("Do\u011fubayaz\u0131t")',
        ),
    ],
)
def test_a_windows_code_page_is_told_by_the_words(tmp_path: Path, encoding: str, names: list[str], said: str) -> None:
    """And that it was guessed is said, with a word to judge it by."""
    text = "location,country\n" + "".join(f"{name},RU\n" for name in names)
    tables = read_csv(tmp_path, "Locations", text.encode(encoding))
    assert [record.values["location"] for record in tables.records["Locations"]] == names
    assert [str(problem) for problem in tables.problems] == [
        f"Locations.csv: is not in UTF-8 and is read as {said}; save it as CSV UTF-8 to be sure"
    ]


@pytest.mark.parametrize(
    "content",
    ["КАРАЧИ".encode("cp1251"), "برنج".encode("cp1256"), b"M\xfcller " + "Москва".encode("cp1251"), b"a\0b,c"],
)
def test_a_csv_file_whose_encoding_cannot_be_told_is_one_problem(tmp_path: Path, content: bytes) -> None:
    """Few letters, or words of two kinds: letters would be wrong otherwise."""
    path = tmp_path / "Locations.csv"
    path.write_bytes(b"location,country\n" + content + b",RU\n")
    assert the_problem(path) == "Locations.csv: is in an encoding that cannot be told; save it as CSV UTF-8"


def test_a_csv_file_with_a_stray_quote_is_one_problem(tmp_path: Path) -> None:
    """Cells would run into each other."""
    path = tmp_path / "FX.csv"
    path.write_text('currency,rate\nEUR,"1\n.08"\n"PKR,0.0035\nINR,1\n')
    assert the_problem(path) == (
        "FX.csv: cannot be cut into cells from line 4 on (unexpected end of data); "
        "see whether a quote there is closed, or save the file as CSV UTF-8 again"
    )


def test_a_csv_file_with_an_endless_cell_is_one_problem(tmp_path: Path) -> None:
    """A quote that is never closed makes one cell of the rest."""
    path = tmp_path / "FX.csv"
    path.write_text('currency,rate\n"' + "x" * 200_000)
    assert the_problem(path).startswith("FX.csv: cannot be cut into cells from line 2 on (field larger than")


def test_the_line_of_a_stray_quote_counts_the_line_that_says_the_separator(tmp_path: Path) -> None:
    """It is a line of the file like others."""
    path = tmp_path / "FX.csv"
    path.write_text('sep=;\ncurrency;rate\n"PKR;0.0035\n')
    assert "from line 3 on" in the_problem(path)


@pytest.mark.parametrize("written", ['="007"', '"=""007"""', ' ="007" '])
def test_text_as_excel_writes_it_into_a_csv_file_is_the_text(tmp_path: Path, written: str) -> None:
    """It keeps the zeros before a number; what is no text alone stays as it is."""
    tables = read_csv(tmp_path, "FX", f'currency,rate,note\nPKR,0.0035,{written}\nEUR,1.1,="a"&"b"\n')
    assert [record.values["note"] for record in tables.records["FX"]] == ["007", '="a"&"b"']
    assert list(tables.problems) == []


def test_an_error_value_in_a_csv_file_is_an_error(tmp_path: Path) -> None:
    """Excel writes its error values as text."""
    assert errors(read_csv(tmp_path, "FX", "currency,rate\nPKR,#DIV/0!\n")) == [
        "FX!B2: rate: #DIV/0! is an error value of Excel; "
        "something is divided by zero or by a blank cell: correct it, or write the value itself"
    ]


def test_rows_of_a_csv_file_are_counted_as_excel_shows_them(tmp_path: Path) -> None:
    """A line break within quotes is no new row; blank lines are rows."""
    text = 'currency,rate,note\n\nPKR,0.0035,"two\nlines"\nEUR,1.08,\n'
    assert [record.row for record in read_csv(tmp_path, "FX", text).records["FX"]] == [3, 4]


def test_a_folder_of_csv_files_is_one_input(tmp_path: Path) -> None:
    """Each file is a sheet by its name, with its own hash; other files in the folder are named."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "FX.csv").write_text(FX)
    (folder / "emissions.CSV").write_text("mode;co2_g_per_tkm\nrail;28\n")
    (folder / "readme.txt").write_text("x")
    (folder / "._FX.csv").write_bytes(b"\x00\xff")
    tables = read_tables([folder])
    assert [file.name for file in tables.files] == ["book/FX.csv", "book/emissions.CSV"]
    assert tables.files[0].sha256 == hashlib.sha256(FX.encode()).hexdigest()
    assert only(tables, "FX").workbook == "book/FX.csv"
    assert only(tables, "Emissions").values["co2_g_per_tkm"] == Decimal(28)
    assert [str(problem) for problem in tables.problems] == [
        "book: ._FX.csv, readme.txt in the folder are passed over: only .csv files are read; "
        "save what counts as .csv, named after its sheet, or name workbooks one by one"
    ]


def test_each_bad_file_of_a_folder_is_one_problem(tmp_path: Path) -> None:
    """The others are read."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "FX.csv").write_text(FX)
    (folder / "Pool.csv").write_bytes(b"a\0b")
    tables = read_tables([folder])
    assert [str(problem) for problem in tables.problems] == [
        "book/Pool.csv: is in an encoding that cannot be told; save it as CSV UTF-8"
    ]
    assert len(tables.records["FX"]) == 1


def test_bars_part_cells_and_bars_in_a_text_do_not(tmp_path: Path) -> None:
    tables = read_csv(tmp_path, "Locations", "location|country|note\nKarachi|PK|port, sea\nZahedan|IR|\n")
    assert [row.values["location"] for row in tables.records["Locations"]] == ["Karachi", "Zahedan"]
    tables = read_csv(tmp_path, "Locations", "location,country,note\nKarachi,PK,a|b|c\nZahedan,IR,a|b|c\n")
    assert [row.values["note"] for row in tables.records["Locations"]] == ["a|b|c", "a|b|c"]
