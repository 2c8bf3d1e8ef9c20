"""Paths: by hand, against grids and random changes, and what cannot be reached said plainly."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxindex import (
    AggregationError,
    ChangePath,
    CompositeIndex,
    Framework,
    Groups,
    InputError,
    OptionError,
    ThresholdsGrouping,
    classify,
    path_to,
    what_if,
)
from dxindex.impute import GroupMedian
from dxindex.path import LEVERS_AT_LIMIT

UNITS = {"a": 2.0, "b": 10.0, "c": 10.0, "d": 0.5}


def axes(posts: dict[str, Any] | None = None) -> Framework:
    """Two axes; y is the mean of a (of 3) and of the pair c, less is better, and d (of 1)."""
    return Framework.from_dict(
        {
            "framework": {"id": "axes", "axes": {"x": "x", "y": "y"}},
            "node": [{"id": "x", "parent": ""}, {"id": "y", "parent": ""}, {"id": "pair", "parent": "y"}],
            "indicator": [
                {"id": "b", "parent": "x", "goalposts": [0, 100]},
                {
                    "id": "a",
                    "parent": "y",
                    "weight": 3,
                    **({"goalposts": [0, 10]} if posts is None else posts),
                },
                {"id": "c", "parent": "pair", "direction": -1, "goalposts": [0, 50]},
                {"id": "d", "parent": "pair", "goalposts": [-2.5, 2.5]},
            ],
        }
    )


PANEL = pd.DataFrame(
    {
        "a": [2.0, 4.0, 9.0, 8.0, 1.0, 5.0, 6.0, 2.5, 9.5],
        "b": [20.0, 35.0, 80.0, 90.0, 10.0, 55.0, 50.0, 15.0, 85.0],
        "c": [40.0, 30.0, 5.0, 1.0, 49.0, 20.0, 25.0, 45.0, 4.0],
        "d": [-1.0, 0.0, 1.5, 2.0, -3.0, 0.5, 0.0, -1.5, 1.0],
    },
    index=list("PQRSTUVWX"),
)


@pytest.fixture(scope="module")
def index() -> CompositeIndex:
    return CompositeIndex(axes()).fit(PANEL)


@pytest.fixture(scope="module")
def groups(index: CompositeIndex) -> Groups:
    return classify(index.result(PANEL))


# By hand


def test_a_rank_by_hand(index: CompositeIndex) -> None:
    """Q has 0.75 * 0.4 + 0.125 * 0.4 + 0.125 * 0.5 = 0.4125, V 0.575.

    A unit of a (2) is worth 0.15, of c (10) 0.025, of d (0.5) 0.0125: a alone, 0.1625 / 0.15 units of it.
    """
    found = path_to(index, PANEL, "Q", rank=4, node="y", scale=UNITS)
    assert found.feasible
    assert found.method == "linear programme"
    assert found.cost == pytest.approx(0.1625 / 0.15, abs=1e-7)
    assert found.changes["change"].to_dict() == pytest.approx(
        {"a": 2 * 0.1625 / 0.15, "c": 0, "d": 0}, abs=1e-6
    )
    assert found.changes["limit"].to_dict() == {"a": 9.5, "c": 1.0, "d": 2.0}
    assert found.outcome.ranks.loc["y", "after"] == 4
    assert (found.reason, found.shortfall) == ("", 0.0)
    assert found.goal == "rank 4 on 'y'"


def test_less_is_better_goes_down(index: CompositeIndex) -> None:
    """On pair Q has (0.4 + 0.5) / 2, behind S 0.94, R 0.85, X 0.81, U 0.6 and V 0.5: rank 5 needs 0.1 of c."""
    found = path_to(index, PANEL, "Q", rank=5, node="pair", scale=UNITS, levers=["c"])
    assert found.changes["change"].to_dict() == pytest.approx({"c": -5.0}, abs=1e-6)
    assert found.outcome.ranks.loc["pair", "after"] == 5


def test_a_value_beyond_its_goalpost_must_first_reach_it(index: CompositeIndex) -> None:
    """T's d of -3 is held at -2.5: the first unit gains nothing. With d alone the way to W on pair is:

    W has (0.1 + 0.2) / 2 = 0.15, T (0.02 + 0) / 2 = 0.01, so d must reach 0.28 of its range: -2.5 + 1.4.
    """
    found = path_to(index, PANEL, "T", rank=8, node="pair", scale=UNITS, levers=["d"])
    assert found.changes["after"]["d"] == pytest.approx(-1.1, abs=1e-6)
    assert found.cost == pytest.approx(1.9 / 0.5, abs=1e-6)
    both = path_to(index, PANEL, "T", rank=8, node="pair", scale=UNITS)
    assert both.changes["after"]["c"] == pytest.approx(49 - 0.28 * 50, abs=1e-6)
    assert both.changes["change"]["d"] == 0
    assert both.cost == pytest.approx(1.4, abs=1e-6)


def test_already_there_costs_nothing(index: CompositeIndex, groups: Groups) -> None:
    found = path_to(index, PANEL, "S", rank=3, node="y", scale=UNITS)
    assert (found.feasible, found.cost, found.method) == (True, 0.0, "none needed")
    assert (found.changes["change"] == 0).all()
    found = path_to(index, PANEL, "S", group="transitioning", groups=groups, scale=UNITS)
    assert (found.feasible, found.cost) == (True, 0.0)


def test_what_cannot_be_reached_is_said(index: CompositeIndex, groups: Groups) -> None:
    """With pair at its best, Q gains 0.125 * (0.98 - 0.4) + 0.125 * (0.9 - 0.5) = 0.1225 of the 0.1625 it needs."""
    found = path_to(index, PANEL, "Q", rank=4, node="y", scale=UNITS, levers=["d", "c"])
    assert not found.feasible
    assert found.reason == (
        "'Q' cannot reach rank 4 on 'y' by 'c', 'd' alone: with each at the best value in the panel, it gets to rank 5"
    )
    assert found.shortfall == pytest.approx(0.04)
    assert found.changes["after"].to_dict() == {"c": 1.0, "d": 2.0}
    assert found.outcome.ranks.loc["y", "after"] == 5
    found = path_to(index, PANEL, "T", group="transforming", groups=groups, scale=UNITS)
    assert not found.feasible
    assert found.shortfall > 0
    assert "it gets to group 'transitioning'" in found.reason


def test_the_reason_and_the_goal_are_there_in_parts(index: CompositeIndex, groups: Groups) -> None:
    rank = path_to(index, PANEL, "Q", rank=4, node="y", scale=UNITS, levers=["d", "c"])
    assert (rank.reason_code, rank.goal_group, rank.goal_rank, rank.goal_node) == (
        LEVERS_AT_LIMIT,
        None,
        4,
        "y",
    )
    group = path_to(index, PANEL, "T", group="transforming", groups=groups, scale=UNITS)
    assert (group.reason_code, group.goal_group, group.goal_rank) == (LEVERS_AT_LIMIT, "transforming", None)
    reached = path_to(index, PANEL, "Q", rank=4, node="y", scale=UNITS)
    assert (reached.reason_code, reached.goal_rank) == ("", 4)


def test_without_a_scale_changes_count_in_standard_deviations(index: CompositeIndex) -> None:
    found = path_to(index, PANEL, "Q", rank=5, node="y")
    assert found.changes["unit"].to_dict() == pytest.approx(PANEL[["a", "c", "d"]].std(ddof=0).to_dict())


def test_only_enabling_factors_move_unless_asked(index: CompositeIndex) -> None:
    assert path_to(index, PANEL, "Q", rank=5, node="y").changes.index.tolist() == ["c", "d", "a"]
    found = path_to(index, PANEL, "Q", rank=5, node="x", levers=["b"], scale=UNITS)
    assert found.changes["change"].to_dict() == pytest.approx({"b": 15.0}, abs=1e-5)
    with pytest.raises(OptionError, match="none of the levers lies below 'x'; name some of 'b'"):
        path_to(index, PANEL, "Q", rank=5, node="x", scale=UNITS)


def test_the_others_stand_still_and_the_unranked_do_not_count(index: CompositeIndex) -> None:
    found = path_to(index, PANEL, "Q", rank=2, node="y", scale=UNITS, ranked=["Q", "W", "T", "V", "S"])
    assert found.cost == pytest.approx(0.1625 / 0.15, abs=1e-7)


# Against grids and random changes


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric", {"y": -1}, {"pair": 0}, {"y": 2}])
def test_no_point_of_a_grid_is_cheaper(aggregate: object) -> None:
    index = CompositeIndex(axes(), aggregate=aggregate).fit(PANEL)
    found = path_to(index, PANEL, "P", rank=6, node="y", scale=UNITS)
    assert found.feasible
    threshold = index.result(PANEL).scores["y"].drop("P").nlargest(6).min()
    grid = np.array(list(product(np.linspace(2, 9.5, 61), np.linspace(40, 1, 40), np.linspace(-1, 2, 31))))
    rows = pd.DataFrame(grid, columns=["a", "c", "d"]).assign(b=20.0)
    reached = index.result(rows).scores["y"] >= threshold
    costs = (rows - PANEL.loc["P", ["a", "c", "d"]]).abs()[["a", "c", "d"]] / pd.Series(UNITS)[
        ["a", "c", "d"]
    ]
    cheapest = costs.sum(axis=1)[reached].min()
    assert found.cost <= cheapest + 1e-6
    assert found.cost == pytest.approx(cheapest, abs=0.15)


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("method", ["kmeans", "ward", "natural_breaks"])
def test_no_point_of_a_grid_reaches_the_group_cheaper(
    index: CompositeIndex, method: str, scaled: bool
) -> None:
    groups = classify(index.result(PANEL), method=method, scaled=scaled)
    levers = ["a", "b"]
    found = path_to(index, PANEL, "P", group="transforming", groups=groups, scale=UNITS, levers=levers)
    assert found.feasible
    assert found.outcome.group_after == "transforming"
    grid = np.array(list(product(np.linspace(2, 9.5, 76), np.linspace(20, 90, 71))))
    rows = pd.DataFrame(grid, columns=levers).assign(c=40.0, d=-1.0)
    inside = groups.predict(index.result(rows)) == "transforming"
    costs = ((rows[levers] - PANEL.loc["P", levers]) / pd.Series(UNITS)[levers]).sum(axis=1)
    assert found.cost <= costs[inside].min() + 1e-6
    assert found.cost == pytest.approx(costs[inside].min(), abs=0.15)


@settings(max_examples=5)
@given(
    st.sampled_from("PQTUVW"),
    st.integers(1, 6),
    st.sampled_from(["arithmetic", "geometric"]),
    st.integers(0, 2**32 - 1),
)
def test_no_random_change_is_cheaper(unit: str, rank: int, aggregate: str, seed: int) -> None:
    index = CompositeIndex(axes(), aggregate=aggregate).fit(PANEL)
    found = path_to(index, PANEL, unit, rank=rank, node="y", scale=UNITS)
    levers = found.changes
    rng = np.random.default_rng(seed)
    moves = rng.random((1000, 3)) ** rng.choice([0.3, 1, 4], size=(1000, 1))
    rows = pd.DataFrame(
        levers["before"].to_numpy() + moves * (levers["limit"] - levers["before"]).to_numpy(),
        columns=levers.index,
    ).assign(b=PANEL.loc[unit, "b"])
    scores = index.result(PANEL).scores["y"].drop(unit)
    reached = index.result(rows).scores["y"] >= scores.nlargest(rank).min()
    costs = ((rows[levers.index] - levers["before"]).abs() / levers["unit"]).sum(axis=1)
    assert found.feasible == (found.outcome.ranks.loc["y", "after"] <= rank)
    if found.feasible:
        assert found.cost <= costs[reached].min() + 1e-6
    else:
        assert not reached.any()


def test_a_path_is_what_the_index_says(index: CompositeIndex, groups: Groups) -> None:
    found = path_to(index, PANEL, "P", group="transitioning", groups=groups, scale=UNITS)
    again = what_if(index, PANEL, "P", found.changes["after"].to_dict(), groups=groups)
    assert again.group_after == found.outcome.group_after == "transitioning"
    pd.testing.assert_frame_equal(again.scores, found.outcome.scores)
    less = found.changes["before"] + 0.999 * found.changes["change"]
    assert what_if(index, PANEL, "P", less.to_dict(), groups=groups).group_after == "emerging"


# Other indices and groups


def test_groups_of_a_mixture_can_be_aimed_at_along_one_score(index: CompositeIndex) -> None:
    groups = classify(index.result(PANEL), method="gaussian_mixture", n_groups=2)
    found = path_to(index, PANEL, "V", group="level 2", groups=groups, scale=UNITS)
    assert found.feasible == (found.outcome.group_after == "level 2")
    with pytest.raises(OptionError, match=r"the levers move 'x', 'y'.*'gaussian_mixture'"):
        path_to(index, PANEL, "P", group="level 2", groups=groups, scale=UNITS, levers=["a", "b"])


def test_a_threshold_by_hand(index: CompositeIndex) -> None:
    """Q's mean is (0.35 + 0.4125) / 2; to 0.45 y must gain 0.1375, a unit of a being worth 0.15."""
    groups = classify(index.result(PANEL), method=ThresholdsGrouping(cuts=(0.45, 0.7)))
    found = path_to(index, PANEL, "Q", group="transitioning", groups=groups, scale=UNITS)
    assert found.cost == pytest.approx(0.1375 / 0.15, abs=1e-6)
    never = classify(index.result(PANEL), method=ThresholdsGrouping(cuts=(0.45, 1.5)))
    found = path_to(index, PANEL, "Q", group="transforming", groups=never, scale=UNITS)
    assert not found.feasible
    assert np.isnan(found.shortfall)


