"""Every dependency says under which licence it is, and the page of licences is up to date."""

from __future__ import annotations

from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from docs import licences


def test_every_dependency_declares_its_licence() -> None:
    assert [name for name, _, licence in licences.rows() if licence == licences.UNKNOWN] == []


def test_every_pin_is_listed() -> None:
    pins = (licences.ROOT / "requirements.txt").read_text(encoding="utf-8").count("==")
    assert len(list(licences.rows())) == pins


def test_the_page_is_what_is_installed() -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.render(), "run: make licences"


@pytest.mark.parametrize("text", [text for _, _, text, _ in licences.BUNDLED])
def test_what_is_passed_on_has_its_licence_beside_it(text: str) -> None:
    assert (licences.ROOT / text).stat().st_size > 0


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("License-Expression: MIT\nClassifier: License :: OSI Approved :: BSD License", "MIT"),
        ("License: BSD\nClassifier: License :: OSI Approved :: BSD License", "BSD License"),
        ("License: Apache 2.0\nClassifier: License :: OSI Approved", "Apache 2.0"),
        ("License: UNKNOWN", licences.UNKNOWN),
        ("Classifier: Topic :: Software Development", licences.UNKNOWN),
    ],
)
def test_a_licence_is_read_where_it_is_declared(tmp_path: Path, lines: str, expected: str) -> None:
    folder = tmp_path / "x-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: x\nVersion: 1\n{lines}\n")
    assert licences.declared(PathDistribution(folder).metadata) == expected
