"""The ensemble: every draw is a plain index, whatever is drawn; ranks; what each assumption reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import load_panel
from dxindex import CompositeIndex, Framework, InputError, OptionError, PowerMean
from dxindex.assumptions import (
    Aggregations,
    Assumption,
    Imputations,
    IndicatorVariants,
    LeaveOut,
    MeasurementError,
    Normalisations,
    WeightDraws,
    resolve_assumptions,
)
from dxindex.build_ensemble import build_ensemble
from dxindex.compact_ranks import UNRANKED, rank_rows, rank_type
from dxindex.ensemble import Ensemble
from dxindex.fitted import rank_scores
from dxindex.framework import flat_framework, load_framework
from dxindex.framework_changes import varied_parts, without_parts
from dxindex.framework_parts import Indicator
from dxindex.impute import NearestNeighbours
from dxindex.normalise import DistanceToFrontier
from dxindex.stacked_means import lower_values, raise_values


@pytest.fixture
def deep() -> Framework:
    """Uneven depth, a lone child, unequal weights, a scale of its own, less-is-better."""
    return Framework.from_dict(
        {
            "framework": {"id": "deep", "scale": [0, 100], "axes": {"x": "left", "y": "right"}},
            "node": [
                {"id": "left", "parent": ""},
                {"id": "right", "parent": ""},
                {"id": "lone", "parent": "left", "weight": 2},
                {"id": "pair", "parent": "left", "weight": 1},
                {"id": "inner", "parent": "pair", "weight": 3},
            ],
            "indicator": [
                {"id": "a", "parent": "lone", "goalposts": [0, 10]},
                {"id": "b", "parent": "inner", "weight": 2},
                {"id": "c", "parent": "inner", "direction": -1, "goalposts": [-3, 3]},
                {"id": "d", "parent": "pair"},
                {"id": "e", "parent": "right"},
                {"id": "f", "parent": "right", "weight": 4},
                {"id": "g", "parent": "right"},
            ],
        }
    )


@pytest.fixture
def figures() -> pd.DataFrame:
    """Twenty units; ``swap`` stands in for ``d``."""
    generator = np.random.default_rng(3)
    values = generator.normal(size=(20, 8)) * [2, 1, 1, 5, 1, 1, 3, 2] + [5, 0, 0, 9, 0, 0, 0, 1]
    return pd.DataFrame(values, columns=[*"gfedcba", "swap"], index=[f"U{n:02}" for n in range(20)])


@pytest.fixture
def holed(figures: pd.DataFrame) -> pd.DataFrame:
    frame = figures.copy()
    frame.loc["U03", "b"] = np.nan
    frame.loc["U04", ["e", "f"]] = np.nan
    frame.loc["U05", "a"] = np.nan
    frame.loc["U06"] = np.nan
    frame.loc["U07", "swap"] = np.nan
    return frame


EVERYTHING: tuple[Assumption, ...] = (
    Normalisations((None, "minmax", "percentile_rank")),
    Aggregations(("arithmetic", "geometric", "harmonic", 2.0, {0: "geometric", "inner": -1})),
    WeightDraws(),
    LeaveOut(),
    IndicatorVariants({"d": ["swap"]}),
    Imputations((NearestNeighbours(3),)),
)


def assert_runs_agree(ensemble: Ensemble, count: int, nodes: Sequence[str] = ()) -> None:
    """Draw by draw, the stacked arithmetic gives what a plain fit of the same index gives."""
    nodes = nodes or ensemble.framework.nodes
    uniforms = np.random.default_rng(1).random((count, ensemble.dimensions))
    scores = ensemble.evaluate(uniforms, nodes)
    ranks = ensemble.ranks(uniforms, nodes)
    for draw in range(count):
        plain = ensemble.run(uniforms[draw]).result()
        for place, node in enumerate(nodes):
            # A node below which everything is left out has a score in the ensemble only.
            if node in plain.scores:
                expected = plain.scores[node].to_numpy()
                np.testing.assert_allclose(scores[place, draw], expected, rtol=0, atol=1e-10)
                expected_ranks = plain.ranks[node].fillna(UNRANKED).to_numpy(dtype=np.int64)
                np.testing.assert_array_equal(ranks[place, draw], expected_ranks)


def test_every_draw_is_a_plain_fit(deep: Framework, figures: pd.DataFrame) -> None:
    assert_runs_agree(build_ensemble(figures, deep, EVERYTHING), 60)


def test_every_draw_is_a_plain_fit_of_the_shipped_index() -> None:
    reference_panel = load_panel("2014")
    ensemble = build_ensemble(reference_panel, load_framework("wdr2016"))
    assert_runs_agree(ensemble, 25, ensemble.framework.axis_ids)


def test_every_draw_is_a_plain_fit_where_values_are_missing(deep: Framework, holed: pd.DataFrame) -> None:
    ensemble = build_ensemble(holed, deep, EVERYTHING)
    axes = ("left", "right")
    assert_runs_agree(ensemble, 40, axes)
    missing = np.isnan(ensemble.evaluate(np.random.default_rng(1).random((40, ensemble.dimensions)), axes))
    assert 0 < missing.mean() < 0.5


@pytest.mark.parametrize("weights", [WeightDraws("dirichlet"), WeightDraws(spread=1.0)])
def test_other_weights_agree_too(deep: Framework, figures: pd.DataFrame, weights: WeightDraws) -> None:
    assert_runs_agree(build_ensemble(figures, deep, [weights, "aggregation"]), 20)


def test_measurement_errors_enter_before_normalisation(deep: Framework, figures: pd.DataFrame) -> None:
    errors = pd.DataFrame({"b": 0.5, "c": [0.0, *[0.3] * 18, np.nan]}, index=figures.index[::-1])
    ensemble = build_ensemble(figures, deep, [MeasurementError(errors), "normalisation", "weights"])
    assert ensemble.errors is not None
    assert len(ensemble.errors.sizes) == 38
    assert_runs_agree(ensemble, 20)
    noise = ensemble.decode(np.random.default_rng(0).random((4000, ensemble.dimensions))).noise
    np.testing.assert_allclose(noise.std(axis=0), ensemble.errors.sizes, rtol=0.06)
    np.testing.assert_allclose(noise.mean(axis=0), 0, atol=0.03)


def test_a_declared_frontier_and_measurement_errors_exclude_each_other(
    deep: Framework, figures: pd.DataFrame
) -> None:
    errors = pd.DataFrame({"b": 0.5}, index=figures.index)
    methods = Normalisations((None, DistanceToFrontier(frontier={"b": 9.0})))
    with pytest.raises(OptionError, match="declared frontier"):
        build_ensemble(figures, deep, [MeasurementError(errors), methods])
    assert len(build_ensemble(figures, deep, [methods]).methods) == 2


def test_the_reference_is_the_index_as_declared() -> None:
    reference_panel = load_panel("2014")
    framework = load_framework("wdr2016")
    ensemble = build_ensemble(reference_panel, framework)
    declared = CompositeIndex(framework).fit(reference_panel).result(reference_panel)
    found = ensemble.reference(framework.nodes)
    np.testing.assert_allclose(found.T, 0.01 + 0.99 * declared.scores.to_numpy(), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(rank_rows(found).T, declared.ranks.to_numpy(dtype=np.int64))


@given(st.sampled_from([1.0, 0.0, -1.0, 2.0, 0.5, -3.0]), st.floats(0.01, 100.0))
def test_what_is_raised_comes_down_again(power: float, value: float) -> None:
    values = np.array([value])
    assert lower_values(raise_values(values, power), power)[0] == pytest.approx(value, rel=1e-9)


@given(
    st.lists(
        st.lists(
            st.sampled_from([0.0, 0.1, 0.1 + 1e-13, 0.2, 0.9, np.nan, 100.0, 1e5]), min_size=5, max_size=5
        ),
        min_size=1,
        max_size=4,
    )
)
def test_ranks_are_those_of_the_index(rows: list[list[float]]) -> None:
    scores = np.array(rows)
    expected = rank_scores(pd.DataFrame(scores.T)).fillna(UNRANKED).to_numpy(dtype=np.int64)
    np.testing.assert_array_equal(rank_rows(scores).T, expected)


def test_ranks_on_scales_too_wide_to_be_packed() -> None:
    assert rank_rows(np.array([[-4e9, 7e9, np.nan, 7e9]])).tolist() == [[3, 1, 0, 1]]


def test_ranks_take_two_bytes_as_long_as_they_fit() -> None:
    assert rank_type(65_535) is np.uint16
    assert rank_type(65_536) is np.uint32
    many = rank_rows(np.arange(70_000.0)[np.newaxis] / 70_000)
    assert many[0, 0] == 70_000


def test_weights_stay_in_their_range_and_siblings_vary_apart(deep: Framework, figures: pd.DataFrame) -> None:
    ensemble = build_ensemble(figures, deep, [WeightDraws(spread=0.1)])
    weights = ensemble.decode(np.random.default_rng(0).random((2000, ensemble.dimensions))).weights
    ratio = weights / ensemble.nominal
    varied = [ensemble.parts[part] for part in varied_parts(deep)]
    assert ratio[:, varied].min() >= 0.9
    assert ratio[:, varied].max() <= 1.1
    np.testing.assert_allclose(ratio[:, varied].mean(axis=0), 1.0, atol=0.005)
    np.testing.assert_allclose(ratio[:, varied].std(axis=0), 0.1 / np.sqrt(3), rtol=0.05)
    assert set(varied_parts(deep)) == {"lone", "pair", "inner", *"bcdefg"}


def test_dirichlet_weights_have_its_mean_and_spread(deep: Framework, figures: pd.DataFrame) -> None:
    ensemble = build_ensemble(figures, deep, [WeightDraws("dirichlet", concentration=2.0)])
    weights = ensemble.decode(np.random.default_rng(0).random((20_000, ensemble.dimensions))).weights
    siblings = weights[:, [ensemble.parts[part] for part in "efg"]]
    shares = siblings / siblings.sum(axis=1, keepdims=True)
    mean = np.array([1, 4, 1]) / 6
    # Dirichlet with parameters 2 * 3 * mean: variance mean (1 - mean) / (6 + 1).
    np.testing.assert_allclose(shares.mean(axis=0), mean, atol=0.005)
    np.testing.assert_allclose(shares.var(axis=0), mean * (1 - mean) / 7, rtol=0.04)


def test_leaving_out_reaches_every_part_once(deep: Framework, figures: pd.DataFrame) -> None:
    ensemble = build_ensemble(figures, deep, ["leave_out"])
    # "a" is all that "lone" has: both are one way of leaving out. Nothing stands beside "left" and "right".
    assert [set(parts) for parts in ensemble.cuts] == [
        {"", "lone", "b", "c", "d", "pair"},
        {"", "e", "f", "g"},
    ]
    with pytest.raises(OptionError, match="nothing remains beside 'left'"):
        build_ensemble(figures, deep, [LeaveOut(("left",))])
    reduced = without_parts(deep, ["pair", "e"])
    assert reduced.nodes == ("left", "lone", "right")
    assert reduced.indicators == ("a", "f", "g")


def test_a_part_left_out_is_missing_above_and_whole_in_itself(deep: Framework, figures: pd.DataFrame) -> None:
    ensemble = build_ensemble(figures, deep, [LeaveOut(("pair",))])
    with_it, without = ensemble.evaluate(np.array([[0.1], [0.9]]), ["left", "pair"]).swapaxes(0, 1)
    np.testing.assert_array_equal(with_it[1], without[1])
    lone = ensemble.evaluate(np.array([[0.1]]), ["lone"])[0, 0]
    np.testing.assert_array_equal(without[0], lone)
    assert not np.allclose(with_it[0], without[0])


def notes(ensemble: Ensemble) -> dict[str, tuple[bool, str]]:
    return {factor.name: (factor.acts, factor.note) for factor in ensemble.factors}


def test_what_cannot_act_is_said(deep: Framework, figures: pd.DataFrame) -> None:
    told = notes(build_ensemble(figures, deep))
    assert [name for name, (acts, _) in told.items() if acts] == [
        "normalisation",
        "aggregation",
        "weights",
        "leave_out",
    ]
    assert told["imputation"][1] == "nothing is missing"
    assert told["measurement_error"][1] == "no standard errors are given"
    assert "no shipped framework" in told["variant"][1]
    assert "'zscore' comes to the same as 'minmax'" in told["normalisation"][1]
    single = notes(build_ensemble(figures, flat_framework(["a"])))
    assert not any(single[name][0] for name in ("aggregation", "weights", "leave_out"))


def test_the_schooling_variant_comes_from_the_shipped_frameworks() -> None:
    reference_panel = load_panel("2014")
    framework = load_framework("wdr2016")
    ensemble = build_ensemble(reference_panel, framework, ["variant", "imputation"])
    (levels,) = ensemble.factors[0].columns
    assert levels == ("as declared", "wdr2016-lays", "wdr2016-skills")
    swapped = {state.variant: state.framework.children("enabling.people") for state in ensemble.states}
    assert swapped["wdr2016-lays"] == ("learning_adjusted_years",)
    assert "5 values are missing" in notes(ensemble)["imputation"][1]
    fewer = build_ensemble(reference_panel.drop(columns="skills_adjusted_schooling"), framework, ["variant"])
    assert "lacks 'skills_adjusted_schooling'" in notes(fewer)["variant"][1]


def test_a_variant_keeps_the_place_and_brings_its_own_goalposts(
    deep: Framework, figures: pd.DataFrame
) -> None:
    swap = Indicator("swap", "anywhere", weight=9, direction=-1, goalposts=(-50.0, 50.0))
    ensemble = build_ensemble(figures, deep, [IndicatorVariants({"d": [swap]})])
    part = ensemble.states[1].framework.indicator("swap")
    assert part == replace(swap, parent="pair", weight=1.0)
    assert ensemble.tables[0, 1, 3] == pytest.approx(
        1 + 99 * (50 - figures["swap"].to_numpy()) / 100, abs=1e-12
    )


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (["nonsense"], "no assumption 'nonsense'; valid are 'normalisation', 'aggregation', 'weights'"),
        ([], "name at least one; valid are"),
        (["weights", WeightDraws(spread=0.5)], "'weights' is chosen more than once"),
    ],
)
def test_unknown_assumptions_are_refused(chosen: Sequence[str | Assumption], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        resolve_assumptions(chosen)


def test_options_are_checked(deep: Framework, figures: pd.DataFrame) -> None:
    with pytest.raises(OptionError, match="valid are 'uniform' and 'dirichlet'"):
        WeightDraws("normal")
    for spread in (0, 1.5, -1):
        with pytest.raises(OptionError, match="spread"):
            WeightDraws(spread=spread)
    with pytest.raises(OptionError, match="concentration"):
        WeightDraws("dirichlet", concentration=0)
    with pytest.raises(OptionError, match="has no 'nonsense'"):
        build_ensemble(figures, deep, [LeaveOut(("nonsense",))])
    with pytest.raises(OptionError, match="has no 'nonsense'"):
        build_ensemble(figures, deep, [IndicatorVariants({"nonsense": ["swap"]})])
    with pytest.raises(InputError, match="'nowhere'"):
        build_ensemble(figures, deep, [IndicatorVariants({"d": ["nowhere"]})])
    with pytest.raises(InputError, match="goalposts"):
        build_ensemble(figures, deep, [Normalisations(("goalposts",))])
    with pytest.raises(OptionError, match="at least one mean"):
        build_ensemble(figures, deep, [Aggregations(())])
    with pytest.raises(OptionError, match="at least one method"):
        build_ensemble(figures, deep, [Normalisations(())])


def test_standard_errors_are_checked(deep: Framework, figures: pd.DataFrame) -> None:
    def build(errors: pd.DataFrame) -> Ensemble:
        return build_ensemble(figures, deep, [MeasurementError(errors)])

    with pytest.raises(InputError, match="'nonsense'"):
        build(pd.DataFrame({"nonsense": 1.0}, index=figures.index))
    with pytest.raises(InputError, match="'XXX'"):
        build(pd.DataFrame({"a": 1.0}, index=["XXX"]))
    with pytest.raises(InputError, match="'U01' are negative"):
        build(pd.DataFrame({"a": -1.0}, index=["U01"]))
    nothing = build(pd.DataFrame({"a": [0.0, np.nan]}, index=["U01", "U02"]))
    assert notes(nothing)["measurement_error"] == (False, "every standard error given is missing or zero")


def test_a_single_unit_has_what_goalposts_say(deep: Framework, figures: pd.DataFrame) -> None:
    goalposts = replace(
        deep,
        indicator_parts=tuple(replace(part, goalposts=(-20.0, 20.0)) for part in deep.indicator_parts),
    )
    ensemble = build_ensemble(figures.iloc[:1], goalposts)
    assert "cannot be learnt here" in notes(ensemble)["normalisation"][1]
    assert ensemble.ranks(np.full((1, ensemble.dimensions), 0.5), ["left"]).tolist() == [[[1]]]
    with pytest.raises(InputError, match="needs at least two observed values"):
        build_ensemble(figures.iloc[:1], flat_framework(["a", "b"]), [Normalisations(("minmax",))])
    with pytest.raises(InputError, match="no normalisation can be learnt"):
        build_ensemble(figures.assign(a=np.nan), flat_framework(["a", "b"]))


def test_power_means_are_the_only_aggregations(deep: Framework, figures: pd.DataFrame) -> None:
    ensemble = build_ensemble(figures, deep, [Aggregations((PowerMean(1.0), 1, "arithmetic", 0))])
    assert len(ensemble.means) == 2
