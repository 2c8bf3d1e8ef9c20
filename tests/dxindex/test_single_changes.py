"""One change at a time: the same as an index made with that one change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex.assumptions import WeightDraws
from dxindex.errors import OptionError
from dxindex.framework import flat_framework
from dxindex.single_changes import LESS, MORE, single_changes


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    framework = dx.load_framework("wdr2016")
    rng = np.random.default_rng(3)
    posts = {i: framework.indicator(i).goalposts for i in framework.indicators}
    table = pd.DataFrame(
        {i: low + (high - low) * rng.beta(2, 2, 40) for i, (low, high) in posts.items()},
        index=[f"U{place:02d}" for place in range(40)],
    )
    table.loc["U07", "mean_years_schooling"] = np.nan
    return table


@pytest.fixture(scope="module")
def drawn(panel: pd.DataFrame) -> dx.Uncertainty:
    return dx.uncertainty(panel, "wdr2016", n=1)


def ranks(panel: pd.DataFrame, framework: dx.Framework, node: str, **options: object) -> pd.Series:
    return dx.CompositeIndex(framework, **options).fit(panel).result(panel).ranks[node]


def test_another_normalisation_is_that_index(panel: pd.DataFrame, drawn: dx.Uncertainty) -> None:
    found = single_changes(drawn.ensemble, "enabling").loc["normalisation", "", "minmax"]
    expected = ranks(panel, dx.load_framework("wdr2016"), "enabling", normalise="minmax")
    pd.testing.assert_series_equal(found, expected, check_names=False, check_dtype=False)


@pytest.mark.parametrize(("level", "factor"), [(LESS, 0.75), (MORE, 1.25)])
def test_a_weight_at_an_end_is_that_index(
    panel: pd.DataFrame, drawn: dx.Uncertainty, level: str, factor: float
) -> None:
    found = single_changes(drawn.ensemble, "enabling").loc["weights", "enabling.people", level]
    weighted = dx.reweight(dx.load_framework("wdr2016"), {"enabling.people": factor})
    expected = ranks(panel, weighted, "enabling")
    complete = panel.index.drop("U07")  # where values are missing, weights share theirs otherwise
    pd.testing.assert_series_equal(
        found[complete].rank(), expected[complete].rank(), check_names=False, check_dtype=False
    )


def test_only_what_reaches_a_node_is_changed(drawn: dx.Uncertainty) -> None:
    keys = single_changes(drawn.ensemble, "adoption").index
    parts = {key[2] for key in keys if key[0] == "leave_out"} | {
        key[1] for key in keys if key[0] == "weights"
    }
    assert parts == {"adoption.business", "adoption.people", "adoption.government"}
    alone = single_changes(drawn.ensemble, "enabling.people").index.get_level_values("assumption")
    assert not {"weights", "leave_out"} & set(alone)


def test_the_reference_is_not_among_the_changes(drawn: dx.Uncertainty) -> None:
    index = single_changes(drawn.ensemble, "enabling").index
    assert index.is_unique
    assert not {"goalposts", "arithmetic", "as declared", ""} & set(index.get_level_values("level"))


def test_a_unit_without_a_rank_is_missing(panel: pd.DataFrame) -> None:
    gaps = panel.assign(starting_business_score=panel["starting_business_score"].mask(panel.index == "U07"))
    table = single_changes(dx.uncertainty(gaps, "wdr2016", n=1).ensemble, "enabling")
    assert table["U07"].isna().any()
    assert table.loc["imputation"]["U07"].notna().all()


def test_weights_without_ends_are_left_out(panel: pd.DataFrame) -> None:
    only = dx.uncertainty(panel, "wdr2016", n=1, assumptions=[WeightDraws(distribution="dirichlet")])
    table = single_changes(only.ensemble, "enabling")
    assert table.empty
    assert list(table.index.names) == ["assumption", "part", "level"]


def test_a_flat_index_leaves_out_below_its_one_root() -> None:
    frame = pd.DataFrame({"a": [3.0, 2.0, 0.0], "b": [0.9, 1.6, 2.0]}, index=["P", "Q", "R"])
    u = dx.uncertainty(frame, flat_framework(["a", "b"]), n=1, nodes="index", assumptions=["leave_out"])
    table = single_changes(u.ensemble, "index").droplevel(["assumption", "part"])
    assert table.loc["b"].tolist() == [1, 2, 3]


def test_an_unknown_node_is_refused(drawn: dx.Uncertainty) -> None:
    with pytest.raises(OptionError, match="luck"):
        single_changes(drawn.ensemble, "luck")
