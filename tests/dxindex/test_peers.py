"""Peers: the nearest by hand, within labels, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dxindex import CompositeIndex, Framework, IndexResult, InputError, OptionError, peers


@pytest.fixture
def result(framework: Framework, panel: pd.DataFrame) -> IndexResult:
    """Scores set by hand; p and q are axes without pillars, so they stand for themselves."""
    made = CompositeIndex(framework).fit(panel).result(panel)
    made.scores["p"] = [0.5, 0.8, 0.5, 0.2, 0.5, np.nan]
    made.scores["q"] = [0.5, 0.9, 0.2, 0.1, 0.8, 0.5]
    return made


def test_the_nearest_by_hand(result: IndexResult) -> None:
    """From (0.5, 0.5): CCC and EEE 0.3, told apart by id; BBB and DDD 0.5; FFF lacks a score."""
    found = peers(result, "AAA")
    assert found.index.tolist() == ["CCC", "EEE", "BBB", "DDD"]
    assert found["distance"].tolist() == pytest.approx([0.3, 0.3, 0.5, 0.5])
    assert found.loc["BBB", ["p", "q"]].tolist() == pytest.approx([0.3, 0.4])
    assert peers(result, "AAA", n=1).index.tolist() == ["CCC"]
    assert peers(result, "AAA", nodes=["p"]).index.tolist()[:2] == ["CCC", "EEE"]
    assert peers(result, "FFF", nodes=["q"])["distance"].iloc[0] == 0


def test_distance_is_the_same_both_ways(result: IndexResult) -> None:
    assert peers(result, "BBB").loc["DDD", "distance"] == peers(result, "DDD").loc["BBB", "distance"]


def test_peers_within_labels(result: IndexResult) -> None:
    labels = pd.Series(
        {"EEE": "high", "AAA": "high", "CCC": "low", "BBB": "high", "DDD": None, "ZZZ": "high"}
    )
    assert peers(result, "AAA", within=labels).index.tolist() == ["EEE", "BBB"]
    assert peers(result, "AAA", within={"AAA": "x", "DDD": "x"}).index.tolist() == ["DDD"]
    with pytest.raises(InputError, match="'DDD' has no label"):
        peers(result, "DDD", within=labels)


def test_pillars_of_the_framework_are_compared() -> None:
    framework = Framework.from_dict(
        {
            "framework": {"id": "f", "axes": {"x": "x", "y": "y"}},
            "node": [
                {"id": "x", "parent": ""},
                {"id": "y", "parent": ""},
                {"id": "x.one", "parent": "x"},
                {"id": "x.two", "parent": "x"},
            ],
            "indicator": [
                {"id": "a", "parent": "x.one"},
                {"id": "b", "parent": "x.two"},
                {"id": "c", "parent": "y"},
            ],
        }
    )
    frame = pd.DataFrame({"a": [0.0, 1.0], "b": [1.0, 0.0], "c": [0.0, 1.0]}, index=["P", "Q"])
    found = peers(CompositeIndex(framework).fit(frame).result(frame), "P")
    assert found.columns.tolist() == ["distance", "x.one", "x.two", "y"]
    assert found.loc["Q", "distance"] == pytest.approx(np.sqrt(3))


def test_errors_name_what_is_wrong(result: IndexResult) -> None:
    with pytest.raises(InputError, match="units are not in the table: 'ZZZ'"):
        peers(result, "ZZZ")
    with pytest.raises(InputError, match="units lack a score on 'p': 'FFF'"):
        peers(result, "FFF")
    with pytest.raises(OptionError, match="has no 'zzz'"):
        peers(result, "AAA", nodes=["zzz"])
    with pytest.raises(OptionError, match="at least one node"):
        peers(result, "AAA", nodes=[])
    for wrong in (0, True, 2.5):
        with pytest.raises(OptionError, match="n must be a whole number"):
            peers(result, "AAA", n=wrong)
