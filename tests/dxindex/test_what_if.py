"""What if: changed values scored with everything fitted held."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxindex import CompositeIndex, Framework, InputError, OptionError, classify, what_if


@pytest.fixture
def index(framework: Framework, panel: pd.DataFrame) -> CompositeIndex:
    return CompositeIndex(framework).fit(panel)


def test_scores_ranks_and_the_overtaken_by_hand(index: CompositeIndex, panel: pd.DataFrame) -> None:
    """q before: AAA 0.68, BBB 1, CCC 0, DDD 0.32, EEE 0.66; c of 0 lifts DDD to 0.6 + 0.32."""
    before = panel.copy()
    found = what_if(index, panel, "DDD", {"c": 0.0})
    assert found.scores.loc["q"].tolist() == pytest.approx([0.32, 0.92, 0.6])
    assert found.ranks.loc["q"].tolist() == [4, 2, -2]
    assert found.overtaken["q"] == ("AAA", "EEE")
    assert found.overtaken_by["q"] == ()
    assert found.changes.loc["c"].tolist() == [60.0, 0.0, False]
    assert (found.group_before, found.group_after) == (None, None)
    assert found.result.scores.loc["DDD", "q"] == pytest.approx(0.92)
    back = what_if(index, panel.assign(c=panel["c"].where(panel.index != "DDD", 0.0)), "DDD", {"c": 60.0})
    assert back.overtaken_by["q"] == ("AAA", "EEE")
    assert back.overtaken["q"] == ()
    assert back.changes.loc["c", "clipped"]
    pd.testing.assert_frame_equal(panel, before)


def test_a_tie_overtakes_nobody_and_unranked_units_take_no_part(
    index: CompositeIndex, panel: pd.DataFrame
) -> None:
    """EEE has 0.3 + 0.36; d of 1.5 is 0.32 of 0.4 there, so AAA with c 10 and d of 2 has 0.84: above both."""
    tied = what_if(index, panel, "CCC", {"c": 10.0, "d": 0.0})
    assert tied.scores.loc["q", "after"] == pytest.approx(0.68)
    assert tied.ranks.loc["q", "after"] == 2
    assert tied.overtaken["q"] == ("EEE", "DDD")
    some = what_if(index, panel, "CCC", {"c": 10.0, "d": 0.0}, ranked=["CCC", "DDD"])
    assert some.overtaken["q"] == ("DDD",)
    outside = what_if(index, panel, "CCC", {"c": 10.0, "d": 0.0}, ranked=["AAA", "DDD"])
    assert outside.overtaken["q"] == ()
    assert outside.ranks.loc["q"].isna().all()


def test_a_missing_value_may_be_given_one(index: CompositeIndex, panel: pd.DataFrame) -> None:
    found = what_if(index, panel, "FFF", {"c": 25.0, "d": 0.0})
    assert np.isnan(found.scores.loc["q", "before"])
    assert found.scores.loc["q", "after"] == pytest.approx(0.5)
    assert found.overtaken["q"] == ()
    groups = classify(index.result(panel), n_groups=2, features=["q"])
    found = what_if(index, panel, "FFF", {"c": 0.0, "d": 2.5}, groups=groups)
    assert (found.group_before, found.group_after) == (None, "level 2")


def test_fitted_parameters_and_groups_stay() -> None:
    frame = pd.DataFrame({"a": [0.0, 1.0, 2.0, 10.0]}, index=list("PQRS"))
    index = CompositeIndex(normalise="minmax").fit(frame)
    groups = classify(index.result(frame), n_groups=2)
    found = what_if(index, frame, "P", {"a": 20.0}, groups=groups)
    assert found.scores.loc["index", "after"] == pytest.approx(2.0)
    assert found.result.scores.loc["S", "index"] == 1.0
    assert (found.group_before, found.group_after) == ("level 1", "level 2")


@given(st.sampled_from(["AAA", "BBB", "CCC", "DDD"]), st.sets(st.sampled_from("abcd")), st.data())
def test_no_change_changes_nothing(unit: str, chosen: set[str], data: st.DataObject) -> None:
    values = st.floats(-100, 100)
    frame = pd.DataFrame(
        {key: [data.draw(values) for _ in range(4)] for key in "abcd"}, index=["AAA", "BBB", "CCC", "DDD"]
    )
    frame.iloc[0] += 1000.0  # so that there is a spread to normalise by
    index = CompositeIndex().fit(frame)
    found = what_if(index, frame, unit, {key: frame.loc[unit, key] for key in chosen})
    assert (found.scores["change"] == 0).all()
    assert (found.ranks["change"] == 0).all()
    assert not any(found.overtaken.values())
    assert not any(found.overtaken_by.values())
    pd.testing.assert_frame_equal(found.result.scores, index.result(frame).scores)


def test_errors_name_what_is_wrong(index: CompositeIndex, panel: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="units are not in the table: 'ZZZ'"):
        what_if(index, panel, "ZZZ", {})
    with pytest.raises(OptionError, match="has no 'zzz'"):
        what_if(index, panel, "AAA", {"zzz": 1.0})
    with pytest.raises(OptionError, match="'q' is a node"):
        what_if(index, panel, "AAA", {"q": 1.0})
    with pytest.raises(InputError, match="must be finite numbers: 'a', 'b', 'c', 'd'") as caught:
        what_if(index, panel, "AAA", {"a": np.nan, "b": np.inf, "c": True, "d": "3"})
    assert caught.value.ids == ("a", "b", "c", "d")
    with pytest.raises(InputError, match="not list"):
        what_if(index, panel, "AAA", [("a", 1.0)])
    with pytest.raises(InputError, match="columns are missing: 'a'"):
        what_if(index, panel.drop(columns="a"), "AAA", {"a": 1.0})
