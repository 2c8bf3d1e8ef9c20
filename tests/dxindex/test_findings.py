"""Findings that the dashboard and the site both tell."""

from __future__ import annotations

import pandas as pd

import dxindex as dx
from dxindex.words.findings import best_and_weakest_pillar, leading_regions, regions_sentence

SCHEME = dx.load_framework("wdr2016")


def test_best_and_weakest_are_by_rank_and_axes_are_no_pillars() -> None:
    ranks = {"adoption": 1, "adoption.people": 9, "enabling.business": 3, "enabling.people": None}
    said = best_and_weakest_pillar(SCHEME, ranks, "en")
    assert said == (
        "Its best pillar by rank is enabling factors, business (rank 3); its weakest is digital adoption, people (rank 9)."
    )


def test_one_pillar_is_neither_best_nor_weakest() -> None:
    assert best_and_weakest_pillar(SCHEME, {"enabling": 1, "enabling.people": 2}, "en") == ""


def test_regions_are_led_by_share_not_by_number() -> None:
    units = list("ABCDE")
    labels = pd.Series(["high", "high", "low", "low", "high"], index=units)
    regions = pd.Series(["N", "N", "N", "S", "E"], index=units)
    leading = leading_regions(labels, ("high", "low"), regions)
    assert leading == (("high", "E", 1, 1), ("low", "S", 1, 1))
    said = regions_sentence(
        leading, {"high": "Top", "low": "Bottom"}, {"E": "East", "S": "South"}, "2014", "en"
    )
    assert "Top: most in East, 1 of 1 countries; Bottom: most in South, 1 of 1 countries" in said