@pytest.mark.parametrize("normalise", ["minmax", "zscore", "goalposts"])
@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric"])
def test_any_straight_normalisation(normalise: str, aggregate: str) -> None:
    index = CompositeIndex(axes(), normalise=normalise, aggregate=aggregate).fit(PANEL)
    found = path_to(index, PANEL, "P", rank=6, node="y", scale=UNITS)
    assert found.feasible
    assert found.outcome.ranks.loc["y", "after"] == 6
    assert found.method == ("linear programme" if aggregate == "arithmetic" else "convex programme")


def test_a_treated_indicator_goes_as_far_as_it_counts() -> None:
    """Logarithms bend the way: searched, and found to be least along the one lever there is."""
    frame = PANEL.assign(a=PANEL["a"] ** 3)
    index = CompositeIndex(axes(posts={}), normalise="minmax", treat={"a": "log"}).fit(frame)
    found = path_to(index, frame, "P", rank=6, node="y", scale={"a": 1.0}, levers=["a"])
    assert found.method == "local search"
    assert found.outcome.ranks.loc["y", "after"] == 6
    less = what_if(index, frame, "P", {"a": 8 + 0.999 * found.cost})
    assert less.ranks.loc["y", "after"] > 6


def test_stand_ins_for_missing_values_stay() -> None:
    frame = PANEL.copy()
    frame.loc["Q", "d"] = np.nan
    everyone = pd.Series("all", index=frame.index)
    index = CompositeIndex(axes(), impute=GroupMedian(everyone)).fit(frame)
    found = path_to(index, frame, "Q", rank=5, node="y", scale=UNITS)
    assert found.feasible
    assert found.changes.index.tolist() == ["c", "a"]


