"""Pictures say by themselves what they show and where it is from; nothing in them can be forged or lost."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zlib
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import vl_convert
import zxingcpp
from PIL import Image

import dxindex as dx
from dxindex import charts
from dxindex.charts.drawable import drawable
from dxindex.charts.theme import number_locale
from dxindex.charts.typesetting import FAMILY, register_fonts, text_width, wrap

VIETNAMESE = "Mức độ ứng dụng, yếu tố nền tảng: ặ ễ ỡ ự ỵ Đ → −1 ≥ 0"
HOSTILE = "a</text><script>alert(1)</script>&amp;\"'\x0b\x00\ufffe"
CAPTION = charts.Caption(
    "Digital adoption",
    subtitle="Each bar is a country",
    unit="Score 0–1",
    period="2014",
    source="World Bank, Digital Adoption Index",
    link="https://example.org/?ed=2014&hl=VNM",
    version="1.0",
)
SVG = "{http://www.w3.org/2000/svg}"


def bars(rows: list[dict[str, Any]] | bytes | None = None, **more: Any) -> dict[str, Any]:
    rows = [{"who": "Viet Nam", "score": 0.5}, {"who": "Peru", "score": -0.25}] if rows is None else rows
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": {"background": "transparent", "locale": number_locale("vi")},
        "datasets": {"d": rows},
        "data": {"name": "d"},
        "mark": "bar",
        "encoding": {
            "x": {"field": "score", "type": "quantitative", "axis": {"format": ".2f"}},
            "y": {"field": "who", "type": "nominal"},
        },
        "width": "container",
        "height": 200,
        **more,
    }


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def pixels(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def image(png: bytes) -> np.ndarray:
    """Red, green and blue by row and column."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def result() -> dx.IndexResult:
    framework = dx.load_framework("wdr2016")
    rng = np.random.default_rng(0)
    units = [f"U{i:02d}" for i in range(30)]
    figures = {
        i: low + (high - low) * rng.uniform(0.1, 0.9, len(units))
        for i in framework.indicators
        for low, high in [framework.indicator(i).goalposts]
    }
    panel = pd.DataFrame(figures, index=pd.Index(units, name="iso3"))
    return dx.CompositeIndex(framework).fit(panel).result(panel)


@pytest.mark.parametrize("size", ["page", "slide"])
def test_all_facts_are_seen_and_in_the_metadata(size: charts.PictureSize) -> None:
    svg = charts.to_svg(bars(), CAPTION, size=size)
    seen = " ".join(texts(svg))
    for said in ("Digital adoption", "Each bar is", "Unit: Score 0–1", "Period: 2014", "Source: World Bank"):
        assert said in seen
    assert CAPTION.link in seen
    root = ElementTree.fromstring(svg)
    held = {item.tag.partition("}")[2]: item.text for item in next(root.iter(f"{SVG}metadata"))}
    assert held["source"] == CAPTION.source
    assert held["identifier"] == CAPTION.link
    assert root.findtext(f"{SVG}title") == CAPTION.title
    assert next(root.iter(f"{SVG}a")).get("href") == CAPTION.link


