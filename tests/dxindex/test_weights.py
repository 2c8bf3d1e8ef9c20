"""Weights: rescaled within parents, multiplied down the tree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dxindex import Framework, FrameworkError, OptionError, effective_weights, load_framework
from dxindex.weights import Budget, reweight, sibling_weights


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


# Other weights than the framework's


def test_weights_by_id_leave_the_others_alone(framework: Framework) -> None:
    changed = reweight(framework, {"c": 1, "p": 0})
    assert sibling_weights(changed).to_dict() == pytest.approx(
        {"all": 1, "q": 1, "p": 0, "d": 2 / 3, "c": 1 / 3, "b": 2 / 3, "a": 1 / 3}, abs=1e-15
    )
    assert framework.part("c").weight == 3
    assert (changed.id, changed.scale, changed.axes) == (framework.id, framework.scale, framework.axes)


def test_equal_weights_at_every_level(framework: Framework) -> None:
    assert effective_weights(reweight(framework, "equal"), "all").to_dict() == dict.fromkeys("dcba", 0.25)


@pytest.mark.parametrize(
    ("weights", "words", "ids"),
    [
        ("best", "no weights 'best'", ()),
        (3, "no weights 3", ()),
        ({"zzz": 1, "a": 1}, "'zzz' is neither a node nor an indicator", ("zzz",)),
        ({"all": 2}, "'all' has no parent", ("all",)),
        (Budget({"zzz": 100}), "'zzz' is neither", ("zzz",)),
        (Budget({"p": 60, "q": 50}), "node 'all': points sum to 110, not 100", ("all",)),
        (Budget({"p": 100}), "node 'all': 'q' has no points", ("all", "q")),
        (Budget({"p": 6, "q": 4, "a": 3}, total=10), "node 'p': 'b' has no points", ("p", "b")),
    ],
)
def test_weights_that_do_not_fit(
    framework: Framework, weights: object, words: str, ids: tuple[str, ...]
) -> None:
    with pytest.raises(OptionError, match=words) as caught:
        reweight(framework, weights)
    assert caught.value.ids == ids


@pytest.mark.parametrize(
    ("weights", "words"),
    [({"a": -1}, "weight -1"), ({"a": 0, "b": 0}, "sum to zero"), ({"a": float("nan")}, "nan")],
)
def test_weights_that_are_none(framework: Framework, weights: dict[str, float], words: str) -> None:
    with pytest.raises(FrameworkError, match=words):
        reweight(framework, weights)


def test_a_budget_that_adds_up_is_taken_node_by_node(framework: Framework) -> None:
    shared = reweight(framework, Budget({"p": 60, "q": 40, "a": 10.0, "b": 90.0}))
    assert sibling_weights(shared)[["p", "q", "a", "b", "c"]].tolist() == pytest.approx(
        [0.6, 0.4, 0.1, 0.9, 0.6]
    )
    thirds = {
        "dai_business": 1.0,
        **{f"adoption.{name}": 1 / 3 for name in ("business", "people", "government")},
    }
    assert (
        reweight(load_framework("wdr2016"), Budget(thirds, total=1)).part("adoption.people").weight == 1 / 3
    )
