"""Screening by data availability: shares by hand, what is withheld, what is fitted by, refusals."""

from __future__ import annotations

import pandas as pd
import pytest

from dxindex import CompositeIndex, Framework, InputError, OptionError
from dxindex.impute import GroupMedian
from dxindex.screen import Screen, availability, resolve_screen


def test_shares_by_hand(framework: Framework, panel: pd.DataFrame) -> None:
    assert availability(panel, framework).tolist() == [1.0, 1.0, 1.0, 1.0, 0.75, 0.25]
    assert availability(panel, framework, "p").tolist() == [1.0, 1.0, 1.0, 1.0, 0.5, 0.5]
    assert availability(panel, framework, "q").tolist() == [1.0, 1.0, 1.0, 1.0, 1.0, 0.0]
    with pytest.raises(OptionError, match="'a' is an indicator"):
        availability(panel, framework, "a")


def test_units_below_the_share_have_no_score_and_nothing_is_fitted_by_them(
    framework: Framework, panel: pd.DataFrame
) -> None:
    everyone = pd.Series("one", index=panel.index)
    options = {"normalise": "minmax", "impute": GroupMedian(everyone)}
    screened = CompositeIndex(framework, screen=0.5, **options).fit(panel).result(panel)
    without = panel.drop(index="FFF")
    alone = CompositeIndex(framework, **options).fit(without).result(without)
    pd.testing.assert_frame_equal(screened.scores.drop(index="FFF"), alone.scores)
    assert screened.scores.loc["FFF"].isna().all()
    assert screened.ranks.loc["FFF"].isna().all()
    assert screened.coverage.loc["FFF", "p"] == pytest.approx(1 / 3)
    assert CompositeIndex(framework, **options).fit(panel).result(panel).scores.loc["FFF"].notna().all()


def test_a_share_that_is_just_met_is_enough(framework: Framework, panel: pd.DataFrame) -> None:
    scores = CompositeIndex(framework, screen=0.75).fit(panel).transform(panel)
    assert scores.loc["EEE"].notna().all()
    assert CompositeIndex(framework, screen=0.76).fit(panel).transform(panel).loc["EEE"].isna().all()


def test_nodes_below_their_share_are_missing_to_their_parents_too(
    framework: Framework, panel: pd.DataFrame
) -> None:
    screen = Screen(nodes={"p": 0.6})
    result = CompositeIndex(framework, screen=screen, coverage_floor=0).fit(panel).result(panel)
    assert result.scores.loc["EEE"].isna().to_dict() == {"all": False, "q": False, "p": True}
    assert result.scores.loc["EEE", "all"] == pytest.approx(0.66)
    assert result.coverage.loc["EEE"].to_dict() == pytest.approx({"all": 1 / 4, "q": 1.0, "p": 2 / 3})
    assert result.scores.loc["FFF"].isna().all()


def test_screens_that_do_not_fit(framework: Framework, panel: pd.DataFrame) -> None:
    for wrong in (66, -0.1, float("nan")):
        with pytest.raises(OptionError, match="between 0 and 1"):
            CompositeIndex(framework, screen=wrong).fit(panel)
    with pytest.raises(OptionError, match="'p 2' must lie between 0 and 1"):
        Screen(nodes={"p": 2})
    for wrong in ("most", True):
        with pytest.raises(OptionError, match="a share between 0 and 1, or a Screen"):
            resolve_screen(wrong)
    with pytest.raises(OptionError, match="has no 'zzz'"):
        CompositeIndex(framework, screen=Screen(nodes={"zzz": 0.5})).fit(panel)
    with pytest.raises(InputError, match="none of the 2 units has 80% of the indicators") as caught:
        CompositeIndex(framework, screen=0.8).fit(panel.loc[["EEE", "FFF"]])
    assert caught.value.ids == ("EEE", "FFF")
