"""Tables leave as pictures: every figure as it is, and what finds no room is counted."""

from __future__ import annotations

import struct
from datetime import datetime
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import charts, i18n
from dxindex.charts.table_cells import written
from dxindex.charts.typesetting import text_width

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "a</text><script>alert(1)</script>&amp;\"'\x0b\x00\ufffe"
CAPTION = charts.Caption(
    "Digital adoption",
    subtitle="A row a country",
    unit="Score 0–1",
    period="2014",
    source="World Bank, Digital Adoption Index",
    link="https://example.org/?ed=2014&hl=VNM",
    version="1.0",
)


def ranking(rows: int, columns: int = 3) -> pd.DataFrame:
    table = pd.DataFrame({"Country": [f"Country {i}" for i in range(rows)]})
    for column in range(columns - 1):
        table[f"Pillar {column}: score"] = np.linspace(0.987, 0.123, rows)
    return table


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def pixels(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def cells(values: list[Any], lang: str = "en", dtype: Any = None) -> tuple[str, ...]:
    return written(pd.DataFrame({"x": pd.Series(values, dtype=dtype)}), lang)[0].cells


@pytest.mark.parametrize("size", ["page", "slide"])
def test_all_cells_and_facts_are_seen(size: charts.PictureSize) -> None:
    table = pd.DataFrame({"Country": ["Viet Nam", "Peru"], "Score": [0.512, np.nan], "Rank": [1, 2]})
    seen = texts(charts.table_to_svg(table, CAPTION, size=size))
    assert seen[:2] == ["Digital adoption", "A row a country"]
    assert seen[2:11] == ["Country", "Score", "Rank", "Viet Nam", "0.512", "1", "Peru", i18n.MISSING, "2"]
    assert seen[11:] == [
        "Unit: Score 0–1 · Period: 2014 · Version: 1.0",
        "Source: World Bank, Digital Adoption Index",
        CAPTION.link,
    ]


@pytest.mark.parametrize(("rows", "columns"), [(0, 2), (1, 1), (8, 3), (132, 12), (20, 90)])
def test_a_slide_is_exactly_a_slide(rows: int, columns: int) -> None:
    assert pixels(charts.table_to_png(ranking(rows, columns), CAPTION, size="slide")) == (1920, 1080)


def test_the_png_is_drawn_and_carries_its_caption() -> None:
    png = charts.table_to_png(ranking(3), CAPTION)
    assert pixels(png)[0] == 2000
    assert CAPTION.source.encode() in png
    assert CAPTION.link.encode() in png


def test_a_page_grows_to_sixty_rows() -> None:
    def height(rows: int) -> float:
        svg = charts.table_to_svg(ranking(rows), CAPTION)
        return float(ElementTree.fromstring(svg).get("height", 0))

    assert height(10) < height(40) < height(60)
    assert height(61) == height(500), "sixty rows and the line below"
    seen = texts(charts.table_to_svg(ranking(132), CAPTION))
    assert "Country 59" in seen
    assert "Country 60" not in seen
    assert "and 72 more rows: in the CSV file" in seen
    assert "and 1 more row: in the CSV file" in texts(charts.table_to_svg(ranking(61), CAPTION))
    assert not any("more row" in text for text in texts(charts.table_to_svg(ranking(60), CAPTION)))


def test_a_slide_shows_what_can_be_read_and_counts_the_rest() -> None:
    seen = texts(charts.table_to_svg(ranking(132), CAPTION, size="slide", lang="vi"))
    shown = sum(text.startswith("Country ") for text in seen)
    assert 12 <= shown <= 18
    assert f"và {132 - shown} dòng nữa: xem trong tệp CSV" in seen


def test_the_first_columns_stay_and_the_others_are_counted() -> None:
    seen = texts(charts.table_to_svg(ranking(2, 90), CAPTION))
    pillars = seen.count("0.987")
    assert pillars > 5
    assert "Country 1" in seen
    assert f"and {89 - pillars} more columns: in the CSV file" in seen
    both = texts(charts.table_to_svg(ranking(99, 90), CAPTION, size="slide", lang="vi"))
    assert [text for text in both if "dòng nữa" in text and "cột nữa" in text]


@pytest.mark.parametrize("size", ["page", "slide"])
@pytest.mark.parametrize("columns", [1, 2, 8, 13, 40])
def test_texts_stay_in_their_columns(size: charts.PictureSize, columns: int) -> None:
    table = ranking(70, columns)
    table["Country"] = ["A long name of a country in many words " * (i % 7) or "–" for i in range(70)]
    table.insert(1, "Code", [("x" * 40, "ab")[i % 2] for i in range(70)])
    check_places(charts.table_to_svg(table, CAPTION, size=size))


def test_figures_are_never_cut_however_many_columns_there_are() -> None:
    table = pd.DataFrame({f"x{i}": [123456789.125 + i, -1.5] for i in range(30)})
    svg = charts.table_to_svg(table, CAPTION)
    check_places(svg)
    titles = [text for text in texts(svg) if text.startswith("x")]
    assert {f"123,456,{789 + i}.125" for i in range(len(titles))} <= set(texts(svg))


def test_titles_give_way_before_texts_do() -> None:
    table = pd.DataFrame({"Who": ["A country with a name in seven words"]})
    for i in range(9):
        table[f"Title of column {i}"] = 0.5
    assert table["Who"][0] in texts(charts.table_to_svg(table, CAPTION))


def check_places(svg: str) -> None:
    """Texts stand inside the table, and none runs into the next."""
    root = ElementTree.fromstring(svg)
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    width, height = (float(inner.get(name, "0")) for name in ("width", "height"))
    assert float(inner.get("y", 0)) + height <= float(root.get("height", 0))
    lines: dict[str, list[tuple[float, float]]] = {}
    for element in inner.iter(f"{SVG}text"):
        bold = element.get("font-weight") == "700"
        wide = text_width(element.text or "", float(element.get("font-size", 0)), bold=bold)
        x = float(element.get("x", 0))
        left = x - wide if element.get("text-anchor") == "end" else x
        lines.setdefault(element.get("y", ""), []).append((left, left + wide))
        assert float(element.get("y", 0)) < height
    for spans in lines.values():
        spans.sort()
        assert spans[0][0] >= -0.1
        assert spans[-1][1] <= width + 0.1
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_type_shrinks_before_columns_are_left_out() -> None:
    def type_size(columns: int) -> float:
        root = ElementTree.fromstring(charts.table_to_svg(ranking(2, columns), CAPTION))
        cell = next(item for item in root.iter(f"{SVG}text") if item.text == "Country 0")
        return float(cell.get("font-size", 0))

    assert type_size(3) == 14
    assert type_size(40) == 11
    fitting = [n for n in range(3, 40) if "more column" not in charts.table_to_svg(ranking(2, n), CAPTION)]
    assert type_size(fitting[-1]) == 11


def test_figures_are_set_to_the_right_and_texts_to_the_left() -> None:
    table = pd.DataFrame({"Who": ["Peru"], "Score": [0.5], "Rank": ["3–17"], "Code": ["P1"]})
    root = ElementTree.fromstring(charts.table_to_svg(table, CAPTION))
    anchors = {item.text: item.get("text-anchor") for item in root.iter(f"{SVG}text")}
    assert {text: anchors[text] for text in ("Who", "Score", "Rank", "Peru", "0.5", "3–17", "P1")} == {
        "Who": None,
        "Score": "end",
        "Rank": "end",
        "Peru": None,
        "0.5": "end",
        "3–17": "end",
        "P1": None,
    }


def test_numbers_are_written_in_the_languages_way() -> None:
    assert cells([0.5, 0.125, None], "vi") == ("0,500", "0,125", "–")
    assert cells([1234.56, 1.0], "vi") == ("1.234,56", "1,00")
    assert cells([1 / 3, 2.0]) == ("0.333", "2.000")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([3.0, float("nan")], ("3", "–")),
        ([2014, 2016], ("2014", "2016")),
        ([2014, 12345], ("2,014", "12,345")),
        ([-0.0001, 0.5], ("0.000", "0.500")),
        ([1e300, 12.5], ("1E300", "12.5")),
        ([10**400], ("1E400",)),
        ([float("inf"), 1.5], ("∞", "1.5")),
        ([True, False, None], ("yes", "no", "–")),
        (["", "  ", "two\n lines"], ("–", "–", "two lines")),
        ([datetime(2016, 1, 2), datetime(2016, 1, 2, 3, 4)], ("2016-01-02", "2016-01-02 03:04")),
        ([pd.NaT, None], ("–", "–")),
        ([["a", 1], 0.5], ("['a', 1]", "0.5")),
    ],
)
def test_values_of_every_kind_are_shown(values: list[Any], shown: tuple[str, ...]) -> None:
    assert cells(values) == shown