@pytest.mark.parametrize("height", [60, 200, 680, 4500])
def test_a_slide_is_exactly_a_slide(height: int) -> None:
    many = [{"who": f"Country {i}", "score": i / 100} for i in range(height // 30)]
    assert pixels(charts.to_png(bars(many, height=height), CAPTION, size="slide")) == (1920, 1080)


def test_a_page_is_as_tall_as_its_chart_asks() -> None:
    (width, low), (same, high) = (
        pixels(charts.to_png(bars(height=height), CAPTION)) for height in (200, 300)
    )
    assert width == same == 2000
    assert high - low == 200, "twice the pixels"


@pytest.mark.parametrize("size", ["page", "slide"])
def test_nothing_is_cut_off_however_long_the_texts_are(size: charts.PictureSize) -> None:
    long = charts.Caption(
        "Title " * 60,
        unit="u" * 300,
        source="A database, " * 150,
        link="https://example.org/?" + "x=1&" * 300,
    )
    root = ElementTree.fromstring(charts.to_svg(bars(), long, size=size))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    chart = root.find(f"{SVG}svg")
    assert chart is not None
    top, tall = float(chart.get("y", 0)), float(chart.get("height", 0))
    assert tall > 0.1 * height
    for element in [item for item in root.iter(f"{SVG}text") if item.get("x")]:
        y, type_size = float(element.get("y", 0)), float(element.get("font-size", 0))
        bold = element.get("font-weight") == "700"
        assert float(element.get("x", 0)) + text_width(element.text or "", type_size, bold=bold) <= width
        assert y <= top or y - type_size >= top + tall - 1
        assert y < height


def test_hostile_text_comes_out_as_text() -> None:
    bad = charts.Caption(HOSTILE, unit=HOSTILE, source=HOSTILE, link="javascript:alert(1)")
    spec = bars([{"who": HOSTILE, "score": 1.0}], title=HOSTILE)
    spec["encoding"]["y"]["axis"] = {
        "title": HOSTILE,
        "labelLimit": 0,
        "labelExpr": r"datum.label + '\u000b\x01\b'",
    }
    root = ElementTree.fromstring(charts.to_svg(spec, bad))
    assert not [item for item in root.iter() if item.tag.endswith("script")]
    shown = [item.text for item in root.iter(f"{SVG}text")]
    assert shown.count("a</text><script>alert(1)</script>&amp;\"'") == 3, "title, axis title and label"
    assert not list(root.iter(f"{SVG}a")), "only addresses of the web become links"
    assert charts.to_png(spec, bad)


def test_a_backslash_in_a_text_or_an_expression_survives() -> None:
    spec = bars([{"who": r"C:\bin", "score": 1.0}])
    spec["encoding"]["y"]["axis"] = {"title": r"D:\x0b", "labelExpr": r"datum.label + '\\bin'"}
    assert {r"C:\bin\bin", r"D:\x0b"} <= set(texts(charts.to_svg(spec, CAPTION)))


def test_rows_and_arrow_streams_give_the_same_picture() -> None:
    rows = [{"who": "Viet Nam", "score": 0.5}, {"who": "Peru", "score": float("nan")}]
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(rows)
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    spec = bars(rows)
    assert charts.to_svg(spec, CAPTION) == charts.to_svg(bars(sink.getvalue().to_pybytes()), CAPTION)
    assert spec == bars(rows), "the caller's specification is left as it was"


def test_the_same_chart_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    clipped = bars(mark={"type": "bar", "clip": True})
    first = charts.to_svg(clipped, CAPTION)
    other = charts.to_svg(bars(mark={"type": "bar", "clip": True}, height=300), CAPTION)
    assert charts.to_svg(clipped, CAPTION) == first
    names, others = (set(re.findall(r'id="(clip[^"]+)"', svg)) for svg in (first, other))
    assert names
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= names, "each is still found by its name"
    assert not names & others, "two drawings in one page do not cut each other"


@pytest.mark.parametrize("data", [b"no stream", "no rows", None])
def test_other_datasets_are_refused(data: Any) -> None:
    with pytest.raises(dx.InputError, match="dataset 'd'"):
        charts.to_svg({**bars(), "datasets": {"d": data}}, CAPTION)


def test_nothing_is_fetched_from_elsewhere() -> None:
    with pytest.raises(dx.InputError, match="not allowed"):
        charts.to_svg(bars(data={"url": "http://127.0.0.1:9/table.csv"}), CAPTION)


def test_the_charts_own_title_is_not_said_twice() -> None:
    spec = bars(title={"text": "Its own title", "subtitle": ["One.", "Two."]})
    seen = texts(charts.to_svg(spec, charts.Caption("The caption's")))
    assert "Its own title" not in seen
    assert seen.count("One. Two.") == 1


def test_numbers_follow_the_language() -> None:
    assert "−0,20" in texts(charts.to_svg(bars(), CAPTION, lang="vi"))


def test_vietnamese_is_drawn_by_the_bundled_face_alone() -> None:
    """A PDF names the faces it was set in: another one would mean that a letter was missing."""
    spec = bars([{"who": VIETNAMESE, "score": -1.0}])
    spec["encoding"]["y"]["axis"] = {"labelLimit": 0}
    svg = charts.to_svg(spec, charts.Caption(VIETNAMESE, source=VIETNAMESE), lang="vi")
    assert texts(svg).count(VIETNAMESE) == 2
    named = {item.get("font-family") for item in ElementTree.fromstring(svg).iter()} - {None}
    assert named == {FAMILY}
    faces = set(re.findall(rb"/BaseFont\s*/\w+\+([\w-]+)", vl_convert.svg_to_pdf(svg)))
    assert faces == {b"dxindexSans-Regular", b"dxindexSans-Bold"}


def test_text_leaves_ink_where_it_stands() -> None:
    png = charts.to_png(bars(), charts.Caption(VIETNAMESE))
    title = image(png)[2 * 24 : 2 * 48, 2 * 24 : 2 * 600]
    assert (title.min(axis=2) < 80).mean() > 0.05


def test_widths_are_those_of_the_drawing() -> None:
    register_fonts()
    for bold in (False, True):
        weight = 700 if bold else 400
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="60"><text x="0" y="40" '
            f'font-size="30" font-weight="{weight}" font-family="{FAMILY}">{VIETNAMESE}</text></svg>'
        )
        inked = np.flatnonzero((image(with_paper(svg)).min(axis=2) < 128).any(axis=0))
        assert text_width(VIETNAMESE, 30, bold=bold) == pytest.approx(inked.max(), abs=12)


def with_paper(svg: str) -> bytes:
    return vl_convert.svg_to_png(svg.replace("<text", '<rect width="1200" height="60" fill="#fff"/><text', 1))


def test_lines_hold_every_word_and_no_more_than_fits() -> None:
    text = "one two " + "x" * 200 + " three"
    lines = wrap(text, 120, 12)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 12) <= 120 for line in lines)


