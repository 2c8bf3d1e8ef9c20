"""The index: an example worked out by hand, its invariants, contributions, labels, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from dxindex import AggregationError, CompositeIndex, Framework, FrameworkError, InputError, OptionError
from dxindex.fitted import rank_scores
from dxindex.framework_parts import Indicator, Node

F = Fraction

# Normalised by goalposts, by hand (a / 10, b / 100, (50 - c) / 50, (d + 2.5) / 5):
#        a     b     c     d
# AAA   0.4   0.5   0.8   0.5
# BBB   1     0     1     1
# CCC   0     1     0     0
# DDD   0.5   0.25  0     0.8     c = 60 lies beyond its goalpost of 50
# EEE   -     0.6   0.5   0.9     two thirds of p is observed: just enough
# FFF   0.8   -     -     -       one third of p is: not enough
# p = (a + 2 b) / 3, q = (3 c + 2 d) / 5, all = (3 p + q) / 4.
BY_HAND = {
    "AAA": {"p": F(7, 15), "q": F(17, 25), "all": F(13, 25)},
    "BBB": {"p": F(1, 3), "q": F(1), "all": F(1, 2)},
    "CCC": {"p": F(2, 3), "q": F(0), "all": F(1, 2)},
    "DDD": {"p": F(1, 3), "q": F(8, 25), "all": F(33, 100)},
    "EEE": {"p": F(3, 5), "q": F(33, 50), "all": F(123, 200)},
}
RANKS = {
    "AAA": {"p": 3, "q": 2, "all": 2},
    "BBB": {"p": 4, "q": 1, "all": 3},
    "CCC": {"p": 1, "q": 5, "all": 3},
    "DDD": {"p": 4, "q": 4, "all": 5},
    "EEE": {"p": 2, "q": 3, "all": 1},
}


def test_example_by_hand(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework).fit(panel).result(panel)
    for unit, nodes in BY_HAND.items():
        for node, score in nodes.items():
            assert result.scores.loc[unit, node] == pytest.approx(float(score), abs=1e-12), (unit, node)
            assert result.ranks.loc[unit, node] == RANKS[unit][node], (unit, node)
    assert result.scores.loc["FFF"].isna().all()
    assert result.ranks.loc["FFF"].isna().all()
    assert list(result.scores.columns) == list(framework.nodes)
    assert result.coverage.loc["EEE"].to_dict() == pytest.approx({"all": 3 / 4, "q": 1.0, "p": 2 / 3})
    assert result.coverage.loc["FFF"].to_dict() == pytest.approx({"all": 0.0, "q": 0.0, "p": 1 / 3})
    assert result.clipped.to_numpy().sum() == 1
    assert result.clipped.loc["DDD", "c"]


def test_geometric_example_by_hand(framework: Framework, panel: pd.DataFrame) -> None:
    # AAA on [0.01, 1]: a 0.406, b 0.505, c 0.802, d 0.505.
    p = (0.406 * 0.505**2) ** (1 / 3)
    q = (0.802**3 * 0.505**2) ** (1 / 5)
    scores = CompositeIndex(framework, aggregate="geometric").fit(panel).result(panel).scores.loc["AAA"]
    assert scores.to_dict() == pytest.approx({"p": p, "q": q, "all": (p**3 * q) ** (1 / 4)}, abs=1e-12)


def test_means_may_differ_by_level(framework: Framework, panel: pd.DataFrame) -> None:
    index = CompositeIndex(framework, aggregate={0: "harmonic"}).fit(panel)
    p, q = (0.406 + 2 * 0.505) / 3, (3 * 0.802 + 2 * 0.505) / 5
    assert index.result(panel).scores.loc["AAA", "all"] == pytest.approx(4 / (3 / p + 1 / q), abs=1e-12)


def test_scores_are_means_of_what_is_shown_as_normalised(framework: Framework, panel: pd.DataFrame) -> None:
    wide = replace(framework, scale=(0.0, 100.0))
    for mean in ("arithmetic", "geometric"):
        unit, stretched = (
            CompositeIndex(tree, aggregate=mean).fit(panel).result(panel) for tree in (framework, wide)
        )
        pd.testing.assert_frame_equal(stretched.scores, unit.scores * 100)
        pd.testing.assert_frame_equal(stretched.normalised, unit.normalised * 100)


# Contributions


def test_contributions_by_hand(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework).fit(panel).result(panel)
    contributions = result.contributions("all")
    assert contributions.loc["AAA"].to_dict() == pytest.approx(
        {"d": 0.05, "c": 0.12, "b": 0.25, "a": 0.1}, abs=1e-12
    )
    assert contributions.loc["EEE", ["b", "c", "d"]].tolist() == pytest.approx([0.45, 0.075, 0.09], abs=1e-12)
    assert np.isnan(contributions.loc["EEE", "a"])
    assert contributions.loc["FFF"].isna().all()
    assert list(result.contributions("q").columns) == ["d", "c"]


def test_contributions_of_a_curved_mean_say_the_way_out(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework, aggregate={"q": "geometric"}).fit(panel).result(panel)
    with pytest.raises(AggregationError, match=r"'q' is not an arithmetic mean.*aggregate='arithmetic'"):
        result.contributions("all")
    assert result.contributions("p").loc["AAA"].sum() == pytest.approx(result.scores.loc["AAA", "p"])
    with pytest.raises(OptionError, match="'a' is an indicator"):
        result.contributions("a")


# Invariants

COLUMNS = ("a", "b", "c", "d", "e")
UNEVEN = Framework(
    "uneven",
    (Node("all"), Node("n", "all", weight=2), Node("m", "n", weight=0.5)),
    (
        Indicator("a", "all"),
        Indicator("b", "n", weight=3, goalposts=(0, 1)),
        Indicator("c", "m", goalposts=(0, 1)),
        Indicator("d", "m", weight=4, goalposts=(-1, 2)),
        Indicator("e", "m", direction=-1, goalposts=(0, 1)),
    ),
)
number = st.one_of(st.floats(0, 1).map(lambda value: round(value, 4)), st.just(float("nan")))


@st.composite
def panels(draw: st.DrawFn, *, gaps: bool = True) -> pd.DataFrame:
    cell = number if gaps else st.floats(0, 1).map(lambda value: round(value, 4))
    rows = draw(st.lists(st.lists(cell, min_size=5, max_size=5), min_size=1, max_size=8))
    # Two fixed units keep every column varying, so that every normalisation can be fitted.
    table = [[0.0] * 5, [1.0] * 5, *rows]
    return pd.DataFrame(table, columns=list(COLUMNS), index=[f"U{i}" for i in range(len(table))])


options = st.fixed_dictionaries(
    {
        "normalise": st.sampled_from([None, "minmax", "zscore", "percentile_rank"]),
        "aggregate": st.sampled_from(["arithmetic", "geometric", "harmonic", -3.0]),
        "coverage_floor": st.sampled_from([0.0, 0.5, 2 / 3, 1.0]),
    }
)


@given(panels(), options)
def test_scores_lie_between_the_lowest_and_highest_value_of_the_row(
    frame: pd.DataFrame, option: dict
) -> None:
    result = CompositeIndex(UNEVEN, **option).fit(frame).result(frame)
    low, high = result.normalised.min(axis=1), result.normalised.max(axis=1)
    scores = result.scores
    assert (scores.ge(low - 1e-9, axis=0) | scores.isna()).all(axis=None)
    assert (scores.le(high + 1e-9, axis=0) | scores.isna()).all(axis=None)


@given(panels(), options, st.randoms(use_true_random=False))
def test_order_of_rows_columns_and_framework_does_not_matter(
    frame: pd.DataFrame, option: dict, random: object
) -> None:
    units, columns = list(frame.index), list(frame.columns)
    random.shuffle(units)
    random.shuffle(columns)
    turned = replace(UNEVEN, node_parts=UNEVEN.node_parts[::-1], indicator_parts=UNEVEN.indicator_parts[::-1])
    shuffled = frame.loc[units, columns]
    plain = CompositeIndex(UNEVEN, **option).fit(frame).result(frame)
    other = CompositeIndex(turned, **option).fit(shuffled).result(shuffled)
    pd.testing.assert_frame_equal(other.scores, plain.scores, check_like=True, rtol=1e-9)
    pd.testing.assert_frame_equal(other.ranks, plain.ranks, check_like=True)


@given(panels(), options, st.floats(0.01, 100))
def test_rescaling_weights_changes_nothing(frame: pd.DataFrame, option: dict, factor: float) -> None:
    heavier = tuple(
        replace(row, weight=row.weight * factor) for row in UNEVEN.indicator_parts if row.parent == "m"
    )
    others = tuple(row for row in UNEVEN.indicator_parts if row.parent != "m")
    scaled = replace(UNEVEN, indicator_parts=(*others, *heavier))
    plain, other = (CompositeIndex(tree, **option).fit(frame).transform(frame) for tree in (UNEVEN, scaled))
    pd.testing.assert_frame_equal(other, plain, rtol=1e-9)


@given(panels(gaps=False), options, st.sampled_from(COLUMNS), st.floats(0, 1))
def test_scores_rise_with_every_indicator(
    frame: pd.DataFrame, option: dict, column: str, step: float
) -> None:
    index = CompositeIndex(UNEVEN, **option).fit(frame)
    better = frame.copy()
    better[column] += step * UNEVEN.indicator(column).direction
    assert (index.transform(better) >= index.transform(frame) - 1e-9).all(axis=None)


@given(panels(gaps=False), options)
def test_dominated_unit_never_ranks_above_its_dominator(frame: pd.DataFrame, option: dict) -> None:
    directions = pd.Series({row.id: row.direction for row in UNEVEN.indicator_parts})
    turned = frame * directions
    ranks = CompositeIndex(UNEVEN, **option).fit(frame).result(frame).ranks["all"]
    for one in frame.index:
        dominators = turned.index[(turned >= turned.loc[one]).all(axis=1).to_numpy()]
        assert (ranks[dominators] <= ranks[one]).all()


@given(
    panels(),
    st.sampled_from([None, "minmax", "zscore", "percentile_rank"]),
    st.sampled_from([0.0, 0.5, 2 / 3]),
)
def test_contributions_sum_to_the_score(frame: pd.DataFrame, method: str | None, floor: float) -> None:
    result = CompositeIndex(UNEVEN, normalise=method, coverage_floor=floor).fit(frame).result(frame)
    for node in UNEVEN.nodes:
        sums = result.contributions(node).sum(axis=1, min_count=1)
        np.testing.assert_allclose(sums, result.scores[node], atol=1e-12)


# Ranks


def test_rounding_does_not_break_ties() -> None:
    scores = pd.DataFrame({"s": [0.1 + 0.2, 0.3, 0.9, np.nan]}, index=list("PQRS"))
    assert rank_scores(scores)["s"].tolist() == [2, 2, 1, pd.NA]


def test_units_outside_the_competition_are_scored_and_unranked(
    framework: Framework, panel: pd.DataFrame
) -> None:
    index = CompositeIndex(framework).fit(panel)
    result = index.result(panel, ranked=["DDD", "AAA"])
    assert result.ranks["all"].dropna().to_dict() == {"AAA": 1, "DDD": 2}
    pd.testing.assert_frame_equal(result.scores, index.result(panel).scores)
    with pytest.raises(InputError, match="not in the table: 'ZZZ'"):
        index.result(panel, ranked=["AAA", "ZZZ"])


# Estimator: labels, shapes, parameters


def test_parameters_are_held_for_other_panels(framework: Framework, panel: pd.DataFrame) -> None:
    index = CompositeIndex(framework, normalise="minmax").fit(panel)
    alone = index.result(panel.loc[["AAA"]]).scores
    pd.testing.assert_frame_equal(alone, index.result(panel).scores.loc[["AAA"]])


def test_frame_in_frame_out_and_array_in_array_out(framework: Framework, panel: pd.DataFrame) -> None:
    scores = CompositeIndex(framework).fit_transform(panel)
    assert scores.index.equals(panel.index)
    flat = CompositeIndex().fit_transform(np.array([[0.0, 5.0], [1.0, 7.0]]))
    assert isinstance(flat, np.ndarray)
    assert flat.tolist() == [[0.0], [1.0]]


def test_flat_index_of_any_numeric_table() -> None:
    frame = pd.DataFrame({"index": [0, 1, 2], "b": pd.array([4, None, 2], dtype="Int64")}, index=list("PQR"))
    result = CompositeIndex(coverage_floor=0.5).fit(frame).result(frame)
    assert result.scores["index_"].tolist() == [0.5, 0.5, 0.5]
    assert result.coverage["index_"].tolist() == [1.0, 0.5, 1.0]


def test_framework_by_name_by_path_and_cloned(
    framework: Framework, panel: pd.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(framework.to_toml(), encoding="utf-8")
    index = clone(CompositeIndex(path)).fit(panel)
    assert index.framework_ == framework
    assert list(index.get_feature_names_out()) == list(framework.nodes)
    assert list(index.feature_names_in_) == list(framework.indicators)
    assert CompositeIndex("wdr2016").framework == "wdr2016"


def test_arguments_are_left_alone(framework: Framework, panel: pd.DataFrame) -> None:
    before = panel.copy()
    CompositeIndex(framework).fit(panel).result(panel)
    pd.testing.assert_frame_equal(panel, before)


# Refusals


def test_indicators_the_panel_lacks_are_all_named(framework: Framework, panel: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="columns are missing: 'd', 'b'") as caught:
        CompositeIndex(framework).fit(panel.drop(columns=["b", "d"]))
    assert caught.value.ids == ("d", "b")
    with pytest.raises(InputError, match="columns are missing: 'a'"):
        CompositeIndex(framework).fit(panel).result(panel.drop(columns="a"))


def test_every_fault_of_a_table_is_listed(framework: Framework, panel: pd.DataFrame) -> None:
    broken = pd.concat([panel, panel.head(1)]).drop(columns="d").assign(a="x")
    broken["b"] = [np.inf, *broken["b"].tolist()[1:]]
    with pytest.raises(InputError) as caught:
        CompositeIndex(framework).fit(broken)
    for part in (
        "units occur more than once: 'AAA'",
        "columns are missing: 'd'",
        "columns are not numeric: 'a'",
        "values are infinite (inf) in 'b' for 'AAA'",
    ):
        assert part in str(caught.value)


def test_doubled_columns_and_nameless_rows(framework: Framework, panel: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="columns occur more than once: 'a'"):
        CompositeIndex(framework).fit(pd.concat([panel, panel[["a"]]], axis=1))
    with pytest.raises(InputError, match="rows without a unit id: 1"):
        CompositeIndex(framework).fit(panel.rename(index={"BBB": np.nan}))


@pytest.mark.parametrize("empty", [pd.DataFrame(), pd.DataFrame({"a": []}), pd.DataFrame(index=["P"])])
def test_empty_tables(framework: Framework, empty: pd.DataFrame) -> None:
    for index in (CompositeIndex(framework), CompositeIndex()):
        with pytest.raises(InputError, match="give it at least one of each"):
            index.fit(empty)


def test_framework_needs_labels(framework: Framework) -> None:
    with pytest.raises(InputError, match="give a pandas DataFrame, not ndarray"):
        CompositeIndex(framework).fit(np.zeros((3, 4)))


def test_bad_choices(framework: Framework, panel: pd.DataFrame) -> None:
    for option, words in (
        ({"normalise": "best"}, "no normalisation 'best'"),
        ({"aggregate": "best"}, "no aggregation 'best'"),
        ({"aggregate": {"zzz": 1}}, "'zzz' is neither a node nor a depth"),
        ({"coverage_floor": 66}, "coverage_floor 66 must lie between 0 and 1"),
        ({"coverage_floor": float("nan")}, "must lie between 0 and 1"),
    ):
        with pytest.raises(OptionError, match=words):
            CompositeIndex(framework, **option).fit(panel)
    with pytest.raises(OptionError, match="a name, a path or None, not int"):
        CompositeIndex(2016).fit(panel)
    with pytest.raises(FrameworkError, match="no framework 'wdr'"):
        CompositeIndex("wdr").fit(panel)
    with pytest.raises(NotFittedError):
        CompositeIndex(framework).result(panel)


def test_negative_scores_have_no_quadratic_mean(framework: Framework, panel: pd.DataFrame) -> None:
    with pytest.raises(AggregationError, match="needs them at or above zero; use the arithmetic mean"):
        CompositeIndex(framework, normalise="zscore", aggregate=2).fit(panel).result(panel)


def test_unit_without_any_value_is_unscored_not_zero(framework: Framework, panel: pd.DataFrame) -> None:
    empty = panel.assign(**{column: panel[column].where(panel.index != "AAA") for column in "abcd"})
    result = CompositeIndex(framework, coverage_floor=0).fit(empty).result(empty)
    assert result.scores.loc["AAA"].isna().all()
    assert (result.coverage.loc["AAA"] == 0).all()


BENDS = {
    "exponential": lambda values: np.exp(3 * values),
    "cube": lambda values: values**3 - 7,
    "steps kept apart": lambda values: values + np.floor(10 * values),
}


@given(panels(), st.sampled_from(COLUMNS), st.sampled_from(sorted(BENDS)))
def test_rank_based_scores_ignore_monotone_transforms(frame: pd.DataFrame, column: str, bend: str) -> None:
    bent = frame.copy()
    bent[column] = BENDS[bend](frame[column])
    index = CompositeIndex(UNEVEN, normalise="percentile_rank")
    pd.testing.assert_frame_equal(index.fit(bent).transform(bent), index.fit(frame).transform(frame))


def test_scores_by_value_do_not_ignore_them() -> None:
    frame = pd.DataFrame({name: [0.0, 0.2, 1.0] for name in COLUMNS}, index=["P", "Q", "R"])
    bent = frame.assign(c=np.exp(3 * frame["c"]))
    index = CompositeIndex(UNEVEN, normalise="minmax")
    assert not np.allclose(index.fit(bent).transform(bent), index.fit(frame).transform(frame))
