"""Balance: the reduced major axis by hand and by SciPy, distances, and a bootstrap that repeats."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from dxindex import CompositeIndex, Framework, IndexResult, InputError, OptionError, balance
from dxindex.balance import fit_line

AXES = Framework.from_dict(
    {
        "framework": {"id": "axes", "axes": {"x": "p", "y": "q"}},
        "node": [{"id": "p", "parent": ""}, {"id": "q", "parent": ""}],
        "indicator": [
            {"id": "a", "parent": "p", "goalposts": [0, 1]},
            {"id": "b", "parent": "q", "goalposts": [0, 1]},
        ],
    }
)


def make(a: list[float], b: list[float]) -> IndexResult:
    frame = pd.DataFrame({"a": a, "b": b}, index=[f"U{i}" for i in range(len(a))])
    return CompositeIndex(AXES).fit(frame).result(frame)


@pytest.fixture(scope="module")
def result() -> IndexResult:
    rng = np.random.default_rng(0)
    a = rng.uniform(0, 1, 40)
    return make(list(a), list(np.clip(0.2 + 0.6 * a + rng.normal(0, 0.1, 40), 0, 1)))


def test_line_and_distance_by_hand() -> None:
    """x 0, 0.5, 1 and y 0, 1, 0.5 have equal spreads: the line is y = x; the second lies 0.5 above it."""
    found = balance(make([0.0, 0.5, 1.0], [0.0, 1.0, 0.5]), n=50)
    assert (found.slope, found.intercept) == pytest.approx((1.0, 0.0))
    assert found.table["distance"].tolist() == pytest.approx([0, -0.5 / np.sqrt(2), 0.5 / np.sqrt(2)])
    assert found.table[["x", "y"]].loc["U1"].tolist() == [0.5, 1.0]


def test_a_falling_line() -> None:
    assert fit_line(np.array([[0.0, 4.0], [1.0, 0.0], [2.0, 2.0]])) == pytest.approx((-2.0, 4.0))


points = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=20)


@given(points)
def test_slope_is_the_geometric_mean_of_both_regressions(pairs: list[tuple[float, float]]) -> None:
    """And mirrors when the axes are exchanged; distances sum to zero."""
    xy = np.array(pairs)
    assume(min(xy.std(axis=0)) > 1e-3 and abs(np.corrcoef(xy.T)[0, 1]) > 1e-3)
    slope, intercept = fit_line(xy)
    forward, backward = stats.linregress(xy[:, 0], xy[:, 1]), stats.linregress(xy[:, 1], xy[:, 0])
    assert slope == pytest.approx(np.sign(forward.slope) * np.sqrt(forward.slope / backward.slope), rel=1e-9)
    assert intercept == pytest.approx(xy[:, 1].mean() - slope * xy[:, 0].mean())
    mirrored, _ = fit_line(xy[:, ::-1])
    assert mirrored == pytest.approx(1 / slope)


def test_exchanging_axes_turns_the_signs(result: IndexResult) -> None:
    one, two = balance(result, n=200), balance(result, "q", "p", n=200)
    np.testing.assert_allclose(one.table["distance"], -two.table["distance"], atol=1e-12)
    np.testing.assert_allclose(one.table["low"], -two.table["high"], atol=1e-12)
    assert one.table["distance"].sum() == pytest.approx(0, abs=1e-12)


def test_intervals_by_a_plain_loop(result: IndexResult) -> None:
    found = balance(result, n=100, level=0.8, random_state=0)
    xy = result.scores[["p", "q"]].to_numpy()
    distances, slopes = [], []
    for draw in range(100):
        rows = np.random.default_rng([0, draw]).integers(40, size=40)
        x, y = xy[rows].T
        slope = np.sign(stats.pearsonr(x, y).statistic) * y.std() / x.std()
        angle = np.arctan(slope)
        distances.append((xy - [x.mean(), y.mean()]) @ [np.sin(angle), -np.cos(angle)])
        slopes.append(slope)
    np.testing.assert_allclose(found.table["low"], np.quantile(distances, 0.1, axis=0), atol=1e-12)
    np.testing.assert_allclose(found.table["high"], np.quantile(distances, 0.9, axis=0), atol=1e-12)
    assert found.slope_interval == pytest.approx(tuple(np.quantile(slopes, [0.1, 0.9])))


def test_a_seed_repeats_and_another_differs(result: IndexResult, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, other = (balance(result, n=60, random_state=seed) for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(one.table, two.table)
    assert not one.table["low"].equals(other.table["low"])
    import sys

    monkeypatch.setattr(sys.modules["dxindex.balance"], "BLOCK_CELLS", 60 * 7)
    pd.testing.assert_frame_equal(one.table, balance(result, n=60, random_state=0).table)


def test_units_without_a_score_take_no_part(result: IndexResult) -> None:
    scores = pd.concat([result.scores, pd.DataFrame({"p": [0.5], "q": [np.nan]}, index=["NEW"])])
    found = balance(IndexResult(**{**vars(result), "scores": scores}), n=50)
    assert found.table.loc["NEW", ["distance", "low", "high"]].isna().all()
    pd.testing.assert_frame_equal(found.table.drop(index="NEW"), balance(result, n=50).table)


def test_draws_without_a_line_are_left_out() -> None:
    """Of three units a resample may hold one only."""
    found = balance(make([0.0, 0.5, 1.0], [0.0, 1.0, 0.5]), n=100)
    assert 0 < found.n < 100
    assert found.table.notna().all(axis=None)


def test_errors_name_what_is_wrong(framework: Framework, result: IndexResult) -> None:
    with pytest.raises(InputError, match="a line needs 3 units with a score on 'p' and 'q', not 2"):
        balance(make([0.1, 0.2], [0.1, 0.2]))
    with pytest.raises(InputError, match="do not vary together"):
        balance(make([0.1, 0.2, 0.3], [0.5, 0.5, 0.5]))
    with pytest.raises(OptionError, match="has no 'zzz'"):
        balance(result, x="zzz")
    for options, text in (
        ({"level": 1.0}, "level must lie"),
        ({"n": 0}, "n must be a whole number from 1"),
        ({"random_state": -1}, "random_state must be a whole number from 0"),
        ({"random_state": None}, "random_state must be"),
    ):
        with pytest.raises(OptionError, match=text):
            balance(result, **options)


def test_a_framework_without_axes_needs_names() -> None:
    frame = pd.DataFrame({"a": [0.0, 1.0, 0.5], "b": [0.0, 0.5, 1.0]}, index=list("PQR"))
    flat = CompositeIndex().fit(frame).result(frame)
    with pytest.raises(OptionError, match="declares no axes x and y; name two of its nodes: 'index'"):
        balance(flat)
