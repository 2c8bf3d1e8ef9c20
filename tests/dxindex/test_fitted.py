"""The index without its estimator: the same scores, its own reading of a table, and what takes either."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

from dxindex import (
    CompositeIndex,
    Framework,
    FrameworkError,
    IndexResult,
    InputError,
    OptionError,
    fit_index,
    path_to,
    what_if,
)
from dxindex.fitted import as_fitted


def same(one: IndexResult, other: IndexResult) -> None:
    for field in fields(IndexResult):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, pd.DataFrame):
            pd.testing.assert_frame_equal(left, right, check_exact=True)
        else:
            assert left == right


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"normalise": "minmax", "aggregate": {0: "geometric"}, "weights": "equal"},
        {"normalise": "zscore", "coverage_floor": 1.0, "screen": 0.5},
        {"impute": "knn", "treat": "winsorise"},
    ],
    ids=["default", "means", "floor", "filled"],
)
def test_the_same_as_the_estimator(
    framework: Framework, panel: pd.DataFrame, options: dict[str, Any]
) -> None:
    estimator, fitted = (
        CompositeIndex(framework, **options).fit(panel),
        fit_index(panel, framework, **options),
    )
    some = panel.loc[["EEE", "AAA", "FFF"], ::-1]
    same(fitted.result(panel), estimator.result(panel))
    same(fitted.result(some, ranked=["AAA"]), estimator.result(some, ranked=["AAA"]))
    same(as_fitted(estimator).result(some), fitted.result(some))
    assert as_fitted(fitted) is fitted


def test_columns_are_found_by_label() -> None:
    frame = pd.DataFrame({0: [0.0, 1.0, 0.5], "b": [10.0, 20.0, 10.0]}, index=list("PQR"))
    fitted = fit_index(frame)
    other = pd.DataFrame({"b": [15.0], "name": ["x"], 0: [0.0]}, index=["S"])
    assert fitted.result(other).scores["index"].to_dict() == {"S": 0.25}
    with pytest.raises(InputError, match="columns are missing: '0'"):
        fitted.result(other.drop(columns=0))


def test_refusals_name_what_is_wrong(framework: Framework, panel: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="must be a pandas DataFrame, not ndarray"):
        fit_index(panel.to_numpy(), framework)
    with pytest.raises(OptionError, match=r"coverage_floor 1\.5 must lie between 0 and 1"):
        fit_index(panel, framework, coverage_floor=1.5)
    with pytest.raises(OptionError, match="framework must be a Framework, a name, a path or None, not int"):
        fit_index(panel, 3)
    with pytest.raises(FrameworkError, match="no framework 'nonsense'"):
        fit_index(panel, "nonsense")
    with pytest.raises(InputError, match="columns are missing: 'a'"):
        fit_index(panel.drop(columns="a"), framework)
    with pytest.raises(InputError, match="not in the table: 'ZZZ'"):
        fit_index(panel, framework).result(panel, ranked=["ZZZ"])
    with pytest.raises(NotFittedError):
        as_fitted(CompositeIndex(framework))


def test_questions_take_either(framework: Framework, panel: pd.DataFrame) -> None:
    estimator, fitted = CompositeIndex(framework).fit(panel), fit_index(panel, framework)
    one, other = (what_if(index, panel, "CCC", {"c": 10.0}) for index in (estimator, fitted))
    pd.testing.assert_frame_equal(one.scores, other.scores, check_exact=True)
    assert one.scores.loc["q", "after"] == pytest.approx((3 * 0.8) / 5)
    one, other = (path_to(index, panel, "DDD", rank=2, node="q") for index in (estimator, fitted))
    pd.testing.assert_frame_equal(one.changes, other.changes, check_exact=True)
    assert one.feasible
    assert np.isfinite(one.cost)
