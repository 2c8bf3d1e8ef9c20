"""The chart of years, on the specification: no line over a break, no bar that says more than there is."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import pytest

from dxindex import charts
from dxindex.charts import palette

NAMES = {"A": "Aland", "B": "A country with a very long name", "C": "Nowhere"}
POSITIONS = pd.DataFrame(
    [
        ("A", 2011, 0.2, 3, 3, 0.7, 1),
        ("A", 2012, 0.3, 2, 4, 0.7, 1),
        ("A", 2013, 0.5, 1, 4, 1.0, 2),
        ("B", 2011, 0.4, 1, 3, 0.7, 1),
        ("B", 2013, 0.4, 2, 4, 1.0, 2),
        ("Z", 2011, 0.3, 2, 3, 0.7, 1),
    ],
    columns=["iso3", "year", "score", "rank", "ranked", "coverage", "piece"],
)
SHARES = pd.DataFrame(
    {
        "observed": [0.5, 0.6, 0.7, 0.25],
        "interpolated": [0.0, 0.0, 0.1, 0.0],
        "carried": [0.0, 0.1, 0.2, 0.25],
        "absent": [0.5, 0.3, 0.0, 0.5],
    },
    index=pd.Index([2010, 2011, 2013, 2014], name="year"),
)


@cache  # checking a chart against the schema takes half a second
def drawn(**options: Any) -> dict[str, Any]:
    chart = charts.open_years(POSITIONS, SHARES, names=NAMES, title="Years", focus="A", **options)
    assert isinstance(chart, alt.LayerChart)
    spec: dict[str, Any] = chart.to_dict()
    return spec


def datasets(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """The rows of the first dataset that has a field."""
    found: list[dict[str, Any]] = next(
        rows for rows in spec["datasets"].values() if rows and field in rows[0]
    )
    return found


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    below = [layers(layer) for layer in spec["layer"]] if "layer" in spec else [[spec]]
    return [layer for part in below for layer in part]


def test_lines_join_years_of_one_piece_alone() -> None:
    segments = datasets(drawn(), "to_year")
    assert [(row["iso3"], row["year"], row["to_year"]) for row in segments] == [("A", 2011, 2012)]


def test_every_position_of_the_named_is_a_point_and_nobody_else() -> None:
    points = datasets(drawn(), "rank_text")
    assert [(row["iso3"], row["year"]) for row in points] == [
        *(("A", 2011), ("A", 2012), ("A", 2013)),
        *(("B", 2011), ("B", 2013)),
    ]
    assert [row["rank_text"] for row in points][:2] == ["3 / 3", "2 / 4"]
    assert [row["coverage_text"] for row in points][:2] == ["70%", "70%"]


def test_bars_are_filled_to_what_is_of_the_year_and_outlined_to_what_stands_in() -> None:
    bars = {row["year"]: row for row in datasets(drawn(), "own")}
    assert {year: (row["own"], row["all"], row["scored"]) for year, row in bars.items()} == {
        2010: (0.5, 0.5, False),
        2011: (0.6, 0.7, True),
        2013: (0.7, 1.0, True),
        2014: (0.25, 0.5, False),
    }
    assert bars[2013]["carried_text"] == "20%"
    assert bars[2013]["interpolated_text"] == "10%"


def test_the_subtitle_is_short_lines_and_pale_bars_are_explained_where_there_are_any() -> None:
    lines = drawn(subtitle=("First.",))["title"]["subtitle"]
    assert lines[:2] == ["First.", "Lines break where a score is made of other parts."]
    assert "Pale: years without enough figures for a score." in lines
    assert all(len(line) < 60 for line in lines)
    assert len(lines) == 5
    whole = charts.open_years(POSITIONS, SHARES.loc[[2011, 2013]], names=NAMES, title="Years").to_dict()
    assert not any("Pale" in line for line in whole["title"]["subtitle"])


def test_the_first_rank_is_at_the_top_and_the_last_of_all_units_at_the_bottom() -> None:
    domains = [
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in layers(drawn(measure="rank"))
        if layer.get("encoding", {}).get("y", {}).get("field") == "value"
    ]
    bottom, top = domains[0]
    assert top < 1 < 4 < bottom
    values = {row["value"] for row in datasets(drawn(measure="rank"), "rank_text")}
    assert values == {1.0, 2.0, 3.0}


def test_names_stand_at_the_ends_cut_where_they_are_long() -> None:
    ends = {row["iso3"]: row for row in datasets(drawn(), "place")}
    assert ends["A"]["name"] == "Aland"
    assert ends["B"]["name"].endswith("…")
    assert len(ends["B"]["name"]) <= 20
    assert 0 <= ends["A"]["place"] < ends["B"]["place"] < 0.75


def test_texts_are_in_the_readers_language_and_larger_for_a_room() -> None:
    spec = drawn(lang="vi", colours=palette("dark-large"))
    assert "Đường ngắt ở nơi thành phần của điểm số thay đổi." in spec["title"]["subtitle"]
    assert datasets(spec, "score_text")[0]["score_text"] == "0,20"
    assert spec["config"]["title"]["fontSize"] > 20


def test_nobody_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="C has a score"):
        charts.open_years(POSITIONS, SHARES, names={"C": "Nowhere"}, title="Years")
