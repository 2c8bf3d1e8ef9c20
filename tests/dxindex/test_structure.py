"""Structure: correlations and components against SciPy and scikit-learn, shares by hand, figures of the index."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

import data
from dxindex import CompositeIndex, Framework, IndexResult, InputError, OptionError
from dxindex.structure import (
    correlation_ratio,
    correlations,
    cronbach_alpha,
    parts_of,
    principal_components,
    validity,
    variance_shares,
)


@pytest.fixture(scope="module")
def real() -> IndexResult:
    panel = data.load_panel("2014")
    return CompositeIndex("wdr2016").fit(panel).result(panel)


@pytest.fixture(scope="module")
def wealth() -> pd.Series:
    return np.log(data.load_countries("2014")["gdp_per_capita"])


def _index(frame: pd.DataFrame, **options: object) -> IndexResult:
    return CompositeIndex(**options).fit(frame).result(frame)


@pytest.fixture
def result(framework: Framework, panel: pd.DataFrame) -> IndexResult:
    return CompositeIndex(framework).fit(panel).result(panel)


# Parts


def test_parts_by_level_by_parent_and_by_name(result: IndexResult) -> None:
    for among, expected in (
        ("indicators", ["d", "c", "b", "a"]),
        ("axes", ["p", "q"]),
        ("pillars", ["p", "q"]),
        ("nodes", ["all", "q", "p"]),
        ("all", ["q", "p"]),
        (["a", "q"], ["a", "q"]),
    ):
        assert list(parts_of(result, among).columns) == expected
    for wrong in ("a", "zzz", ["a", "zzz"]):
        with pytest.raises(OptionError, match=f"'{wrong[-1] if isinstance(wrong, list) else wrong}'"):
            parts_of(result, wrong)


# Correlations

REFERENCES = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}


@pytest.mark.parametrize("method", REFERENCES)
def test_correlations_agree_with_scipy(real: IndexResult, method: str) -> None:
    found = correlations(real, method=method)
    values = real.normalised
    for one in values.columns[:4]:
        for other in values.columns:
            expected = REFERENCES[method](values[one], values[other]).statistic
            assert found.loc[one, other] == pytest.approx(expected, abs=1e-12)


def test_correlations_of_each_pair_use_the_units_that_have_both(result: IndexResult) -> None:
    found = correlations(result, "p", method="kendall")
    both = result.normalised[["a", "b"]].dropna()
    assert found.loc["a", "b"] == pytest.approx(stats.kendalltau(both["a"], both["b"]).statistic)
    frame = pd.DataFrame({"a": [1.0, 2.0, np.nan], "b": [1.0, 3.0, 2.0]})
    assert correlations(_index(frame, coverage_floor=0)).isna().to_numpy()[0, 1]
    with pytest.raises(OptionError, match="'pearson', 'spearman', 'kendall'"):
        correlations(result, method="cosine")


def test_the_axes_run_together(real: IndexResult) -> None:
    assert correlations(real, "axes").loc["adoption", "enabling"] == pytest.approx(0.87, abs=0.005)


# Principal components


@pytest.mark.parametrize("among", ["indicators", "pillars", "enabling.government"])
def test_components_agree_with_scikit_learn(real: IndexResult, among: str) -> None:
    found = principal_components(real, among)
    standard = StandardScaler().fit_transform(parts_of(real, among))
    reference = PCA().fit(standard)
    count, units = standard.shape[1], len(standard)
    eigenvalues = reference.explained_variance_ * (units - 1) / units
    np.testing.assert_allclose(found.eigenvalues, eigenvalues, atol=1e-12)
    np.testing.assert_allclose(found.shares, reference.explained_variance_ratio_, atol=1e-12)
    loadings = reference.components_.T * np.sqrt(eigenvalues)
    np.testing.assert_allclose(found.loadings.abs(), np.abs(loadings), atol=1e-9)
    assert found.eigenvalues.sum() == pytest.approx(count)
    assert found.units == units
    strongest = found.loadings.abs().to_numpy().argmax(axis=0)
    assert (found.loadings.to_numpy()[strongest, range(count)] > 0).all()


def test_one_component_carries_the_pillars(real: IndexResult) -> None:
    found = principal_components(real, "pillars")
    assert found.kaiser == 1
    assert found.shares["PC1"] == pytest.approx(0.749, abs=0.001)


def test_components_need_parts_that_vary_and_units(result: IndexResult) -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 5.0, 2.0]}, index=list("PQR"))
    found = _index(frame)
    found.normalised["b"] = 0.5
    with pytest.raises(InputError, match="'b' does not vary") as caught:
        principal_components(found)
    assert caught.value.ids == ("b",)
    with pytest.raises(InputError, match="2 of 3 units have all of 'a', 'b'"):
        principal_components(_index(frame.assign(b=[1.0, np.nan, 2.0])))


# Cronbach's alpha


def test_alpha_by_hand() -> None:
    # a 0, 1/2, 1; b 0, 1, 1/2: variances 1/4 each, their sum 0, 3/2, 3/2 of variance 3/4.
    frame = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [0.0, 2.0, 1.0]}, index=list("PQR"))
    assert cronbach_alpha(_index(frame)) == pytest.approx(2 * (1 - (1 / 2) / (3 / 4)), abs=1e-12)
    assert cronbach_alpha(_index(frame.assign(b=frame["a"]))) == pytest.approx(1)
    assert np.isnan(cronbach_alpha(_index(frame.assign(b=[2.0, 1.0, 0.0]))))
    with pytest.raises(OptionError, match="two parts or more, not 'a'"):
        cronbach_alpha(_index(frame), ["a"])


def test_alpha_is_that_of_the_correlations_where_variances_agree(real: IndexResult) -> None:
    values = StandardScaler().fit_transform(real.normalised)
    frame = pd.DataFrame(values, columns=real.normalised.columns)
    alpha = cronbach_alpha(_index(frame, normalise="zscore"))
    count = values.shape[1]
    mean = (np.corrcoef(values.T).sum() - count) / (count * (count - 1))
    assert alpha == pytest.approx(count * mean / (1 + (count - 1) * mean), abs=1e-12)


def test_alpha_of_the_reference_index(real: IndexResult) -> None:
    found = {among: round(cronbach_alpha(real, among), 3) for among in ("pillars", "adoption", "enabling")}
    assert found == {"pillars": 0.930, "adoption": 0.905, "enabling": 0.834}


# Shares of the variance


def test_shares_by_hand(result: IndexResult) -> None:
    # q of the five units that have it; k = 3 c / 5 and 2 d / 5.
    c, d = np.array([0.8, 1, 0, 0, 0.5]) * 3 / 5, np.array([0.5, 1, 0, 0.8, 0.9]) * 2 / 5
    found = variance_shares(result, "q")
    expected = np.cov(c, c + d)[0, 1] / np.var(c + d, ddof=1)
    assert found.loc["c", "variance_share"] == pytest.approx(expected, abs=1e-12)
    assert found["weight"].to_dict() == pytest.approx({"d": 2 / 5, "c": 3 / 5})
    assert found.loc["c", "correlation"] == pytest.approx(np.corrcoef(c, c + d)[0, 1])


@pytest.mark.parametrize("node", ["all", "p", "q"])
def test_shares_sum_to_one_at_every_level(result: IndexResult, node: str) -> None:
    found = variance_shares(result, node)
    for parts in (result.framework.children(node), result.framework.leaves(node)):
        assert found.loc[list(parts), "variance_share"].sum() == pytest.approx(1)
        assert found.loc[list(parts), "weight"].sum() == pytest.approx(1)


def test_business_carries_a_quarter_of_enabling_and_not_a_third(real: IndexResult) -> None:
    found = variance_shares(real, "enabling")
    assert found.loc["enabling.business", ["weight", "variance_share"]].tolist() == pytest.approx(
        [1 / 3, 0.253], abs=0.0005
    )
    # The same share another way: the regression slope of the part's contribution on the score.
    score, part = real.scores["enabling"], real.scores["enabling.business"] / 3
    assert found.loc["enabling.business", "variance_share"] == pytest.approx(
        stats.linregress(score, part).slope, abs=1e-12
    )


def test_scores_that_are_no_sums_have_ratios_and_no_shares(framework: Framework, panel: pd.DataFrame) -> None:
    curved = CompositeIndex(framework, aggregate="geometric").fit(panel).result(panel)
    found = variance_shares(curved, "q")
    assert found["variance_share"].isna().all()
    assert found["correlation_ratio"].notna().all()
    with pytest.raises(OptionError, match="'a' is an indicator"):
        variance_shares(curved, "a")


def test_correlation_ratio_of_known_relations() -> None:
    random = np.random.default_rng(0)
    x, z = random.standard_normal((2, 4000))
    assert correlation_ratio(x, x**2) == pytest.approx(1, abs=0.1)
    assert correlation_ratio(x, z) == pytest.approx(0, abs=0.02)
    # A linear relation with noise: the ratio is the square of the correlation.
    assert correlation_ratio(x, 0.6 * x + 0.8 * z) == pytest.approx(0.36, abs=0.03)
    assert correlation_ratio(np.ones(9), range(9)) == 0
    assert np.isnan(correlation_ratio([1, 2, np.nan], [1, 2, 3]))
    assert np.isnan(correlation_ratio(range(9), np.ones(9)))


def test_correlation_ratio_by_hand() -> None:
    # Nine units in three groups; within 3 * 2 = 6 of 6 degrees, in all 60 of 8: 1 - 1 / 7.5.
    y = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    assert correlation_ratio(y, y) == pytest.approx(1 - (6 / 6) / (60 / 8))
    assert correlation_ratio([5, 5, 5, 6, 6, 6, 9, 9, 9], y) == pytest.approx(1 - 1 / 7.5)


# Validity


def test_validity_agrees_with_scipy(real: IndexResult, wealth: pd.Series) -> None:
    found = validity(real, wealth)
    for node in ("adoption", "enabling.business"):
        both = pd.DataFrame({"y": real.scores[node], "c": wealth}).dropna()
        line = stats.linregress(both["c"], both["y"])
        row = found.summary.loc[node]
        assert row[["slope", "intercept", "pearson"]].tolist() == pytest.approx(
            [line.slope, line.intercept, line.rvalue], abs=1e-12
        )
        assert row["r_squared"] == pytest.approx(line.rvalue**2, abs=1e-12)
        assert row["spearman"] == pytest.approx(stats.spearmanr(both["c"], both["y"]).statistic, abs=1e-12)
        assert row["kendall"] == pytest.approx(stats.kendalltau(both["c"], both["y"]).statistic, abs=1e-12)
        assert row["units"] == 131
        expected = both["y"] - line.intercept - line.slope * both["c"]
        np.testing.assert_allclose(found.residuals.loc[both.index, node], expected, atol=1e-12)


def test_partial_correlations_by_the_textbook_formula(real: IndexResult, wealth: pd.Series) -> None:
    both = real.scores.assign(c=wealth).dropna()
    r = both.corr()
    xy, xc, yc = r.loc["adoption", "enabling"], r.loc["adoption", "c"], r.loc["enabling", "c"]
    expected = (xy - xc * yc) / np.sqrt((1 - xc**2) * (1 - yc**2))
    found = validity(real, wealth, "axes").partial
    assert found.loc["adoption", "enabling"] == pytest.approx(expected, abs=1e-12)


def test_wealth_explains_most_of_the_index_and_not_all(real: IndexResult, wealth: pd.Series) -> None:
    found = validity(real, wealth)
    assert found.summary.loc[["adoption", "enabling"], "r_squared"].tolist() == pytest.approx(
        [0.831, 0.714], abs=0.0005
    )
    assert found.partial.loc["adoption", "enabling"] == pytest.approx(0.464, abs=0.0005)
    assert (found.residuals.loc["VNM"] > 0).all()
    assert found.residuals.isna().sum().to_dict() == dict.fromkeys(real.scores.columns, 1)


def test_criteria_that_do_not_fit(result: IndexResult) -> None:
    units = result.scores.index
    fine = pd.Series(range(6), index=units, dtype=float)
    with pytest.raises(InputError, match="units occur more than once: 'AAA'") as caught:
        validity(result, pd.concat([fine, fine.head(1)]))
    assert caught.value.ids == ("AAA",)
    with pytest.raises(InputError, match="values of 'AAA' are infinite") as caught:
        validity(result, fine.where(fine > 0, -np.inf))
    assert caught.value.ids == ("AAA",)
    with pytest.raises(InputError, match="it has a value for 0 of the 6 units"):
        validity(result, fine.set_axis(range(6)))
    with pytest.raises(InputError, match="all 5 values that count are 1; it must vary"):
        validity(result, fine * 0 + 1)
