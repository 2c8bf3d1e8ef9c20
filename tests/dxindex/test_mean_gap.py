"""The gap to a mean: the mean of exact gaps, by formula where it may be, and refused where nobody can be compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dxindex import CompositeIndex, InputError, gap, load_framework
from dxindex.mean_gap import mean_gap


def _result(aggregate: str = "arithmetic", *, missing: bool = False):
    framework = load_framework("wdr2016")
    random = np.random.default_rng(3)
    units = [f"U{number}" for number in range(6)]
    table = pd.DataFrame(index=units)
    for part in framework.indicator_parts:
        low, high = part.goalposts
        table[part.id] = random.uniform(low + 0.1 * (high - low), high, len(units))
    if missing:
        table.loc["U0", "wgi_rule_of_law"] = np.nan
        table.loc["U3", "wgi_control_of_corruption"] = np.nan
        table.loc["U4", ["dai_business", "dai_people"]] = np.nan
    return CompositeIndex(framework, aggregate=aggregate).fit(table).result(table)


@pytest.mark.parametrize("unit", ["U0", "U1"])
@pytest.mark.parametrize("node", ["adoption", "enabling", "enabling.government"])
@pytest.mark.parametrize(
    ("aggregate", "missing"), [("arithmetic", False), ("arithmetic", True), ("geometric", False)]
)
def test_it_is_the_mean_of_the_exact_gaps(aggregate: str, missing: bool, node: str, unit: str) -> None:
    result = _result(aggregate, missing=missing)
    others = [
        other for other in result.scores.index if other != unit and pd.notna(result.scores.at[other, node])
    ]
    found = mean_gap(result, unit, result.scores.index, node=node)
    assert found.others == tuple(others)
    each = pd.DataFrame(
        {other: gap(result, unit, other, node=node).table["contribution"] for other in others}
    )
    expected = each.fillna(0.0).mean(axis=1)
    assert found.contributions.fillna(0.0).to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-12)
    assert found.contributions.sum() == pytest.approx(found.total, abs=1e-9)
    assert found.total == pytest.approx(result.scores.at[unit, node] - result.scores.loc[others, node].mean())


def test_by_hand_with_unequal_weights_in_another_order() -> None:
    framework = load_framework("wdr2016")
    result = _result()
    found = mean_gap(result, "U1", ["U2", "U0"], node="enabling")
    values = result.normalised
    share = (
        values.at["U1", "starting_business_score"]
        - values.loc[["U0", "U2"], "starting_business_score"].mean()
    ) / 3
    assert found.contributions["starting_business_score"] == pytest.approx(share)
    assert list(found.contributions.index) == list(framework.leaves("enabling"))


def test_one_other_gives_the_plain_gap_and_oneself_takes_no_part() -> None:
    result = _result()
    alone = mean_gap(result, "U1", ["U2", "U1", "U2"], node="adoption")
    assert alone.others == ("U2",)
    assert alone.total == pytest.approx(gap(result, "U1", "U2", node="adoption").total)


@pytest.mark.parametrize("others", [[], ["U0"]])
def test_nobody_to_compare_with_is_refused(others: list[str]) -> None:
    with pytest.raises(InputError, match="nobody to compare 'U0' with"):
        mean_gap(_result(), "U0", others, node="adoption")


def test_unknown_units_are_named() -> None:
    with pytest.raises(InputError, match="'XX'"):
        mean_gap(_result(), "U0", ["XX"], node="adoption")


def test_a_unit_without_a_score_is_refused() -> None:
    with pytest.raises(InputError, match="U4"):
        mean_gap(_result(missing=True), "U4", ["U1"], node="adoption")