def test_extension_types_are_numbers_too() -> None:
    assert cells([1, None], dtype="Int64") == ("1", "–")
    assert cells([0.25, None], "vi", dtype="Float64") == ("0,25", "–")
    assert cells(["a", None], dtype="category") == ("a", "–")


def test_a_long_text_is_wrapped_and_then_cut_with_dots() -> None:
    table = pd.DataFrame({"Says": ["word " * 30, "word " * 400], "Score": [1, 2]})
    seen = texts(charts.table_to_svg(table, charts.Caption("Words")))
    whole = [text for text in seen if text.startswith("word")]
    assert sum(text.count("word") for text in whole) >= 60
    assert [text.endswith("…") for text in whole].count(True) == 1
    assert {"1", "2"} <= set(seen)


def test_hostile_text_comes_out_as_text() -> None:
    table = pd.DataFrame({HOSTILE: [HOSTILE]}, index=pd.Index([HOSTILE], name=HOSTILE))
    svg = charts.table_to_svg(table, charts.Caption(HOSTILE), size="slide")
    root = ElementTree.fromstring(svg)
    assert not [item for item in root.iter() if item.tag.endswith("script")]
    clean = "a</text><script>alert(1)</script>&amp;\"'"
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    assert "".join(item.text or "" for item in inner.iter(f"{SVG}text")).replace(" ", "") == clean * 4
    assert charts.table_to_png(table, charts.Caption(HOSTILE))


