"""Figures as a user meets them: titles, files, what is said where something is missing."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import vl_convert
from altair.vegalite.v6.schema.core import load_schema
from jsonschema import Draft7Validator

import optimizer
from optimizer.figures.figure import Figure
from optimizer.figures.of_plan import PlanFigures
from optimizer.figures.png import packed, size_of
from tests.figures.conftest import PLACES, placed
from tests.figures.drawn import layers, rows

NAMES = ["map", "timeline", "waterfall", "borders"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("map", "Rail carries all of tonne-km"),
        ("timeline", "2 bookings, all in time; R1 has 5 days to spare"),
        ("waterfall", "Freight is 49 % of the logistics cost of 8,828 USD"),
        ("borders", "Taftan is full in 1 of 5 weeks; one container more in each is worth 10.8 USD"),
    ],
)
def test_titles_say_what_is_found(tiny: optimizer.Plan, name: str, title: str) -> None:
    figure = getattr(tiny.plot, name)()
    assert figure.title == title == " ".join(figure.spec["title"]["text"])
    assert figure.spec["description"] == figure.alt
    assert figure.alt.startswith(f"{title}. ") and len(figure.alt) > len(title) + 40


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("plan", ["tiny", "rich", "empty", "drawn"])
def test_specifications_keep_to_the_schema(name: str, plan: str, request: pytest.FixtureRequest) -> None:
    """Of Vega-Lite, that Altair ships."""
    spec = getattr(request.getfixturevalue(plan).plot, name)().spec
    assert not [error.message for error in Draft7Validator(load_schema()).iter_errors(spec)]


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_of_nothing_says_so(empty: optimizer.Plan, name: str) -> None:
    figure = getattr(empty.plot, name)()
    assert re.search("nothing|no border|Nothing", figure.title)
    assert any(row.get("text", "").startswith(("There is no", "No ")) for layer in layers(figure) for row in layer)


def test_a_png_is_of_the_size_that_is_asked_for(tiny: optimizer.Plan, tmp_path: Path) -> None:
    """Twice the pixels of the specification, not blank, and with words inside."""
    figure = tiny.plot.map()
    figure.save(tmp_path / "map.png")
    picture = (tmp_path / "map.png").read_bytes()
    width, height = size_of(picture)
    assert figure.spec["width"] == 760
    assert 2 * 760 < width < 2 * 760 + 120
    assert 2 * figure.spec["height"] < height < 2 * figure.spec["height"] + 700
    assert len(picture) > 20_000
    kinds = list(chunks(picture))
    assert [kind for kind, _ in kinds[:3]] == [b"IHDR", b"iTXt", b"iTXt"]
    assert kinds[1][1] == b"Title\x00\x00\x00\x00\x00" + figure.title.encode()
    assert kinds[2][1] == b"Description\x00\x00\x00\x00\x00" + figure.alt.encode()


def test_a_png_is_packed_without_loss(tiny: optimizer.Plan) -> None:
    """Each pixel is as vl-convert made it, one by one, in fewer bytes."""
    made = vl_convert.vegalite_to_png(tiny.plot.waterfall().spec, scale=0.5)
    small = packed(made)
    assert len(small) < 0.8 * len(made)
    assert pixels(small, 3) == pixels(made, 4)
    assert packed(small) == small


def pixels(picture: bytes, of: int) -> list[list[bytes]]:
    """Red, green and blue of each pixel, by line, with the filters none and sub of the format undone."""
    width, height = size_of(picture)
    data = zlib.decompress(b"".join(content for kind, content in chunks(picture) if kind == b"IDAT"))
    assert len(data) == height * (1 + of * width)
    found = []
    for start in range(0, len(data), 1 + of * width):
        line = bytearray(data[start + 1 : start + 1 + of * width])
        if data[start] == 1:
            for at in range(of, len(line)):
                line[at] = (line[at] + line[at - of]) % 256
        found.append([bytes(line[at : at + 3]) for at in range(0, len(line), of)])
    return found


def chunks(picture: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG, whose checksums hold."""
    found, at = [], 8
    while at < len(picture):
        length = int.from_bytes(picture[at : at + 4], "big")
        body = picture[at + 4 : at + 8 + length]
        assert int.from_bytes(picture[at + 8 + length : at + 12 + length], "big") == zlib.crc32(body)
        found.append((body[:4], body[4:]))
        at += 12 + length
    return found


