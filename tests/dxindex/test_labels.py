"""Names stand beside their own marks, also where marks crowd and where the plot is as low as a strip."""

from __future__ import annotations

import numpy as np
import pandas as pd

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


def test_a_name_in_a_crowded_corner_stays_by_its_mark() -> None:
    crowd = np.random.default_rng(0)
    points = pd.DataFrame({"x": crowd.uniform(0.7, 0.93, 40), "y": crowd.uniform(0.7, 0.97, 40)})
    points.index = [f"p{i}" for i in points.index]
    points.loc["SGP"] = [0.96, 0.94]
    points["text"] = [*["Somewhere"] * 40, "Singapore"]
    placed = place_labels(points, width=250, height=350, required=["SGP"], optional=False)
    assert np.hypot(placed.at["SGP", "dx"], placed.at["SGP", "dy"]) < 30
    box = _boxes(placed, points, 250, 350)[0]
    assert min(box.left, box.top, 250 - box.right) >= 0, "a plot cuts off what leaves it"


def test_no_name_covers_a_mark_that_was_asked_about() -> None:
    points = pd.DataFrame(
        {"x": [0.5, 0.62, 0.38], "y": [0.5, 0.5, 0.5], "text": ["Estonia", "Finland", "Latvia"]},
        index=["EST", "FIN", "LVA"],
    )
    placed = place_labels(points, width=250, height=350, required=["EST", "FIN", "LVA"])
    marks = [Box(250 * x - 5, 170, 250 * x + 5, 180) for x in points["x"]]
    boxes = _boxes(placed, points, 250, 350)
    assert not any(box.overlap(mark) for box in boxes for mark in marks)
    assert not any(one.overlap(two) for i, one in enumerate(boxes) for two in boxes[:i])


def test_on_a_phone_the_names_on_a_strip_of_paces_do_not_cross() -> None:
    changes = pd.Series({"VNM": 2.15, "SGP": 3.12, "AUS": 3.2, "THA": 1.96, "LAO": 0.94, "CHN": 2.01})
    names = {"VNM": "Việt Nam", "SGP": "Singapore"}
    spec = charts.pace(changes, focus="VNM", highlight=["SGP"], names=names, middle=2.0).to_dict()
    rows = [row for rows in spec["datasets"].values() for row in rows if row.get("wide_from") == 0]
    narrow = pd.DataFrame(rows).drop_duplicates("text").set_index("text")
    low, high = spec["layer"][1]["encoding"]["x"]["scale"]["domain"]
    ends = {}
    for name, label in narrow.iterrows():
        x, wide = (label["change"] - low) / (high - low) * 250 + label["dx"], 0.58 * 13 * len(str(name))
        left = {"left": x, "right": x - wide, "center": x - wide / 2}[label["align"]]
        ends[name] = (left, left + wide, label["dy"])
    assert set(ends) == {"Việt Nam", "Singapore"}
    one, two = ends.values()
    apart_across, apart_down = one[1] <= two[0] or two[1] <= one[0], abs(one[2] - two[2]) >= 15
    assert apart_across or apart_down
