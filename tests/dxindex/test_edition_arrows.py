"""Arrows between editions, on the specification."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import charts

FRAMEWORK = dx.load_framework("wdr2016")
UNITS = ["A", "B", "C", "D"]


def scored(shift: float, missing: str = "") -> dx.IndexResult:
    goalposts = {i: FRAMEWORK.indicator(i).goalposts for i in FRAMEWORK.indicators}
    share = np.array([0.2, 0.4, 0.6, 0.8]) + shift
    figures = {i: low + (high - low) * share for i, (low, high) in goalposts.items()}
    panel = pd.DataFrame(figures, index=pd.Index(UNITS, name="iso3"))
    if missing:
        panel.loc[missing] = np.nan
    return dx.CompositeIndex(FRAMEWORK).fit(panel).result(panel)


def arrows(**options: Any) -> dict[str, Any]:
    return charts.edition_arrows(scored(0), scored(0.05, "D"), periods=("2014", "2016"), **options).to_dict()


def heads(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = {}
    for layer in spec["layer"]:
        if layer["mark"].get("shape") == "triangle-up":
            for row in spec["datasets"][layer["data"]["name"]]:
                found[row["iso3"]] = row
    return found


def test_arrows_run_from_one_edition_to_the_other() -> None:
    drawn = heads(arrows(highlight=["B"], focus="A"))
    assert set(drawn) == {"A", "B", "C"}, "a unit without scores in both editions has no arrow"
    assert drawn["A"]["from_x"] == pytest.approx(0.2)
    assert drawn["A"]["adoption"] == pytest.approx(0.25)
    assert drawn["A"]["text_y"] == "0.200 → 0.250"
    assert {unit for unit, row in drawn.items() if row["highlighted"]} == {"A", "B"}


def test_filters_hide_others_and_keep_the_scales() -> None:
    whole, part = arrows(highlight=["B"]), arrows(highlight=["B"], shown={"C"})
    assert set(heads(part)) == {"B", "C"}
    domains = [spec["layer"][0]["encoding"]["x"]["scale"]["domain"] for spec in (whole, part)]
    assert domains[0] == domains[1]


def test_highlighted_units_are_named() -> None:
    spec = arrows(highlight=["B"], names={"B": "Beland"})
    texts = {
        row["text"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text"
        for row in spec["datasets"][layer["data"]["name"]]
    }
    assert texts == {"Beland"}


def test_a_framework_without_two_axes_is_refused() -> None:
    frame = pd.DataFrame({"a": [0.0, 1.0], "b": [1.0, 3.0]}, index=["P", "Q"])
    flat = dx.CompositeIndex().fit(frame).result(frame)
    with pytest.raises(ValueError, match="names no axes x and y"):
        charts.edition_arrows(flat, flat, periods=("1", "2"))
