"""Achievable changes: by hand, directions, spans, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dxindex import Framework, InputError, OptionError, achievable_changes
from dxindex.framework_parts import Indicator, Node

HISTORY = pd.DataFrame(
    [
        ("P", 2000, "a", 1.0),
        ("P", 2005, "a", 3.0),
        ("P", 2010, "a", 2.0),
        ("Q", 2001, "a", 0.0),
        ("Q", 2006, "a", 6.0),
        ("R", 2000, "a", 5.0),
        ("R", 2005, "a", 5.5),
        ("S", 2000, "a", 0.0),
        ("S", 2005, "a", 99.0),
        ("Q", 2000, "days", 50.0),
        ("Q", 2005, "days", 20.0),
        ("P", 2000, "days", 20.0),
        ("P", 2005, "days", 30.0),
    ],
    columns=["iso3", "year", "indicator", "value"],
)
GROUPS = pd.Series({"P": "low", "Q": "low", "R": "high"})
FRAMEWORK = Framework("f", (Node("top"),), (Indicator("days", "top", direction=-1),))


def test_changes_by_hand() -> None:
    """low: a rises by 2 and 6 (three quarters of the way: 5), days by 10; S has no group."""
    found = achievable_changes(HISTORY, GROUPS)
    assert found["change"].to_dict() == {("high", "a"): 0.5, ("low", "a"): 5.0, ("low", "days"): 10.0}
    assert found.loc[("low", "a"), ["n_changes", "n_units"]].tolist() == [2, 2]
    assert found.loc["low"]["change"].to_dict() == {"a": 5.0, "days": 10.0}
    assert achievable_changes(HISTORY, GROUPS, quantile=0)["change"][("low", "a")] == 2.0


def test_an_improvement_goes_the_way_of_the_framework() -> None:
    found = achievable_changes(HISTORY, GROUPS.to_dict(), framework=FRAMEWORK)
    assert found["change"].to_dict() == {("low", "days"): 30.0}


def test_the_span_is_exact_and_order_plays_no_role() -> None:
    assert achievable_changes(HISTORY, GROUPS, years=10)["change"].to_dict() == {("low", "a"): 1.0}
    shuffled = HISTORY.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(achievable_changes(shuffled, GROUPS), achievable_changes(HISTORY, GROUPS))


def test_missing_values_take_no_part() -> None:
    holes = HISTORY.assign(value=HISTORY["value"].where(HISTORY["iso3"] != "Q", np.nan))
    assert achievable_changes(holes, GROUPS)["change"][("low", "a")] == 2.0
    assert achievable_changes(HISTORY.head(0), GROUPS).empty


def test_errors_name_what_is_wrong() -> None:
    with pytest.raises(InputError, match="history lacks the columns 'year', 'value'") as caught:
        achievable_changes(HISTORY[["iso3", "indicator"]], GROUPS)
    assert caught.value.ids == ("year", "value")
    with pytest.raises(InputError, match="several values of one indicator and year for 'P'"):
        achievable_changes(pd.concat([HISTORY, HISTORY.head(1)]), GROUPS)
    with pytest.raises(OptionError, match="years must be"):
        achievable_changes(HISTORY, GROUPS, years=0)
    with pytest.raises(OptionError, match="quantile 2 must lie"):
        achievable_changes(HISTORY, GROUPS, quantile=2)
