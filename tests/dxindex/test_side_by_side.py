"""Units side by side, on the specification: who stands where, told apart by shape and colour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import charts
from dxindex.charts.theme import DARK, LIGHT
from dxindex.charts.unit_marks import unit_marks

UNITS = ["A", "B", "C"]
FRAMEWORK = dx.load_framework("wdr2016")


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    goalposts = {i: FRAMEWORK.indicator(i).goalposts for i in FRAMEWORK.indicators}
    share = np.array([0.2, 0.5, 0.8])
    figures = {i: low + (high - low) * share for i, (low, high) in goalposts.items()}
    frame = pd.DataFrame(figures, index=pd.Index(UNITS, name="iso3"))
    frame.loc["B", "dai_business"] = np.nan
    return frame


@pytest.fixture(scope="module")
def result(panel: pd.DataFrame) -> dx.IndexResult:
    return dx.CompositeIndex(FRAMEWORK).fit(panel).result(panel)


def marks(spec: dict[str, Any]) -> list[dict[str, Any]]:
    layer = next(item for item in spec["layer"] if "shape" in item["encoding"])
    return (
        spec["datasets"][layer["data"]["name"]] if "data" in layer else spec["datasets"][spec["data"]["name"]]
    )


def test_each_score_has_a_mark_and_a_missing_one_has_none(result: dx.IndexResult) -> None:
    drawn = {
        (row["iso3"], row["id"]): row for row in marks(charts.side_by_side(result, ["C", "B"]).to_dict())
    }
    assert set(drawn) == {
        (unit, node)
        for unit in ("C", "B")
        for node in charts.node_labels(result, "en")
        if pd.notna(result.scores.at[unit, node])
    }
    assert ("B", "adoption.business") not in drawn
    assert drawn["C", "enabling"]["score"] == pytest.approx(0.8)
    assert drawn["C", "enabling"]["rank"] == "1 / 3"


def test_indicators_carry_their_value_in_words(result: dx.IndexResult, panel: pd.DataFrame) -> None:
    titles = {i: i.upper() for i in panel.columns}
    words = panel.map(lambda value: f"{value:.2f} units")
    chart = charts.indicators_side_by_side(result, UNITS, words, titles=titles, names={"A": "Ay"})
    drawn = {(row["who"], row["id"]): row for row in marks(chart.to_dict())}
    assert drawn["Ay", "mean_years_schooling"]["value"] == "3.00 units"
    assert ("B", "dai_business") not in drawn
    assert len(drawn) == 3 * len(panel.columns) - 1


def test_legend_keeps_the_order_given(result: dx.IndexResult) -> None:
    spec = charts.side_by_side(result, ["C", "A"], names={"A": "Ay", "C": "Sea"}).to_dict()
    layer = next(item for item in spec["layer"] if "shape" in item["encoding"])
    for channel in ("color", "shape"):
        assert layer["encoding"][channel]["scale"]["domain"] == ["Sea", "Ay"]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_units_are_told_apart_by_colour_and_by_shape(colours: charts.Palette) -> None:
    six = list(unit_marks("ABCDEF", colours).values())
    assert len({colour for colour, _shape in six}) == len({shape for _colour, shape in six}) == 6
    assert len(set(unit_marks([str(i) for i in range(36)], colours).values())) == 36


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_colours_of_units_stand_out_from_the_surface(colours: charts.Palette) -> None:
    for colour, _shape in unit_marks("ABCDEF", colours).values():
        lighter, darker = sorted((luminance(colour), luminance(colours.paper)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4, colour


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