def test_missing_levers_and_weightless_ones() -> None:
    frame = PANEL.copy()
    frame.loc["Q", "d"] = np.nan
    index = CompositeIndex(axes(), coverage_floor=0.5).fit(frame)
    assert path_to(index, frame, "Q", rank=5, node="y", scale=UNITS).changes.index.tolist() == ["c", "a"]
    with pytest.raises(InputError, match="'Q' has no value of 'd' that could change"):
        path_to(index, frame, "Q", rank=4, node="y", scale=UNITS, levers=["d"])


# Errors


def test_errors_name_what_is_wrong(index: CompositeIndex, groups: Groups) -> None:
    def ask(unit: str = "P", **options: Any) -> ChangePath:
        return path_to(index, PANEL, unit, **{"scale": UNITS, **options})

    for options, text in (
        ({}, "give either a group or a rank"),
        ({"rank": 1, "group": "emerging"}, "give either a group or a rank"),
        ({"group": "emerging"}, "groups=dx.classify"),
        ({"group": "zzz", "groups": groups}, "no group 'zzz'; valid are 'emerging'"),
        ({"rank": 1}, "name the node of the rank; nodes are 'x', 'y', 'pair'"),
        ({"rank": 1, "node": "zzz"}, "has no 'zzz'"),
        ({"rank": 0, "node": "y"}, "rank must be a whole number from 1 to 9"),
        ({"rank": True, "node": "y"}, "rank must be"),
        ({"rank": 1, "node": "y", "levers": ["zzz"]}, "has no 'zzz'"),
        ({"rank": 1, "node": "y", "levers": ["pair"]}, "'pair' is a node"),
    ):
        with pytest.raises(OptionError, match=text):
            ask(**options)
    for unit, options, text in (
        ("ZZZ", {"rank": 1, "node": "y"}, "units are not in the table: 'ZZZ'"),
        (
            "P",
            {"rank": 1, "node": "y", "scale": {"a": 1.0, "c": 0.0}},
            "no unit of change above zero for 'c', 'd'",
        ),
        ("P", {"rank": 1, "node": "y", "ranked": ["Q"]}, "'P' is not ranked on 'y'"),
        ("P", {"rank": 1, "node": "y", "levers": []}, "'P' has no value of any indicator that may change"),
    ):
        with pytest.raises(InputError, match=text):
            ask(unit, **options)


