"""Histories and pace, on the specification: nothing is drawn that was not observed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxindex import charts
from dxindex.charts.line_ends import spread_ends

NAMES = {"A": "Aland", "B": "Beland", "C": "Nowhere"}
OBSERVED = pd.DataFrame(
    [("A", 2000, 1.0, ""), ("A", 2001, 2.0, ""), ("A", 2004, 5.0, "older vintage"), ("B", 2001, 4.9, "")],
    columns=["iso3", "year", "value", "flag"],
)


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for layer in spec.get("layer", []):
        whole = {**({"data": spec["data"]} if "data" in spec else {}), **layer}
        found += layers(whole) if "layer" in layer else [whole]
    return found


def rows(spec: dict[str, Any], kind: str, **has: str) -> list[list[dict[str, Any]]]:
    return [
        spec["datasets"][layer["data"]["name"]]
        for layer in layers(spec)
        if layer["mark"]["type"] == kind
        and has.items() <= {k: str(v) for k, v in layer["mark"].items()}.items()
    ]


def drawn(**options: Any) -> dict[str, Any]:
    return charts.histories(OBSERVED, names=NAMES, title="Growth", unit="%", **options).to_dict()


def test_points_are_the_observations_alone() -> None:
    spec = drawn()
    points = next(part for part in rows(spec, "point") if "flag" in part[0])
    assert [(row["iso3"], row["year"], row["value"]) for row in points] == [
        tuple(row) for row in OBSERVED[["iso3", "year", "value"]].to_numpy()
    ]
    assert [row["note"] for row in points] == ["", "", "older vintage", ""]


def test_a_gap_is_joined_by_a_thin_line_and_told() -> None:
    spec = drawn()
    segments = next(part for part in rows(spec, "rule") if "years" in part[0])
    assert [(row["year"], row["to_year"], row["years"]) for row in segments] == [
        (2000, 2001, 1),
        (2001, 2004, 3),
    ]
    thin, thick = (
        layer for layer in layers(spec) if layer["mark"]["type"] == "rule" and "transform" in layer
    )
    assert thin["transform"] == [{"filter": "datum.years > 1"}]
    assert thick["transform"] == [{"filter": "datum.years == 1"}]
    assert "Thin lines join observations over years without one." in spec["title"]["subtitle"]
    whole = charts.histories(
        OBSERVED[OBSERVED["year"] < 2004], names=NAMES, title="Growth", unit="%"
    ).to_dict()
    assert not any("Thin lines" in line for line in whole["title"]["subtitle"])


def test_every_line_has_its_name_at_the_end_and_none_touches_another() -> None:
    median = pd.DataFrame({"year": [2000, 2001], "value": [4.0, 5.0], "n": [5, 6]})
    spec = drawn(median=median, median_name="All: median of 6", median_label="Median")
    ends = {row["name"]: row["place"] for part in rows(spec, "text") for row in part}
    assert set(ends) == {"Aland", "Beland", "Median"}
    places = sorted(ends.values())
    assert min(b - a for a, b in pairwise(places)) > 0.04
    assert "Dashed: All: median of 6." in spec["title"]["subtitle"]


def test_large_numbers_are_in_millions_and_the_unit_says_so() -> None:
    many = OBSERVED.assign(value=OBSERVED["value"] * 1e6)
    spec = charts.histories(many, names=NAMES, title="People", unit="people").to_dict()
    titles = {
        layer["encoding"]["y"].get("title") for layer in layers(spec) if "y" in layer.get("encoding", {})
    }
    assert "people, millions" in titles


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="C has an observation"):
        charts.histories(OBSERVED, names={"C": "Nowhere"}, title="Growth", unit="%")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=13))
def test_ends_are_spread_in_their_order_inside_the_plot(wanted: list[float]) -> None:
    ends = {str(i): place for i, place in enumerate(wanted)}
    placed = spread_ends(ends, apart=0.05)
    order = sorted(ends, key=lambda unit: ends[unit])
    gaps = [placed[b] - placed[a] for a, b in pairwise(order)]
    assert all(gap >= 0.05 - 1e-9 for gap in gaps)
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in placed.values())


def test_ends_with_room_stay_where_they_are() -> None:
    assert spread_ends({"A": 0.1, "B": 0.5}, apart=0.05) == {"A": 0.1, "B": 0.5}
    assert spread_ends({}, apart=0.05) == {}


def test_pace_draws_known_changes_and_puts_marks_apart() -> None:
    changes = pd.Series({"A": 0.5, "B": 0.5, "C": float("nan"), "D": -1.0})
    spec = charts.pace(changes, focus="A", names=NAMES, unit="% a year", title="Pace").to_dict()
    marks = {row["iso3"]: row for row in rows(spec, "point")[0]}
    assert set(marks) == {"A", "B", "D"}
    assert marks["A"]["level"] != marks["B"]["level"]
    assert [row["iso3"] for row in marks.values() if row["focus"]] == ["A"]
    assert marks["D"]["text"] == "−1.00"


def test_pace_hides_and_keeps_its_scale() -> None:
    changes = pd.Series({"A": 0.5, "B": 1.5, "D": -1.0})
    whole, part = (charts.pace(changes, focus="A", shown=shown).to_dict() for shown in (None, {"B"}))
    assert {row["iso3"] for row in rows(part, "point")[0]} == {"A", "B"}
    scales = [layers(spec)[0]["encoding"]["x"]["scale"]["domain"] for spec in (whole, part)]
    assert scales[0] == scales[1]