def test_a_named_index_is_shown_and_a_row_number_is_not() -> None:
    named = pd.DataFrame({"Score": [0.5]}, index=pd.Index(["VNM"], name="iso3"))
    assert {"iso3", "VNM"} <= set(texts(charts.table_to_svg(named, CAPTION)))
    numbered = pd.DataFrame({"Score": [0.5]}, index=[77])
    assert "77" not in texts(charts.table_to_svg(numbered, CAPTION))


def test_columns_may_share_a_name_or_have_several() -> None:
    table = pd.DataFrame([[1, 2]], columns=["Rank", "Rank"])
    assert texts(charts.table_to_svg(table, charts.Caption("T")))[1:] == ["Rank", "Rank", "1", "2"]
    table.columns = pd.MultiIndex.from_tuples([("2014", "Rank"), ("2016", "Rank")])
    assert "2014 · Rank" in texts(charts.table_to_svg(table, charts.Caption("T")))


@pytest.mark.parametrize(("lang", "said"), [("en", "There are no rows."), ("vi", "Không có dòng nào.")])
def test_a_table_without_rows_says_so(lang: str, said: str) -> None:
    for size in ("page", "slide"):
        seen = texts(charts.table_to_svg(ranking(0), CAPTION, size=size, lang=lang))
        assert said in seen
        assert "Country" in seen


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(dx.InputError, match="without columns"):
        charts.table_to_svg(pd.DataFrame(index=[1, 2]), CAPTION)


@pytest.mark.parametrize("colours", [charts.LIGHT, charts.DARK])
def test_colours_are_those_of_the_surface(colours: charts.Palette) -> None:
    root = ElementTree.fromstring(charts.table_to_svg(ranking(2), CAPTION, colours=colours))
    assert next(root.iter(f"{SVG}rect")).get("fill") == colours.paper
    assert {item.get("fill") for item in root.iter(f"{SVG}text")} == {colours.ink, colours.muted}


def test_the_table_is_left_as_it_was() -> None:
    table = ranking(70)
    before = table.copy()
    charts.table_to_svg(table, CAPTION, size="slide")
    pd.testing.assert_frame_equal(table, before)
