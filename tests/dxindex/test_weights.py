"""Weights: rescaled within parents, multiplied down the tree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dxindex import Framework, OptionError, effective_weights
from dxindex.weights import sibling_weights


def test_siblings_sum_to_one(framework: Framework) -> None:
    assert sibling_weights(framework).to_dict() == pytest.approx(
        {"all": 1, "q": 1 / 4, "p": 3 / 4, "d": 2 / 5, "c": 3 / 5, "b": 2 / 3, "a": 1 / 3}, abs=1e-15
    )


def test_effective_weights_by_hand(framework: Framework) -> None:
    assert effective_weights(framework, "all").to_dict() == pytest.approx(
        {"d": 1 / 10, "c": 3 / 20, "b": 1 / 2, "a": 1 / 4}, abs=1e-15
    )
    assert effective_weights(framework, "q").to_dict() == pytest.approx({"d": 2 / 5, "c": 3 / 5}, abs=1e-15)


def test_rescaling_the_weights_of_siblings_changes_nothing(framework: Framework) -> None:
    scaled = replace(
        framework,
        indicator_parts=tuple(
            replace(row, weight=row.weight * 7) if row.parent == "q" else row
            for row in framework.indicator_parts
        ),
    )
    assert effective_weights(scaled, "all").to_dict() == pytest.approx(
        effective_weights(framework, "all").to_dict()
    )


def test_only_nodes_have_effective_weights(framework: Framework) -> None:
    with pytest.raises(OptionError, match="'a' is an indicator"):
        effective_weights(framework, "a")
