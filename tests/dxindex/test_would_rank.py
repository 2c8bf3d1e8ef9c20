"""Own units beside a panel: where each would rank, and how they are drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import charts, i18n
from dxindex.would_rank import would_rank


def test_a_unit_of_the_panel_would_rank_where_it_ranks() -> None:
    rng = np.random.default_rng(0)
    panel = pd.DataFrame({"s": rng.random(50).round(1)}, index=[f"U{i}" for i in range(50)])
    panel.loc["U3", "s"] = np.nan
    expected = panel.rank(ascending=False, method="min").astype("Int64")
    pd.testing.assert_frame_equal(would_rank(panel, panel), expected)
    outside = pd.DataFrame({"s": [1.5, -1.0]})
    assert would_rank(outside, panel)["s"].tolist() == [1, 50]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_own_units_are_drawn_beside_the_panel(lang: str) -> None:
    framework = dx.load_framework("wdr2016")
    rng = np.random.default_rng(0)
    goalposts = {i: framework.indicator(i).goalposts for i in framework.indicators}
    panel = pd.DataFrame({i: rng.uniform(*ends, 30) for i, ends in goalposts.items()})
    panel.index = pd.Index([f"U{i}" for i in range(30)])
    fitted = dx.fit_index(panel, framework)
    result = fitted.result(panel)
    groups = dx.classify(result)
    own = pd.DataFrame({i: rng.uniform(*ends, 25) for i, ends in goalposts.items()})
    own.index = pd.Index(["<b>", *(f"V{i}" for i in range(1, 25))])
    own.loc["V24"] = np.nan
    scored = fitted.result(own)
    ranks = would_rank(scored.scores[["adoption", "enabling"]], result.scores[["adoption", "enabling"]])
    spec = charts.own_units(
        result, groups, scored.scores, groups.predict(scored), ranks, period="2014", lang=lang
    ).to_dict()
    rows = next(
        rows for rows in spec["datasets"].values() if rows and {"level", "adoption_rank"} <= rows[0].keys()
    )
    stars = [row for row in rows if row["level"] == "own"]
    assert (len(rows), len(stars)) == (30 + 24, 24), "who has no score is not drawn"
    assert rows[-24:] == stars, "own units lie on top"
    first = stars[0]
    assert (first["name"], first["adoption"]) == ("<b>", round(scored.scores.at["<b>", "adoption"], 4))
    assert str(ranks.at["<b>", "adoption"]) in first["adoption_rank"]
    assert charts.level_name(groups.predict(scored)["<b>"], lang) == first["group"]
    named = {row["text"] for rows in spec["datasets"].values() for row in rows if "text" in row}
    assert named == {star["name"] for star in stars[:20]}