def test_an_svg_says_what_it_shows(tiny: optimizer.Plan, tmp_path: Path) -> None:
    figure = tiny.plot.waterfall()
    figure.save(tmp_path / "cost.svg")
    root = ElementTree.fromstring((tmp_path / "cost.svg").read_text(encoding="utf-8"))
    assert root.attrib["aria-label"] == figure.alt
    assert [child.text for child in root[:2]] == [figure.title, figure.alt]
    texts = "".join(root.itertext())
    assert "4,323" in texts and "logistics cost" in texts


def test_a_web_page_is_whole_and_a_name_in_it_is_no_program(rich: optimizer.Plan, tmp_path: Path) -> None:
    """Nothing is fetched, and what stands in the input does not end the script."""
    name = "</script><script>alert(1)</script>"
    details = rich.details
    shipment = replace(details.bookings[0].shipment, name=name)
    bookings = (replace(details.bookings[0], shipment=shipment), *details.bookings[1:])
    figure = PlanFigures(replace(details, bookings=bookings)).timeline()
    figure.save(tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert name not in page and "alert(1)" in page
    assert page.count("<script") == page.count("</script>") == 1
    assert not re.search(r"""(src|href)\s*=\s*["']?https?:|import\s*\(?["']https?:|fetch\(["']https?:""", page)
    assert 'lang="en"' in page and "<title>" in page


def test_a_notebook_is_shown_a_picture_with_words(tiny: optimizer.Plan) -> None:
    shown = tiny.plot.waterfall()._repr_mimebundle_()
    assert set(shown) == {"text/html", "image/png", "text/plain"}
    assert 'alt="Freight is 49 %' in shown["text/html"] and "http" not in shown["text/html"].partition("base64,")[0]


def test_a_figure_is_saved_by_its_ending_or_not_at_all(tiny: optimizer.Plan, tmp_path: Path) -> None:
    figure = tiny.plot.waterfall()
    with pytest.raises(optimizer.RequestError, match=r"\.png, \.svg or \.html"):
        figure.save(tmp_path / "cost.pdf")
    with pytest.raises(optimizer.RequestError, match="scale 0: give a number above 0"):
        figure.save(tmp_path / "cost.png", scale=0)
    with pytest.raises(optimizer.WriteError, match="cannot be written"):
        figure.save(tmp_path / "nowhere" / "cost.svg")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("package", ["altair", "vl_convert"])
def test_a_missing_extra_is_named(tiny: optimizer.Plan, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(optimizer.RequestError, match=r'pip install "freight-optimizer\[figures\]"'):
        tiny.plot.map()


def test_frames_are_had_without_the_extra(world: optimizer.World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only drawing them is not."""
    monkeypatch.setitem(sys.modules, "altair", None)
    curve = world.capacity_curve("Borders", "border=Taftan", [2])
    assert len(curve) == len(world.alternatives("R1", within=0)) == 1
    with pytest.raises(optimizer.RequestError, match="figures need the package altair"):
        curve.plot()


def test_places_without_coordinates_are_named_and_the_others_drawn(rich: optimizer.Plan) -> None:
    """Karachi – Moscow by road is left, and the trains by Zahedan are not."""
    figure = PlanFigures(placed(rich.details, "Karachi", "Moscow")).map()
    assert {(row["from"], row["to"]) for row in rows(figure, "flow", "from")} == {("Karachi", "Moscow")}
    assert "Not drawn: 2 legs, since Zahedan lack" in " ".join(figure.spec["title"]["subtitle"])
    assert figure.title == PlanFigures(placed(rich.details, *PLACES)).map().title


def test_a_world_without_coordinates_is_refused(rich: optimizer.Plan) -> None:
    with pytest.raises(optimizer.RequestError, match="Karachi, Zahedan, Moscow lack latitude and longitude"):
        PlanFigures(placed(rich.details)).map()


def test_a_border_without_a_place_of_its_name_stands_on_its_leg(rich: optimizer.Plan) -> None:
    """Between Karachi and Zahedan, four of the leg's days from Karachi."""
    figure = rich.plot.map()
    at = {row["place"]: (row["x"], row["y"]) for row in rows(figure, "place", "x")}
    (border,) = rows(figure, "border", "x")
    (x, y), (u, v) = at["Karachi"], at["Zahedan"]
    share = (border["x"] - x) / (u - x)
    assert 0.5 < share < 0.9
    assert border["y"] == pytest.approx(y + (v - y) * share, abs=1)


def test_names_on_a_map_do_not_overlap(drawn: optimizer.Plan) -> None:
    """By the room that each takes: as many signs as it has, half an em each."""
    names = rows(drawn.plot.map(), "name", "size")
    assert len(names) > 20
    boxes = [(r["x"], r["y"], len(r["name"]) * r["size"] * 0.5, r["size"]) for r in names]
    for at, (x, y, wide, high) in enumerate(boxes):
        assert wide / 2 <= x <= 760 - wide / 2
        for u, v, wider, higher in boxes[at + 1 :]:
            assert abs(x - u) >= (wide + wider) / 2 or abs(y - v) >= (high + higher) / 2


def test_shipments_can_be_chosen(rich: optimizer.Plan) -> None:
    drawn = rows(rich.plot.timeline("R1"), "booking", "latest")
    assert {row["booking"] for row in drawn} == {"B001"}
    with pytest.raises(optimizer.RequestError, match='there is no shipment "R2"'):
        rich.plot.timeline("R2")


def test_bookings_of_a_shipment_stand_together(drawn: optimizer.Plan) -> None:
    """The shipments in the order of the least time to spare of any of their bookings."""
    spans = rows(drawn.plot.timeline(*drawn.bookings["shipment"].unique()), "booking", "spare")
    shipments = [row["shipment"] for row in spans]
    blocks = [name for at, name in enumerate(shipments) if at == 0 or shipments[at - 1] != name]
    assert len(blocks) == len(set(blocks)) < len(spans)
    least = [min(row["spare"] for row in spans if row["shipment"] == name) for name in blocks]
    assert least == sorted(least)


def test_what_is_left_out_is_said(drawn: optimizer.Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.figures.timeline.MOST", 5)
    monkeypatch.setattr("optimizer.figures.borders.MOST", 3)
    bookings = drawn.bookings["booking"].nunique()
    assert f"The first 5 of {bookings} bookings." in drawn.plot.timeline().spec["title"]["subtitle"]
    borders = int((drawn.capacity_use["kind"] == "border").sum())
    assert any(f"The 3 of {borders} borders" in line for line in drawn.plot.borders().spec["title"]["subtitle"])


def test_shadow_prices_are_said_where_there_is_room(drawn: optimizer.Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them, or the highest of each border."""
    bars = rows(drawn.plot.borders(), "panel", "price")
    assert {bool(bar["label"]) for bar in bars if bar["price"] >= 0.01} == {True}
    monkeypatch.setattr("optimizer.figures.borders.PRICE", 100)
    said = [bar for bar in rows(drawn.plot.borders(), "panel", "price") if bar["label"]]
    highest = {bar["panel"]: max(b["price"] for b in bars if b["panel"] == bar["panel"]) for bar in bars}
    assert {bar["panel"]: bar["price"] for bar in said} == {name: price for name, price in highest.items() if price}


def test_figures_say_what_they_are(tiny: optimizer.Plan) -> None:
    makers: list[Callable[[], Figure]] = [getattr(tiny.plot, name) for name in NAMES]
    assert all(repr(make()).startswith("Figure: ") for make in makers)
