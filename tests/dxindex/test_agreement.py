"""Agreement of two groupings: a case by hand, scikit-learn's figure, the best renaming."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from dxindex.agreement import adjusted_rand, match_labels


def test_adjusted_rand_by_hand() -> None:
    # Shared sizes 2, 1 / 0, 3: pairs together 1 + 3 = 4; own sizes 3, 3: 6 pairs; the other's 2, 4: 7 pairs.
    # Expected 6 * 7 / 15 = 2.8, most (6 + 7) / 2 = 6.5.
    found = adjusted_rand(np.array([[0, 0, 0, 1, 1, 1]]), np.array([[0, 0, 1, 1, 1, 1]]))
    assert found == pytest.approx(np.array([[(4 - 2.8) / (6.5 - 2.8)]]))


groupings = st.integers(1, 12).flatmap(
    lambda units: st.lists(
        st.lists(st.integers(0, 3), min_size=units, max_size=units), min_size=1, max_size=4
    )
)


@given(groupings, st.data())
def test_adjusted_rand_is_scikit_learns(labels: list[list[int]], data: st.DataObject) -> None:
    others = data.draw(st.lists(st.permutations(labels[0]), min_size=1, max_size=3))
    found = adjusted_rand(np.array(labels), np.array(others))
    expected = [[adjusted_rand_score(one, other) for other in others] for one in labels]
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_adjusted_rand_does_not_mind_names() -> None:
    labels = np.array([0, 0, 1, 2, 2, 1])
    assert adjusted_rand(labels[np.newaxis], np.array([2, 0, 1])[labels][np.newaxis]).tolist() == [[1.0]]


def test_labels_are_matched_by_hand() -> None:
    # Taken one by one, 0 would become 0 (3 units) and leave 1 with nothing; together 0 -> 1, 1 -> 0 keeps 2 + 4.
    labels = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1])
    reference = np.array([0, 0, 0, 1, 1, 0, 0, 0, 0])
    assert match_labels(labels, reference, 2).tolist() == [1, 1, 1, 1, 1, 0, 0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=15))
def test_no_renaming_matches_more_units(pairs: list[tuple[int, int]]) -> None:
    labels, reference = (np.array(side) for side in zip(*pairs, strict=True))
    matched = match_labels(labels, reference, 4)
    most = max((np.array(names)[labels] == reference).sum() for names in permutations(range(4)))
    assert (matched == reference).sum() == most