def test_the_png_carries_its_caption() -> None:
    png = charts.to_png(bars(), CAPTION)
    found, position = {}, 8
    while position < len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        body = png[position + 8 : position + 8 + length]
        assert (
            zlib.crc32(kind + body)
            == struct.unpack(">I", png[position + 8 + length : position + 12 + length])[0]
        )
        if kind == b"iTXt":
            key, _, rest = body.partition(b"\0")
            found[key.decode()] = rest.split(b"\0")[-1].decode()
        position += 12 + length
    assert found["Title"] == CAPTION.title
    assert found["Link"] == CAPTION.link
    assert found["Source"] == CAPTION.source
    assert found["Unit"] == CAPTION.unit
    assert found["Period"] == CAPTION.period


@pytest.mark.parametrize("size", ["page", "slide"])
@pytest.mark.parametrize("colours", [charts.LIGHT, charts.DARK])
def test_every_chart_can_be_taken_away(
    result: dx.IndexResult, size: charts.PictureSize, colours: charts.Palette
) -> None:
    groups = dx.classify(result)
    units = list(result.scores.index)
    words = pd.Series({i: i for i in result.framework.indicators})
    counts = pd.DataFrame({"title": ["A", "A", "B"], "year": [2014, 2015, 2014], "n": [1, 2, 3]})
    made = {
        "two axes": charts.two_axis(result, groups, highlight=units[:2], colours=colours),
        "profile": charts.profile(result, "U00", references={"Rest": units}, name="U00", colours=colours),
        "strips": charts.indicator_strips(
            result, "U00", result.normalised, titles=words, units=words, names=words, colours=colours
        ),
        "coverage": charts.coverage_map(counts, 3, colours=colours),
    }
    for name, chart in made.items():
        svg = charts.to_svg(chart.to_dict(), CAPTION, size=size, colours=colours)
        root = ElementTree.fromstring(svg)
        assert next(root.iter(f"{SVG}rect")).get("fill") == colours.paper, name
        assert len(texts(svg)) > 8, name


@pytest.mark.parametrize("size", ["page", "slide"])
def test_charts_made_of_several_are_scaled_to_fit(size: charts.PictureSize) -> None:
    single = {key: value for key, value in bars().items() if key in ("data", "mark", "encoding")}
    spec = {key: value for key, value in bars().items() if key in ("config", "datasets", "$schema")}
    wide = {**single, "width": 900, "height": 300}
    root = ElementTree.fromstring(charts.to_svg({**spec, "hconcat": [wide, wide, wide]}, CAPTION, size=size))
    chart = root.find(f"{SVG}svg")
    assert chart is not None
    assert float(chart.get("x", 0)) + float(chart.get("width", 0)) <= float(root.get("width", 0))
    assert drawable({**spec, "hconcat": [wide]}, width=10, height=10).get("autosize") is None


def test_the_converter_is_loaded_when_a_picture_is_asked_for_and_not_before() -> None:
    code = "import sys, dxindex.charts; sys.exit(any(m in sys.modules for m in ('vl_convert', 'segno', 'fontTools')))"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "text", ["https://example.org/?hl=VNM,SGP&lang=vi", "https://example.org/?q=Việt Nam", "x" * 1273]
)
def test_qr_codes_are_read_back(text: str) -> None:
    svg = charts.qr_svg(text, title="<b>")
    assert ElementTree.fromstring(svg).findtext(f"{SVG}title") == "<b>"
    box = re.search(r'viewBox="0 0 (\d+)', svg)
    assert box
    sized = svg.replace("<svg ", f'<svg width="{box[1]}" height="{box[1]}" ', 1)
    picture = image(vl_convert.svg_to_png(sized, scale=6)).astype(np.uint8)
    assert (picture[:24] == 255).all(), "four modules stay free"
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [text]


@pytest.mark.parametrize("text", ["", "x" * 1274, "ế" * 425])
def test_a_text_too_long_for_a_room_is_refused(text: str) -> None:
    with pytest.raises(dx.InputError, match="QR code holds 1 to 1273 bytes"):
        charts.qr_svg(text)
