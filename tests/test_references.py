"""Results agree with independent references, each to its own tolerance."""

from __future__ import annotations

import pytest

from benchmarks.references import SECTIONS, TABLE, Check, Study, as_markdown


@pytest.fixture(scope="module")
def study() -> Study:
    return Study()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_results_agree_with_their_references(section, study: Study) -> None:
    checks = list(section(study))
    assert checks
    assert not [check for check in checks if not check.difference <= check.tolerance]


def test_the_table_in_the_docs_lists_every_comparison(study: Study) -> None:
    table = TABLE.read_text(encoding="utf-8")
    missing = [
        c.operation for section in SECTIONS[:3] for c in section(study) if f"| {c.operation} |" not in table
    ]
    assert not missing


def test_a_difference_shows_in_the_table() -> None:
    assert "2.5e-03" in as_markdown([Check("Something", "by hand", 0.0025, 1e-9)])
