"""What is known to be one thing is never taken for another one misspelt: places, goods, codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tariffs.building import gazetteer, goods
from tariffs.building.names import Names
from tariffs.folding import fold, fold_place
from tariffs.marked import write_marked
from tariffs.marked.drawing import IN_PLACE
from tests.building.mistakes import another, both, cells, problems_of
from tests.marked.test_marked import problems_of as problems_in

DATA = Path(gazetteer.__file__).parent
TOWNS = [line for line in (DATA / "towns.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
PLACES = [[name.strip() for name in line.split(";") if name.strip() != "-"] for line in gazetteer.PLACES.split("\n")]
SPELLINGS = sorted({name for names in PLACES for name in names if name} | set(TOWNS))
GOODS = sorted(
    word
    for line in (DATA / "goods.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
#: Places outside the sample book that were put in place of others, and goods likewise, each with what it became.
REPLACED_PLACES = {
    **{"Istanbul": "Kabul", "Shymkent": "Tashkent", "Torkham": "Astrakhan", "Taftan": "Astana", "Doha": "Kohat"},
    **{"Samarkand": "Islamabad", "Mumbai": "Mombasa", "Bahrain": "Aprin", "Novosibirsk": "Novorossiysk"},
    **{"Fujairah": "IRZAH", "Sukkur": "KZKUR", "Dubai": "Durban", "Chabahar": "Kandahar", "Batumi": "Baku"},
    **{"Samara": "Samarra", "Gujrat": "Gujarat", "Port of Izmir": "Izmit", "Rawalpindi": "Islamabad"},
}
REPLACED_GOODS = {
    **{"Meat": "Wheat", "Clinker": "Machinery", "Carpets": "Garments", "Ethanol": "Methanol", "Toys": "Towels"},
    **{"Potash": "Potatoes", "Garnets": "Garments", "Benzine": "Benzene", "Trowels": "Towels", "Skirts": "Shirts"},
    **{"Cottonseed oil": "Cottonseed", "Cotton skirts": "Cotton shirts"},
}


def places(*known: str, other: Mapping[str, str] | None = None) -> Names:
    """A book of these locations, with what other sheets name."""
    apart = partial(gazetteer.another_place, other=lambda word: (other or {}).get(fold(word)))
    by_folded = {fold_place(name): name for name in known}
    return Names("location", "Locations", by_folded, known, True, False, fold_place, gazetteer.other_names, apart)


def commodities(*known: str) -> Names:
    return Names("commodity", "Commodities", {fold(name): name for name in known}, known, apart=goods.other_goods)


def neighbours(words: Iterable[str]) -> dict[str, set[str]]:
    """The words that two slips at most lead to, by word: those that are the same without a letter of each, or two."""
    shared = defaultdict(set)
    for word in words:
        folded = word.casefold()
        for at in range(len(folded) + 1):
            shared[folded[:at] + folded[at + 1 :]].add(word)
    found = defaultdict(set)
    for group in shared.values():
        for word in group:
            found[word] |= group - {word}
    return found


def same_place(word: str, other: str) -> bool:
    return any(word in names and other in names for names in PLACES)


def test_no_place_of_the_gazetteer_is_taken_for_another_one():
    """Held against all that are spelt nearly like it, and none of which has the place among its names."""
    near = neighbours(SPELLINGS)
    assert len(near) > 2_000, "towns are often called much alike"
    for word, others in near.items():
        known = [other for other in others if not same_place(word, other) and fold_place(other) != fold_place(word)]
        cure, meant = places(*known).cure(word) if known else ("", "")
        assert "did you mean" not in cure, (word, known, cure)
        assert not meant, (word, meant)


@given(st.sampled_from(SPELLINGS), st.lists(st.sampled_from(SPELLINGS), max_size=60, unique=True))
def test_what_is_put_in_place_of_a_place_is_the_same_one(word: str, known: list[str]):
    """By any name of the gazetteer, in a book of any others."""
    _, meant = places(*(name for name in known if fold_place(name) != fold_place(word))).cure(word)
    assert not meant or same_place(word, meant) or fold_place(meant) == fold_place(word)


def slips(name: str) -> set[str]:
    """A name with a letter left out, doubled, another than it, or swapped with the next, but for those at the ends."""
    found = {name[:at] + name[at + 1 :] for at in range(1, len(name) - 1)}
    found |= {name[:at] + name[at] + name[at:] for at in range(1, len(name) - 1)}
    found |= {f"{name[:at]}q{name[at + 1 :]}" for at in range(1, len(name) - 1)}
    found |= {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(1, len(name) - 1)}
    return {word for word in found if fold(word) != fold(name)}


@pytest.mark.parametrize("name", ["Jamjamal", "Khalkhal", "Parepare", "Mthatha"])
def test_a_name_that_repeats_itself_is_put_right_by_each_slip(name: str):
    """difflib pairs the halves of such names badly."""
    assert len(slips(name)) >= 20
    for word in slips(name):
        assert places(name, "Xiv").cure(word) == (f'did you mean "{name}"?', name)


@given(st.sampled_from([name for name in TOWNS if name.isalpha() and len(name) > 6]))
def test_a_place_with_one_slip_is_still_put_right(name: str):
    """Unless what it became is the name of a place itself."""
    for word in slips(name):
        if not gazetteer.is_place(word):
            assert places(name, "Xiv").cure(word) == (f'did you mean "{name}"?', name)


@pytest.mark.parametrize(("word", "asked"), [("PKKHX", True), ("Pkkhii", False), ("Irzahan", False)])
def test_a_code_is_offered_for_no_name_and_put_in_place_of_nothing(word: str, asked: bool):
    """A code with a letter amiss is the code of another place, and a name is no code."""
    cure, meant = places("PKKHI", "IRZAH").cure(word)
    assert (meant, "did you mean" in cure) == ("", asked)


def test_a_country_beside_a_place_is_not_passed_over():
    """Of the two Astaras the one in the country that the cell names, and Hyderabad in India is not in Pakistan."""
    two = both(
        another("Locations", like=3, location="Astara", country="AZ"),
        another("Locations", like=3, location="Hyderabad", country="PK"),
    )
    said = {
        word: [(problem.suggestion, problem.cure) for problem in problems_of(both(two, cells("Cargo", origin=word)))]
        for word in ("Astara, Azerbaijan", "Astara (IR)", "Hyderabad, India")
    }
    assert said["Astara, Azerbaijan"] == [("Astara", 'did you mean "Astara"?')]
    assert [suggestion for suggestion, _ in said["Astara (IR)"] + said["Hyderabad, India"]] == [None, None]
    assert not any("did you mean" in cure for _, cure in said["Astara (IR)"] + said["Hyderabad, India"])


def test_the_name_of_a_border_is_no_location_misspelt_and_the_other_way_round():
    """Though no gazetteer has either."""
    assert places("Qurghonteppi").cure("Qurghonteppa")[1] == "Qurghonteppi"
    assert places("Qurghonteppi", other={"qurghonteppa": "Qurghonteppa"}).cure("Qurghonteppa")[1] == ""
    borders = both(another("Borders", border="Qurghonteppi"), cells("Tariffs", origin="Qurghonteppi"))
    located = both(another("Locations", location="Qurghonteppa", aliases=None), borders)
    (problem,) = (problem for problem in problems_of(located) if problem.kind.name == "NAME")
    assert (problem.suggestion, "did you mean" in problem.cure) == (None, False)


@pytest.mark.parametrize(("word", "became"), REPLACED_PLACES.items())
def test_a_place_that_was_once_replaced_is_kept(word: str, became: str):
    assert places(became).cure(word) == (f"known are {became}; otherwise add a row for it to Locations", "")


@pytest.mark.parametrize(("word", "became"), REPLACED_GOODS.items())
def test_goods_that_were_once_replaced_are_kept(word: str, became: str):
    assert commodities(became).cure(word) == (f"known are {became}; otherwise add a row for it to Commodities", "")


def test_no_goods_are_taken_for_others():
    """Each word for goods, and its plural, held against all that are spelt nearly like it."""
    words = [*GOODS, *(f"{word}s" for word in GOODS if not word.endswith("s"))]
    near = neighbours(words)
    assert len(near) > 1_000, "goods are often called much alike"
    for word, others in near.items():
        known = [other for other in others if other.removesuffix("s") != word.removesuffix("s")]
        cure, meant = commodities(*known).cure(word) if known else ("", "")
        assert not meant, (word, meant)
        assert "did you mean" not in cure, (word, cure)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Machinary", "Machinery"), ("Graments", "Garments"), ("Cemment", "Cement"), ("Potatos", "Potatoes")],
)
def test_goods_that_are_misspelt_are_put_right(word: str, meant: str):
    assert commodities(meant, "Rice").cure(word) == (f'did you mean "{meant}"?', meant)


def test_a_book_of_few_places_keeps_what_others_are_called(tmp_path: Path):
    """Thirty-five towns and fourteen goods that a book lacks: two goods alone are misspelt."""
    path = Path(__file__).parents[1] / "cases" / "other_towns.xlsx"
    (copy,) = write_marked([path], problems_in(path), tmp_path / "marked.xlsx")
    found = [
        (cell.coordinate, cell.value)
        for row in load_workbook(copy)["Cargo"].iter_rows()
        for cell in row
        if cell.comment and f"#{cell.fill.fgColor.rgb[2:]}" == IN_PLACE
    ]
    assert found == [("D40", "Cement"), ("D42", "Marble")]
