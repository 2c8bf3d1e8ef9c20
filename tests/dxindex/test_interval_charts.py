"""Charts of how sure ranks are: intervals, pairs, influence, single changes; checked on the specification."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dxindex import charts

LEVELS = pd.DataFrame(
    {
        "rank": [2, 1, 3, pd.NA],
        "low": [1, 1, 2, pd.NA],
        "median": [2, 1, 3, pd.NA],
        "high": [3, 2, 5, pd.NA],
    },
    index=pd.Index(["P", "Q", "R", "S"], name="iso3"),
    dtype="Int64",
)


def leaves(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The layers of a chart; those without data of their own take the chart's."""
    return [{**({"data": spec["data"]} if "data" in spec else {}), **layer} for layer in spec["layer"]]


def rows_of(spec: dict[str, Any], mark: str, *, place: int = 0) -> list[dict[str, Any]]:
    found = [layer for layer in leaves(spec) if layer["mark"]["type"] == mark]
    return spec["datasets"][found[place]["data"]["name"]]


def test_intervals_are_bars_from_the_best_rank_to_the_worst() -> None:
    spec = charts.rank_intervals(LEVELS, "P", level=0.9, names={"P": "Peru"}).to_dict()
    bars = rows_of(spec, "rule")
    assert [(row["iso3"], row["low"], row["high"]) for row in bars] == [("Q", 1, 2), ("P", 1, 3), ("R", 2, 5)]
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["Q", "P", "R"], "a unit without a rank has no row"
    assert [row["who"] for row in bars] == ["", "unit", ""]
    assert spec["params"][0]["name"] == "country"


def test_intervals_mark_rank_median_and_what_is_published() -> None:
    plain = charts.rank_intervals(LEVELS, "P", level=0.9).to_dict()
    published = charts.rank_intervals(LEVELS, "P", level=0.9, published={"P": 4, "S": 9}).to_dict()
    assert len({row["what"] for row in rows_of(plain, "point")}) == 2
    marks = [row for row in rows_of(published, "point") if row["what"] == "Published rank"]
    assert [(row["iso3"], row["at"]) for row in marks] == [("P", 4)]
    scale = next(layer for layer in published["layer"] if layer["mark"]["type"] == "point")
    shapes = scale["encoding"]["shape"]["scale"]
    assert len(shapes["domain"]) == len(set(shapes["range"])) == 3


def test_hidden_rows_leave_the_ruler_alone() -> None:
    whole = charts.rank_intervals(LEVELS, "P", level=0.9).to_dict()
    part = charts.rank_intervals(LEVELS, "P", level=0.9, shown=["P", "Q"]).to_dict()
    assert len(rows_of(part, "rule")) == 2
    assert part["layer"][0]["encoding"]["x"]["scale"] == whole["layer"][0]["encoding"]["x"]["scale"]
    assert part["layer"][0]["encoding"]["x"]["scale"]["domain"] == [1, 5]


def test_the_rank_axis_begins_at_one() -> None:
    table = pd.DataFrame({"rank": [45], "low": [40], "median": [44], "high": [61]}, index=["P"])
    values = charts.rank_intervals(table, "P", level=0.9).to_dict()["layer"][0]["encoding"]["x"]["axis"]
    assert values["values"] == [1, 20, 40, 60]


def test_nobody_to_draw_is_no_fault() -> None:
    assert rows_of(charts.rank_intervals(LEVELS.loc[["S"]], "S", level=0.9).to_dict(), "rule") == []


@pytest.mark.parametrize(
    ("ahead", "behind", "expected"),
    [
        (0.9, 0.1, charts.AHEAD),
        (0.899, 0.101, charts.UNDECIDED),
        (0.05, 0.9, charts.BEHIND),
        (0.05, 0.85, charts.UNDECIDED),
    ],
)
def test_a_verdict_needs_a_firm_share(ahead: float, behind: float, expected: str) -> None:
    assert charts.verdict(ahead, behind) == expected


def test_pairs_are_told_by_shape_and_words() -> None:
    shares = pd.DataFrame(
        {"ahead": [0.95, 0.5, 0.02, float("nan")], "behind": [0.05, 0.5, 0.98, float("nan")]},
        index=["P", "Q", "R", "S"],
    )
    spec = charts.ahead_shares(shares, "Vietnam", names={"P": "Peru (9)"}).to_dict()
    drawn = rows_of(spec, "point")
    assert [(row["name"], row["verdict"], row["text"]) for row in drawn] == [
        ("Peru (9)", "Vietnam is ahead", "95%"),
        ("Q", "Cannot be told apart", "50%"),
        ("R", "The other is ahead", "2%"),
    ]
    point = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    for channel in ("color", "shape"):
        assert len(set(point["encoding"][channel]["scale"]["range"])) == 3
    limits = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert [round(row["at"], 6) for row in limits] == [0.1, 0.9]


def test_influence_is_sorted_by_the_total_and_drawn_as_estimated() -> None:
    indices = pd.DataFrame(
        {
            "S1": [-0.02, 0.6, float("nan")],
            "S1_conf": [0.01, 0.05, float("nan")],
            "ST": [0.1, 0.7, float("nan")],
            "ST_conf": [0.02, 0.04, float("nan")],
        },
        index=["weights", "variant", "imputation"],
    )
    spec = charts.sobol(indices, names={"variant": "Schooling"}).to_dict()
    assert spec["layer"][0]["encoding"]["y"]["sort"][:2] == ["variant", "weights"]
    drawn = rows_of(spec, "point")
    assert {(row["assumption"], round(row["at"], 2)) for row in drawn} == {
        ("variant", 0.6),
        ("variant", 0.7),
        ("weights", -0.02),
        ("weights", 0.1),
    }
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert (round(low, 6), high) == (-0.03, 1.0)


def test_changes_run_from_the_largest_down_with_one_figure_a_side() -> None:
    changes = pd.DataFrame(
        {
            "label": ["small", "two ends", "two ends", "same side", "same side", "none", "gone"],
            "rank": [11, 8, 12, 6, 7, 10, pd.NA],
        }
    )
    spec = charts.rank_changes(changes, 10, name="Peru").to_dict()
    point = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    assert point["encoding"]["y"]["sort"] == ["same side", "two ends", "small", "none"]
    drawn = rows_of(spec, "point")
    named = {(row["label"], row["rank"]) for row in drawn if row["named"]}
    assert named == {("small", 11), ("two ends", 8), ("two ends", 12), ("same side", 6), ("none", 10)}
    assert {row["rank"]: row["kind"] for row in drawn} == {
        11: "Worse rank",
        8: "Better rank",
        12: "Worse rank",
        6: "Better rank",
        7: "Better rank",
        10: "Same rank",
    }


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_charts_write_themselves_in_the_language(lang: str) -> None:
    title = charts.rank_intervals(LEVELS, "P", level=0.9, lang=lang).to_dict()["layer"][0]["encoding"]["x"][
        "title"
    ]
    assert title.startswith("Rank" if lang == "en" else "Thứ hạng")