def test_a_unit_without_a_score_has_no_path() -> None:
    frame = PANEL.copy()
    frame.loc["Q", ["a", "b"]] = np.nan
    index = CompositeIndex(axes()).fit(frame)
    with pytest.raises(InputError, match="units lack a score on 'y': 'Q'"):
        path_to(index, frame, "Q", rank=1, node="y", scale=UNITS)
    groups = classify(index.result(frame))
    with pytest.raises(InputError, match="units lack a score on 'x', 'y': 'Q'"):
        path_to(index, frame, "Q", group="transforming", groups=groups, scale=UNITS)


def test_normalisation_in_steps_is_refused() -> None:
    index = CompositeIndex(axes(), normalise="percentile_rank").fit(PANEL)
    with pytest.raises(OptionError, match=r"normalised values of 'c', 'd', 'a' move in steps") as caught:
        path_to(index, PANEL, "P", rank=6, node="y", scale=UNITS)
    assert caught.value.ids == ("c", "d", "a")


def test_scores_that_rest_on_others_are_refused(
    index: CompositeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = CompositeIndex.result

    def shifted(self: CompositeIndex, X: pd.DataFrame, **options: Any) -> Any:
        found = honest(self, X, **options)
        found.scores["y"] += 0.01 * (len(X) == len(PANEL))
        return found

    monkeypatch.setattr(CompositeIndex, "result", shifted)
    with pytest.raises(AggregationError, match="scores of 'P' on 'y' do not follow from its own values"):
        path_to(index, PANEL, "P", rank=6, node="y", scale=UNITS)
