"""Choices compared: every pair, who moves, which choice moves them; refusals."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

import data
from dxindex import (
    CompositeIndex,
    Framework,
    InputError,
    OptionError,
    ThresholdsGrouping,
    classify,
    compare_methods,
)

SCORES = pd.DataFrame(
    {"x": [0.0, 0.1, 0.45, 0.5, 0.55, 1.0], "y": [0.0, 0.1, 0.45, 0.5, 0.55, 1.0]}, index=list("PQRSTU")
)
LIGHT = ["kmeans", "natural_breaks", "quantiles"]


def test_two_choices_by_hand() -> None:
    # k-means: PQ, RST, U; terciles: PQ, RS, TU.
    found = compare_methods(SCORES, methods=["kmeans", "quantiles"], scaled=[False])
    assert found.choices["method"].tolist() == ["kmeans", "quantiles"]
    assert found.choices["sizes"].tolist() == [(2, 3, 1), (2, 2, 2)]
    assert found.factors == ("method",)
    expected = adjusted_rand_score([0, 0, 1, 1, 1, 2], [0, 0, 1, 1, 2, 2])
    np.testing.assert_allclose(found.adjusted_rand, [[1, expected], [expected, 1]])
    assert found.moves(1).to_dict("index") == {"T": {0: "transitioning", 1: "transforming"}}
    assert found.movers.to_dict("index") == {
        "T": {
            "group": "transitioning",
            "share": 0.5,
            "lowest": "transitioning",
            "highest": "transforming",
            "method": 1.0,
        }
    }
    (cause,) = found.causes.to_dict("records")
    assert cause == {
        "factor": "method",
        "from": "kmeans",
        "to": "quantiles",
        "comparisons": 1,
        "adjusted_rand": pytest.approx(expected),
        "lowest_adjusted_rand": pytest.approx(expected),
        "moved": 1.0,
    }


def test_every_pair_of_choices_and_the_factor_that_moves() -> None:
    # x decides for plain features, for y is tiny; scaled, both count. The method plays no role in bands so clear.
    generator = np.random.default_rng(0)
    level = np.repeat([0.0, 0.5, 1.0], 10)
    frame = pd.DataFrame({"x": level, "y": np.roll(level, 10) / 1000}) + generator.normal(
        scale=1e-6, size=(30, 2)
    )
    found = compare_methods(frame, methods=["natural_breaks", "quantiles"])
    assert len(found.choices) == 4
    for one, other in combinations(range(4), 2):
        expected = adjusted_rand_score(found.labels[one], found.labels[other])
        assert found.adjusted_rand.loc[one, other] == pytest.approx(expected)
        assert found.adjusted_rand.loc[other, one] == found.adjusted_rand.loc[one, other]
    causes = found.causes.set_index("factor")
    assert causes["comparisons"].tolist() == [2, 2]
    assert causes.loc["scaled", "moved"] > causes.loc["method", "moved"]
    assert found.movers["scaled"].mean() > found.movers["method"].mean()
    assert (found.movers["share"].diff().dropna() >= 0).all()


def test_causes_and_movers_count_the_same_moves() -> None:
    frame = pd.DataFrame(np.random.default_rng(3).random((40, 3)), columns=list("abc"))
    found = compare_methods(frame, methods=LIGHT, features=["axes", ["a", "b"]])
    for factor in found.factors:
        causes = found.causes[found.causes["factor"] == factor]
        assert (causes["lowest_adjusted_rand"] < causes["adjusted_rand"]).any()
        assert (causes["lowest_adjusted_rand"] <= causes["adjusted_rand"] + 1e-12).all()
        moves = (causes["moved"] * causes["comparisons"]).sum()
        assert found.movers[factor].sum() * causes["comparisons"].sum() == pytest.approx(moves)
    assert found.choices["features"].unique().tolist() == ["axes", "a, b"]


def test_pillars_are_compared_where_they_are_not_the_axes(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework).fit(panel).result(panel)
    assert set(compare_methods(result, methods=LIGHT).choices["features"]) == {"axes"}


def test_index_is_computed_anew_from_a_panel(framework: Framework, panel: pd.DataFrame) -> None:
    result = CompositeIndex(framework).fit(panel).result(panel)
    found = compare_methods(
        result,
        methods=["natural_breaks"],
        scaled=[False],
        n_groups=2,
        panel=panel,
        normalisations=[None, "minmax"],
        aggregations=["arithmetic", 0],
    )
    assert found.choices["normalise"].tolist() == ["declared", "declared", "minmax", "minmax"]
    assert found.choices["aggregate"].tolist() == ["arithmetic", "power 0"] * 2
    for number, (normalise, aggregate) in enumerate(
        [(None, "arithmetic"), (None, 0), ("minmax", "arithmetic"), ("minmax", 0)]
    ):
        anew = CompositeIndex(framework, normalise=normalise, aggregate=aggregate).fit(panel).result(panel)
        labels = classify(anew, method="natural_breaks", n_groups=2).labels
        pd.testing.assert_series_equal(found.labels[number], labels, check_names=False)
    assert found.labels.loc["FFF"].isna().all()
    assert "FFF" not in found.movers.index
    assert found.factors == ("normalise", "aggregate")


def test_choices_that_cannot_be_made_are_said_and_left_out() -> None:
    ties = pd.DataFrame({"s": [0.0, 1, 1, 1, 1, 2]}, index=list("PQRSTU"))
    found = compare_methods(ties, methods=["kmeans", "quantiles"], scaled=[False])
    assert len(found.choices) == 1
    (why,) = found.refused.items()
    assert why[0] == "method quantiles, features axes, scaled False"
    assert "leaves 1 of 3 groups empty" in why[1]
    assert found.movers.empty
    assert found.causes.empty
    with pytest.raises(InputError, match="leaves 1 of 3 groups empty"):
        compare_methods(ties, methods=["quantiles", "kmeans"])


def test_thresholds_may_be_compared_where_they_make_as_many_groups() -> None:
    found = compare_methods(SCORES, methods=["kmeans", ThresholdsGrouping((0.3, 0.52))], scaled=[False])
    assert found.moves(1).index.tolist() == ["T"]
    with pytest.raises(OptionError, match="'thresholds' makes 2 groups, not 3"):
        compare_methods(SCORES, methods=[ThresholdsGrouping((0.3,))])


def test_order_of_units_does_not_matter() -> None:
    frame = pd.DataFrame(
        np.random.default_rng(4).random((30, 2)), columns=["x", "y"], index=[f"U{i}" for i in range(30)]
    )
    plain, turned = (
        compare_methods(table, methods=LIGHT) for table in (frame, frame.sample(frac=1, random_state=0))
    )
    pd.testing.assert_frame_equal(turned.movers, plain.movers)
    pd.testing.assert_frame_equal(turned.causes, plain.causes)


def test_refusals(framework: Framework, panel: pd.DataFrame) -> None:
    for option, words in (
        ({"methods": ["kmeans", "kmeans"]}, "methods must be one or more different ones; .*'kmeans'"),
        ({"methods": []}, "methods must be one or more"),
        ({"scaled": [True, 1]}, "scaled must be"),
        ({"methods": ["magic"]}, "no grouping method 'magic'"),
        ({"features": ["corners"]}, "no feature set 'corners'"),
        ({"panel": panel}, "a frame of scores has no framework"),
        ({"n_groups": 9}, "n_groups 9"),
    ):
        with pytest.raises(OptionError, match=words):
            compare_methods(SCORES, **option)
    found = compare_methods(SCORES, methods=["kmeans", "quantiles"], scaled=[False])
    for pair in ((0, 0), (5, 0)):
        with pytest.raises(OptionError, match="compare two of the choices 0 to 1"):
            found.moves(*pair)
    apart = pd.DataFrame({"x": [1, 2, 3, np.nan, np.nan, np.nan], "y": [np.nan, np.nan, np.nan, 1, 2, 3]})
    with pytest.raises(InputError, match="no unit has a group by every choice"):
        compare_methods(apart, methods=["kmeans"], features=[["x"], ["y"]])


def test_reference_edition() -> None:
    panel = data.load_panel("2014")
    result = CompositeIndex("wdr2016").fit(panel).result(panel)
    found = compare_methods(result, methods=["kmeans", "ward", "natural_breaks", "quantiles"])
    assert len(found.choices) == 16
    # Along one gradient, two axes say no more than their mean: the groups are the same, country by country.
    natural = found.choices.query("method == 'natural_breaks' and features == 'axes' and not scaled").index[0]
    assert found.adjusted_rand.loc[0, natural] == 1
    assert found.labels.loc["VNM"].mode()[0] == "transitioning"
    assert found.causes.loc[0, "factor"] == "method"
