"""Normalisation: formulas by hand and against independent references, direction, other panels, errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore, zscore
from sklearn.preprocessing import MinMaxScaler

from dxindex import NORMALISATIONS, Framework, InputError, OptionError
from dxindex.fitted_normalisation import fit_normalisation
from dxindex.framework_parts import Indicator, Node
from dxindex.normalise import DistanceToFrontier, DistanceToReference, MinMax, ZScore, resolve_normalisation

FITTED = pd.DataFrame({"up": [2.0, 4.0, 4.0, 10.0], "down": [2.0, 4.0, 4.0, 10.0]}, index=list("PQRS"))
OTHER = pd.DataFrame({"down": [0.0, 12.0, np.nan], "up": [0.0, 12.0, np.nan]}, index=list("XYZ"))

# Goalposts are 0 and 8. The mean of 2, 4, 4, 10 is 5, the mean square deviation (9 + 1 + 1 + 25) / 4 = 9.
# Distance to frontier stops at the best value seen: otherwise it is min-max.
EXPECTED = {
    "distance_to_frontier": {
        "up": [0.0, 0.25, 0.25, 1.0],
        "down": [1.0, 0.75, 0.75, 0.0],
        "other up": [-0.25, 1.0],
        "other down": [1.0, -0.25],
    },
    "goalposts": {
        "up": [0.25, 0.5, 0.5, 1.0],
        "down": [0.75, 0.5, 0.5, 0.0],
        "other up": [0.0, 1.0],
        "other down": [1.0, 0.0],
    },
    "minmax": {
        "up": [0.0, 0.25, 0.25, 1.0],
        "down": [1.0, 0.75, 0.75, 0.0],
        "other up": [-0.25, 1.25],
        "other down": [1.25, -0.25],
    },
    "zscore": {
        "up": [-1.0, -1 / 3, -1 / 3, 5 / 3],
        "down": [1.0, 1 / 3, 1 / 3, -5 / 3],
        "other up": [-5 / 3, 7 / 3],
        "other down": [5 / 3, -7 / 3],
    },
    "percentile_rank": {
        "up": [0.125, 0.5, 0.5, 0.875],
        "down": [0.875, 0.5, 0.5, 0.125],
        "other up": [0.0, 1.0],
        "other down": [1.0, 0.0],
    },
}


def _framework(
    *, scale: tuple[float, float] = (0.0, 1.0), goalposts: tuple[float, float] | None = (0.0, 8.0)
) -> Framework:
    rows = (
        Indicator("down", "all", direction=-1, goalposts=goalposts),
        Indicator("up", "all", goalposts=goalposts),
    )
    return Framework("two", (Node("all"),), rows, scale=scale)


@pytest.mark.parametrize("method", NORMALISATIONS)
@pytest.mark.parametrize("column", ["up", "down"])
def test_values_by_hand_on_the_fitted_panel_and_on_another(method: str, column: str) -> None:
    fitted = fit_normalisation(FITTED, _framework(), method)
    expected = EXPECTED[method]
    assert fitted.apply(FITTED)[0][column].tolist() == pytest.approx(expected[column], abs=1e-15)
    other = fitted.apply(OTHER)[0][column]
    assert other.tolist()[:2] == pytest.approx(expected[f"other {column}"], abs=1e-15)
    assert np.isnan(other["Z"])


@pytest.mark.parametrize("method", ["goalposts", "minmax", "percentile_rank", "distance_to_frontier"])
def test_shares_are_stretched_to_the_scale_of_the_framework(method: str) -> None:
    stretched = fit_normalisation(FITTED, _framework(scale=(1.0, 7.0)), method).apply(FITTED)[0]["up"]
    assert stretched.tolist() == pytest.approx([1 + 6 * share for share in EXPECTED[method]["up"]], abs=1e-15)


def test_values_beyond_a_goalpost_are_flagged() -> None:
    fitted = fit_normalisation(FITTED, _framework(), "goalposts")
    assert fitted.apply(FITTED)[1]["up"].tolist() == [False, False, False, True]
    assert fitted.apply(FITTED)[1]["down"].tolist() == [False, False, False, True]
    assert fitted.apply(OTHER)[1]["up"].tolist() == [False, True, False]


@pytest.mark.parametrize("method", ["minmax", "zscore", "percentile_rank"])
def test_what_is_not_held_is_not_flagged(method: str) -> None:
    assert not fit_normalisation(FITTED, _framework(), method).apply(OTHER)[1].to_numpy().any()


def test_by_default_goalposts_where_declared_and_min_max_where_not() -> None:
    mixed = _framework()
    down, up = mixed.indicator_parts
    mixed = replace(mixed, indicator_parts=(down, replace(up, goalposts=None)))
    normalised = fit_normalisation(FITTED, mixed).apply(FITTED)[0]
    assert normalised["down"].tolist() == EXPECTED["goalposts"]["down"]
    assert normalised["up"].tolist() == EXPECTED["minmax"]["up"]


@pytest.mark.parametrize("method", NORMALISATIONS)
def test_positive_values_start_at_a_hundredth_of_the_scale(method: str) -> None:
    fitted = fit_normalisation(FITTED, _framework(), method, positive=True)
    normalised, clipped = fitted.apply(FITTED)
    # A z-score runs over the fitted panel, which makes it the min-max position.
    shares = EXPECTED["minmax" if method == "zscore" else method]["up"]
    assert normalised["up"].tolist() == pytest.approx([0.01 + 0.99 * share for share in shares], abs=1e-15)
    assert clipped["up"].tolist() == [False, False, False, method == "goalposts"]


def test_positive_values_of_other_panels_are_held_and_flagged_below_the_fitted_range() -> None:
    normalised, clipped = fit_normalisation(FITTED, _framework(), "minmax", positive=True).apply(OTHER)
    assert normalised["up"].tolist()[:2] == pytest.approx([0.01, 0.01 + 0.99 * 1.25])
    assert clipped["up"].tolist() == [True, False, False]


def test_positive_values_need_a_scale_from_zero_up() -> None:
    with pytest.raises(OptionError, match="scale starts at -1"):
        fit_normalisation(FITTED, _framework(scale=(-1.0, 1.0)), positive=True)
    high = fit_normalisation(FITTED, _framework(scale=(0.0, 100.0)), "minmax", positive=True).apply(FITTED)[0]
    assert high["up"].tolist() == pytest.approx([1.0, 25.75, 25.75, 100.0])


values = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=2, max_size=30).filter(
    lambda v: len(set(v)) > 1
)


@given(values)
def test_methods_agree_with_independent_references(numbers: list[float]) -> None:
    frame = pd.DataFrame({"up": numbers, "down": numbers})

    def ours(method: str) -> np.ndarray:
        return fit_normalisation(frame, _framework(), method).apply(frame)[0]["up"].to_numpy()

    np.testing.assert_allclose(ours("minmax"), MinMaxScaler().fit_transform(frame[["up"]])[:, 0], atol=1e-12)
    np.testing.assert_allclose(ours("zscore"), zscore(numbers), rtol=1e-9, atol=1e-9)
    ranks = [percentileofscore(numbers, number, kind="mean") / 100 for number in numbers]
    np.testing.assert_allclose(ours("percentile_rank"), ranks, atol=1e-12)


@given(values)
def test_percentile_rank_ignores_rising_transforms(numbers: list[float]) -> None:
    frame = pd.DataFrame({"up": numbers, "down": numbers})
    bent = frame**3 + 5
    plain, turned = (
        fit_normalisation(table, _framework(), "percentile_rank").apply(table)[0] for table in (frame, bent)
    )
    pd.testing.assert_frame_equal(plain, turned)


def test_arguments_are_left_alone() -> None:
    before = FITTED.copy()
    fit_normalisation(FITTED, _framework(), positive=True).apply(FITTED)
    pd.testing.assert_frame_equal(FITTED, before)


# What cannot be normalised, all of it at once, by id


@pytest.mark.parametrize("method", ["minmax", "zscore"])
def test_constant_columns_are_named(method: str) -> None:
    with pytest.raises(
        InputError, match=r"'down': all 3 observed values are 7(.|\n)*'up': all 2 observed"
    ) as caught:
        fit_normalisation(
            pd.DataFrame({"up": [1.0, 1.0, np.nan], "down": [7.0, 7.0, 7.0]}), _framework(), method
        )
    assert caught.value.ids == ("down", "up")


@pytest.mark.parametrize("method", ["minmax", "zscore"])
def test_one_unit_has_no_spread(method: str) -> None:
    with pytest.raises(InputError, match=r"'up': needs at least two observed values .*n_samples=1"):
        fit_normalisation(FITTED.head(1), _framework(), method)


def test_one_unit_is_enough_for_goalposts() -> None:
    assert fit_normalisation(FITTED.head(1), _framework()).apply(FITTED.head(1))[0].loc["P", "up"] == 0.25


def test_column_without_values_cannot_be_ranked() -> None:
    empty = FITTED.assign(up=np.nan)
    with pytest.raises(InputError, match="'up': no value is observed"):
        fit_normalisation(empty, _framework(), "percentile_rank")


def test_missing_goalposts_are_named() -> None:
    with pytest.raises(InputError, match="declares no goalposts") as caught:
        fit_normalisation(FITTED, _framework(goalposts=None), "goalposts")
    assert caught.value.ids == ("down", "up")


# Declared ranges, means, frontiers and references


def _normalised(method: object, frame: pd.DataFrame = FITTED, **options: object) -> pd.DataFrame:
    return fit_normalisation(FITTED, _framework(**options), method).apply(frame)[0]


@pytest.mark.parametrize("scale", [(0.0, 1.0), (1.0, 7.0)])
def test_min_max_to_a_range_goes_before_the_scale(scale: tuple[float, float]) -> None:
    normalised = _normalised(MinMax((1, 100)), scale=scale)
    assert normalised["up"].tolist() == pytest.approx([1.0, 25.75, 25.75, 100.0], abs=1e-13)
    assert normalised["down"].tolist() == pytest.approx([100.0, 75.25, 75.25, 1.0], abs=1e-13)


def test_z_scores_with_a_declared_mean_and_spread() -> None:
    normalised = _normalised(ZScore(mean=50, spread=10))
    assert normalised["up"].tolist() == pytest.approx([40.0, 50 - 10 / 3, 50 - 10 / 3, 50 + 50 / 3])
    assert normalised["down"].tolist() == pytest.approx([60.0, 50 + 10 / 3, 50 + 10 / 3, 50 - 50 / 3])
    assert normalised["up"].mean() == pytest.approx(50)
    assert normalised["up"].std(ddof=0) == pytest.approx(10)


@pytest.mark.parametrize("method", [MinMax((1, 100)), ZScore(50, 10)])
def test_declared_ranges_become_shares_where_values_must_be_positive(method: object) -> None:
    placed = fit_normalisation(FITTED, _framework(), method, positive=True).apply(FITTED)[0]
    assert placed["up"].tolist() == pytest.approx([0.01, 0.2575, 0.2575, 1.0])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: MinMax((1, 1)), "lower first"),
        (lambda: MinMax((0, np.inf)), "finite"),
        (lambda: ZScore(spread=0), "above zero"),
        (lambda: ZScore(mean=np.nan), "finite"),
    ],
)
def test_options_out_of_order_are_refused(wrong: object, words: str) -> None:
    with pytest.raises(OptionError, match=words):
        wrong()


def test_distance_to_a_declared_frontier_in_the_indicators_own_unit() -> None:
    # Up: (x - 0) / (8 - 0), held at 1. Down: (12 - x) / (12 - 3), held at 1.
    method = DistanceToFrontier(frontier={"up": 8, "down": 3}, worst={"up": 0, "down": 12})
    fitted = fit_normalisation(FITTED, _framework(), method)
    normalised, held = fitted.apply(FITTED)
    assert normalised["up"].tolist() == pytest.approx([0.25, 0.5, 0.5, 1.0])
    assert normalised["down"].tolist() == pytest.approx([1.0, 8 / 9, 8 / 9, 2 / 9])
    assert held["up"].tolist() == [False, False, False, True]
    assert held["down"].tolist() == [True, False, False, False]
    assert fitted.apply(OTHER)[0]["up"].tolist()[:2] == [0.0, 1.0]


def test_declared_frontiers_need_no_spread_and_must_beat_the_worst() -> None:
    flat = FITTED.assign(up=5.0)
    method = DistanceToFrontier(frontier={"up": 10}, worst={"up": 0})
    assert fit_normalisation(flat, _framework(), method).apply(flat)[0]["up"].tolist() == [0.5] * 4
    with pytest.raises(InputError, match="'up': the frontier 1 must be better than the worst value 2"):
        _normalised(DistanceToFrontier(frontier={"up": 1}))
    with pytest.raises(InputError, match="'down': the frontier 12 must be better than the worst value 10"):
        _normalised(DistanceToFrontier(frontier={"down": 12}))
    with pytest.raises(OptionError, match="'zzz' is no indicator") as caught:
        _normalised(DistanceToFrontier(worst={"zzz": 1}))
    assert caught.value.ids == ("zzz",)


def test_distance_to_a_reference_unit() -> None:
    # Up: (x - 2) / (4 - 2). Down: (10 - x) / (10 - 4).
    normalised = _normalised(DistanceToReference("Q"))
    assert normalised["up"].tolist() == pytest.approx([0.0, 1.0, 1.0, 4.0])
    assert normalised["down"].tolist() == pytest.approx([8 / 6, 1.0, 1.0, 0.0])


def test_reference_units_that_cannot_serve() -> None:
    with pytest.raises(InputError, match="'ZZZ' is not in the table") as caught:
        _normalised(DistanceToReference("ZZZ"))
    assert caught.value.ids == ("ZZZ",)
    with pytest.raises(InputError, match="'up': the reference unit 'P' is the worst of all") as caught:
        _normalised(DistanceToReference("P"))
    assert caught.value.ids == ("up",)
    gap = FITTED.assign(down=[np.nan, 4.0, 4.0, 10.0])
    with pytest.raises(InputError, match=r"'down': the reference unit 'P' has no value"):
        fit_normalisation(gap, _framework(), DistanceToReference("P"))


def test_unknown_method_lists_the_valid_ones() -> None:
    with pytest.raises(OptionError, match="'goalposts', 'minmax', 'zscore', 'percentile_rank'"):
        resolve_normalisation("max")
