"""Versions are said alike everywhere, and what contributors are told to use is there."""

from __future__ import annotations

import re

import pytest
import yaml

import data
import dxindex
from tests.docs.recipes import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1:]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def test_the_newest_section_names_the_versions_of_method_and_figures() -> None:
    told = re.search(r"^Method (\S+), data (\S+)\.$", SECTIONS[0], re.MULTILINE)
    assert told
    assert told.groups() == (dxindex.METHOD_VERSION, data.version())


def test_every_section_says_whether_scores_changed() -> None:
    assert [text.splitlines()[0] for text in SECTIONS if "\n### Scores changed\n" not in text] == []


def test_the_newest_release_is_the_version_in_the_code_and_in_the_citation() -> None:
    releases = [name for text in SECTIONS if (name := text.split()[0]) != "Unreleased"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert releases[0] == citation["version"] == dxindex.__version__
    assert releases == sorted(
        releases, key=lambda name: [int(part) for part in name.split(".")], reverse=True
    )


def test_the_page_for_contributors_says_of_each_version_when_it_goes_up() -> None:
    rows = re.findall(r"^\| [^|`]+`([^`]+)` \| [^|]+ \| [^|]+ \|$", CONTRIBUTING, re.MULTILINE)
    assert rows == ["dxindex.__version__", "dxindex.METHOD_VERSION", "data.version()"]


def test_commands_and_files_that_contributors_are_told_of_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^(?:`|)make ([a-z-]+)", CONTRIBUTING, re.MULTILINE)) <= targets
    for name in re.findall(r"\]\(([\w/.]+)[)#]", CONTRIBUTING):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("form", [form.name for form in FORMS if form.name != "config.yml"])
def test_forms_ask_what_can_be_answered(form: str) -> None:
    asked = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / form).read_text(encoding="utf-8"))
    fields = [part for part in asked["body"] if part["type"] != "markdown"]
    ids = [field["id"] for field in fields]
    assert asked.keys() >= {"name", "description", "body"}
    assert len(set(ids)) == len(ids)
    assert {field["type"] for field in fields} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert all(field["attributes"]["label"] for field in fields)
    assert any(field.get("validations", {}).get("required") for field in fields)


def test_there_is_a_form_for_a_wrong_figure_a_bug_and_an_idea() -> None:
    assert {form.stem for form in FORMS} == {"bug", "config", "idea", "wrong_figure"}
