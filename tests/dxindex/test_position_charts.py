"""Charts of Country and Simulator: differences, shares of runs, and a move on the two axes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex.charts.difference import difference_bars
from dxindex.charts.group_shares import group_shares
from dxindex.charts.move import move
from dxindex.charts.theme import palette

LEVELS = ("emerging", "transitioning", "transforming")


def _rows(chart: Any) -> list[list[dict[str, Any]]]:
    return list(chart.to_dict()["datasets"].values())


def _all_rows(chart: Any) -> list[dict[str, Any]]:
    return [row for rows in _rows(chart) for row in rows]


def test_differences_stand_whole_first_then_the_largest_drawback() -> None:
    shares = pd.Series({"a": 0.02, "b": -0.15, "c": np.nan, "d": -0.01})
    chart = difference_bars(
        {"x": (-0.14, shares)}, nodes={"x": "Axis"}, titles={k: k.upper() for k in "abcd"}
    )
    rows = [row for row in _all_rows(chart) if "share" in row]
    assert [(row["label"], row["share"], row["side"]) for row in rows] == [
        ("Axis", -0.14, "whole"),
        ("B", -0.15, "behind"),
        ("D", -0.01, "behind"),
        ("A", 0.02, "ahead"),
    ]


@pytest.mark.parametrize(
    ("shares", "sides"),
    [({"a": -0.2}, (-1, 0)), ({"a": 0.2}, (0, 1)), ({"a": 0.1, "b": -0.3}, (-1, 1)), ({}, (0, 0))],
)
def test_the_axis_leaves_room_where_bars_are(shares: dict[str, float], sides: tuple[int, int]) -> None:
    row = pd.Series(shares, dtype=float)
    chart = difference_bars({"x": (row.sum(), row)}, nodes={"x": "X"}, titles={"a": "A", "b": "B"})
    low, high = chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < min([0.0, *shares.values()])
    assert high > max([0.0, *shares.values()])
    assert (low < -0.05, high > 0.05) == (sides[0] < 0, sides[1] > 0)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_shares_are_written_beside_their_bars(lang: str) -> None:
    shares = pd.Series({"emerging": 0.004, "transitioning": 0.996})
    chart = group_shares(shares, LEVELS, own="transitioning", lang=lang, colours=palette("dark"))
    rows = {row["level"]: row["text"] for row in _all_rows(chart)}
    assert rows == {"emerging": "< 1%", "transitioning": "> 99%", "transforming": "0%"}
    assert "'transitioning'" in str(chart.to_dict()) or '"transitioning"' in str(chart.to_dict())


@cache
def _scored() -> tuple[dx.CompositeIndex, pd.DataFrame, dx.Groups]:
    framework = dx.load_framework("wdr2016")
    random = np.random.default_rng(5)
    level = np.linspace(0.1, 0.9, 30)
    table = pd.DataFrame(index=[f"U{number:02}" for number in range(30)])
    for part in framework.indicator_parts:
        low, high = part.goalposts
        table[part.id] = low + (high - low) * np.clip(level + random.normal(0, 0.04, 30), 0, 1)
    index = dx.CompositeIndex(framework).fit(table)
    return index, table, dx.classify(index.result(table), n_groups=3, random_state=0)


def _move(changes: dict[str, float], lang: str = "en") -> dict[str, Any]:
    index, table, groups = _scored()
    found = dx.what_if(index, table, "U10", changes, groups=groups)
    chart = move(
        index.result(table), found.result, "U10", groups, names={"U10": "Ten"}, period="2014", lang=lang
    )
    return chart.to_dict()


def test_a_move_has_an_arrow_from_the_old_to_the_new_place() -> None:
    spec = _move({"dai_people": 0.95, "starting_business_score": 99.0})
    (row,) = spec["datasets"]["arrow"]
    assert row["adoption"] > row["from_x"]
    assert row["enabling"] > row["from_y"]
    today, then = spec["datasets"]["places"]
    assert (today["text"], today["today"], today["align"]) == ("Today", True, "right")
    assert (then["text"], then["today"], then["align"]) == ("With the changes", False, "left")
    assert (today["adoption"], then["adoption"]) == (row["from_x"], row["adoption"])
    assert spec["title"]["text"] == "Ten: today and with the changes"


def test_words_stand_outside_the_way_back_too() -> None:
    today, then = _move({"dai_people": 0.01, "starting_business_score": 1.0})["datasets"]["places"]
    assert (today["align"], then["align"]) == ("left", "right")


def test_without_a_change_there_is_one_place_and_no_arrow() -> None:
    spec = _move({}, lang="vi")
    assert spec["datasets"]["arrow"] == []
    assert [row["text"] for row in spec["datasets"]["places"]] == ["Hiện nay"]


def test_axes_reach_as_far_as_is_asked() -> None:
    index, table, groups = _scored()
    result = index.result(table)
    far = pd.DataFrame({"adoption": [0.01, 0.99], "enabling": [0.02, 0.98]})
    spec = move(result, result, "U10", groups, reach=far).to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0.0, 1.0]


def test_the_unit_is_not_among_the_others() -> None:
    spec = _move({"dai_people": 0.95})
    others = [rows for rows in spec["datasets"].values() if len(rows) > 5]
    assert len(others) == 1
    assert len(others[0]) == 29
