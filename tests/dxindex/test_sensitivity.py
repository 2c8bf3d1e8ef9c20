"""Sensitivity: functions whose indices are known, exact enumeration, and what it refuses."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from data import load_panel
from dxindex import Framework, InputError, OptionError
from dxindex.assumptions import Aggregations, Normalisations
from dxindex.framework import flat_framework
from dxindex.sensitivity import exact_indices, sobol_indices

CHOICES = ["normalisation", "aggregation", "leave_out", "variant"]


def ishigami(uniforms: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * uniforms - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_ishigami() -> None:
    found, values = sobol_indices(ishigami, {"x1": 1, "x2": 1, "x3": 1}, 4096, random_state=0)
    a, b = 7.0, 0.1
    v1 = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    v2 = a**2 / 8
    v13 = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    assert len(values) == 4096 * 5
    np.testing.assert_allclose(found["S1"], [v1 / total, v2 / total, 0], atol=0.01)
    np.testing.assert_allclose(found["ST"], [(v1 + v13) / total, v2 / total, v13 / total], atol=0.01)
    assert (found[["S1_conf", "ST_conf"]] < 0.06).all(axis=None)


def test_ishigami_with_two_inputs_as_one_group() -> None:
    found, _ = sobol_indices(ishigami, {"odd": 1, "rest": 2}, 4096, random_state=0)
    a, b = 7.0, 0.1
    v1, v2 = 0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8
    v13 = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    np.testing.assert_allclose(found["S1"], [v1 / total, v2 / total], atol=0.01)
    np.testing.assert_allclose(found["ST"], [(v1 + v13) / total, (v2 + v13) / total], atol=0.01)


def test_sobol_g() -> None:
    a = np.array([0.0, 1.0, 4.5, 9.0])
    found, _ = sobol_indices(
        lambda x: np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1),
        {f"x{n}": 1 for n in range(4)},
        4096,
        random_state=0,
    )
    own = 1 / (3 * (1 + a) ** 2)
    total = np.prod(1 + own) - 1
    np.testing.assert_allclose(found["S1"], own / total, atol=0.01)
    others = np.array([np.prod(1 + np.delete(own, place)) for place in range(4)])
    np.testing.assert_allclose(found["ST"], own * others / total, atol=0.01)


def test_exact_indices_by_hand() -> None:
    # y = a + 2 b + a b over a in {0, 1}, b in {0, 1, 2}: 0 2 4 / 1 4 7.
    found = exact_indices(np.array([[0.0, 2.0, 4.0], [1.0, 4.0, 7.0]]), ["a", "b"])
    # Means over b 2, 4 (variance 1); over a 0.5, 3, 5.5 (variance 25/6); all values vary by 16/3.
    np.testing.assert_allclose(found["S1"], [3 / 16, 25 / 32])
    # Variances along a 1/4, 1, 9/4 (mean 7/6); along b 8/3, 6 (mean 13/3).
    np.testing.assert_allclose(found["ST"], [7 / 32, 13 / 16])
    assert exact_indices(np.ones((2, 2)), ["a", "b"]).isna().all(axis=None)


@pytest.mark.parametrize(("target", "node"), [("mean_rank_shift", None), ("VNM", "enabling")])
def test_sampled_and_exact_indices_agree(target: str, node: str | None) -> None:
    found = dx.sensitivity(
        load_panel("2014"), "wdr2016", n=4096, target=target, node=node, assumptions=CHOICES
    )
    exact = found.exact()
    assert list(exact.index) == CHOICES == list(found.indices.index)
    np.testing.assert_allclose(found.indices["S1"], exact["S1"], atol=0.025)
    np.testing.assert_allclose(found.indices["ST"], exact["ST"], atol=0.025)
    assert found.n_runs == 4096 * 6
    assert (exact["ST"] >= exact["S1"] - 1e-12).all()
    assert exact["S1"].sum() <= 1 + 1e-12


def test_enumeration_is_the_loop_over_plain_fits() -> None:
    panel = load_panel("2014").loc[:, ["dai_business", "dai_people", "dai_government"]].iloc[:30]
    framework = flat_framework(panel.columns)
    chosen = [Normalisations(("minmax", "percentile_rank")), Aggregations(("arithmetic", "harmonic"))]
    found = dx.sensitivity(panel, framework, n=64, assumptions=chosen)
    reference = dx.CompositeIndex(framework, normalise="minmax").fit(panel).result(panel).ranks["index"]
    shifts = np.empty((2, 2))
    for i, method in enumerate(("minmax", "percentile_rank")):
        for j, mean in enumerate((dx.PowerMean(1.0), dx.PowerMean(-1.0))):
            # Within a flat index, an affine rescaling of percentile ranks and min-max leaves means in order.
            index = dx.CompositeIndex(framework, normalise=method, aggregate=mean).fit(panel)
            ranks = index.result(panel).ranks["index"]
            if (i, j) == (1, 0):
                ranks = (
                    _rescaled_percentiles(panel).mean(axis=1).round(12).rank(ascending=False, method="min")
                )
            shifts[i, j] = (ranks - reference).abs().mean()
    expected = exact_indices(shifts, ["normalisation", "aggregation"])
    pd.testing.assert_frame_equal(found.exact(), expected)


def _rescaled_percentiles(panel: pd.DataFrame) -> pd.DataFrame:
    return 0.01 + 0.99 * (panel.rank(method="average") - 0.5) / len(panel)


def test_seeds_and_repeats() -> None:
    def study(seed: int) -> pd.DataFrame:
        return dx.sensitivity(
            load_panel("2014"), "wdr2016", n=64, random_state=seed, assumptions=["weights", "aggregation"]
        ).indices

    pd.testing.assert_frame_equal(study(0), study(0))
    assert not study(0).equals(study(1))


def test_all_weights_are_one_group_and_reports_follow() -> None:
    found = dx.sensitivity(load_panel("2014"), "wdr2016", n=128)
    assert list(found.indices.index) == [
        *("normalisation", "aggregation", "weights", "leave_out", "variant", "imputation")
    ]
    assert found.n_runs == 128 * 8
    assert found.variance > 0
    assert found.mean > 0
    assert not found.assumptions.loc["measurement_error", "acts"]
    assert "weights" not in found.exact().index


def test_a_target_that_never_changes_has_no_indices(framework: Framework) -> None:
    frame = pd.DataFrame(
        {"a": [1.0, 2.0], "b": [1.0, 2.0], "c": [2.0, 1.0], "d": [1.0, 2.0]}, index=["P", "Q"]
    )
    found = dx.sensitivity(frame, framework, n=8, assumptions=["weights", "aggregation"])
    assert found.indices.isna().all(axis=None)
    alone = dx.sensitivity(frame, framework, n=8, assumptions=["weights"])
    assert alone.indices.isna().all(axis=None)


def test_arguments_are_checked(framework: Framework, panel: pd.DataFrame) -> None:
    complete = panel.dropna()
    for n in (0, 1, 100, True, 2.0):
        with pytest.raises(OptionError, match="power of two"):
            dx.sensitivity(complete, framework, n=n)
    with pytest.raises(OptionError, match="level"):
        dx.sensitivity(complete, framework, n=4, level=95)
    with pytest.raises(OptionError, match="n_resamples"):
        dx.sensitivity(complete, framework, n=4, n_resamples=1)
    with pytest.raises(OptionError, match="no target 'XXX'"):
        dx.sensitivity(complete, framework, n=4, target="XXX")
    with pytest.raises(OptionError, match="no assumption acts on this panel"):
        dx.sensitivity(complete, framework, n=4, assumptions=["measurement_error", "imputation"])
    with pytest.raises(InputError, match="'FFF' has no rank"):
        dx.sensitivity(panel, framework, n=4, target="FFF", assumptions=["weights", "aggregation"])
    with pytest.raises(OptionError, match="nothing to enumerate"):
        dx.sensitivity(complete, framework, n=4, assumptions=["weights"]).exact()
    wide = Normalisations(("minmax", "percentile_rank"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["dxindex.sensitivity"], "MAX_COMBINATIONS", 5)
        with pytest.raises(OptionError, match="too many to enumerate"):
            dx.sensitivity(complete, framework, n=4, assumptions=[wide, "aggregation"]).exact()
