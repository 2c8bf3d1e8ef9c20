"""Names stand beside their own marks, also where marks crowd and where the plot is as low as a strip."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dxindex import charts
from dxindex.charts.labels import Box, place_labels


def _boxes(placed: pd.DataFrame, points: pd.DataFrame, width: float, height: float) -> list[Box]:
    """The rectangles that names take, as estimated when they were placed."""
    boxes = []
    for unit, label in placed.iterrows():
        x = points.at[unit, "x"] * width + label["dx"]
        y = (1 - points.at[unit, "y"]) * height + label["dy"]
        wide, size = 0.58 * 13 * len(label["text"]), 13
        left = {"left": x, "right": x - wide, "center": x - wide / 2}[label["align"]]
        boxes.append(Box(left, y - 0.6 * size, left + wide, y + 0.6 * size))
    return boxes


@pytest.mark.parametrize("seed", [1, 4, 9])
def test_names_in_a_crowded_corner_stay_by_their_marks(seed: int) -> None:
    crowd = np.random.default_rng(seed)
    points = pd.DataFrame({"x": crowd.uniform(0.55, 0.93, 60), "y": crowd.uniform(0.6, 0.97, 60)})
    points.index = [f"p{i}" for i in points.index]
    points.loc["SGP"], points.loc["GBR"], points.loc["EST"] = [0.96, 0.94], [0.82, 0.92], [0.86, 0.88]
    points["text"] = [*["Somewhere"] * 60, "Singapore", "United Kingdom", "Estonia"]
    placed = place_labels(points, width=250, height=350, required=["SGP", "GBR", "EST"], optional=False)
    assert np.hypot(placed["dx"], placed["dy"]).max() < 30
    for box in _boxes(placed, points, 250, 350):
        assert min(box.left, box.top, 250 - box.right) >= 0, "a plot cuts off what leaves it"


def test_a_name_covers_other_marks_rather_than_one_that_was_asked_about() -> None:
    # Right of the middle stands one that was asked about, everywhere else a carpet of others.
    steps = np.arange(0.2, 0.81, 0.04)
    carpet = [(x, y) for x in steps for y in steps if x < 0.46 or abs(y - 0.5) > 0.03]
    points = pd.DataFrame([(0.5, 0.5), (0.6, 0.5), *carpet], columns=["x", "y"])
    points.index = ["EST", "FIN", *(f"p{i}" for i in range(len(carpet)))]
    points["text"] = ["Estonia", "Finland", *["Somewhere"] * len(carpet)]
    placed = place_labels(points, width=300, height=300, required=["EST", "FIN"], optional=False)
    mark = Box(175, 145, 185, 155)
    assert _boxes(placed, points, 300, 300)[0].overlap(mark) == 0


def test_on_a_phone_the_names_on_a_strip_of_paces_do_not_cross() -> None:
    asked = {"VNM": 2.153, "SGP": 3.12}
    others = [3.2, 1.96, 0.94, 2.01, 0.5, 0.9, 1.2, 2.3, 2.95, 3.4, 3.55, 0.85, 1.25, 1.85]
    changes = pd.Series({**asked, **{f"p{i}": change for i, change in enumerate(others)}})
    names = {"VNM": "Việt Nam", "SGP": "Singapore"}
    spec = charts.pace(changes, focus="VNM", highlight=["SGP"], names=names, middle=2.0).to_dict()
    rows = [row for rows in spec["datasets"].values() for row in rows if row.get("wide_from") == 0]
    narrow = pd.DataFrame(rows).drop_duplicates("text").set_index("text")
    assert set(narrow.index) == {"Việt Nam", "Singapore"}
    assert np.hypot(narrow["dx"], narrow["dy"]).max() < 30
