"""The reference is built without a warning, and every public name of both packages says what it must."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import FunctionType, ModuleType
from typing import NamedTuple

import pandas as pd
import pytest

import data
import dxindex
from docs import reference

HEADINGS = {  # of the two styles of docstrings: parameters, attributes, returns, errors
    dxindex: ("Parameters\n----------", "Attributes\n----------", "Returns\n-------", "Raises\n------"),
    data: ("Args:\n", "Attributes:\n", "Returns:\n", "Raises:\n"),
}
TEXTS = re.compile(r'<div class="docstring">(.*?)</div>', re.DOTALL)
LEFT_OVER = re.compile(r":\w+:`|\.\. math::|`~|-{4,}|formula\d+held")


pytestmark = pytest.mark.xdist_group("reference")  # built once


class Public(NamedTuple):
    package: ModuleType
    name: str
    value: object


def public(kind: type) -> list[object]:
    names = [
        Public(package, name, getattr(package, name)) for package in HEADINGS for name in package.__all__
    ]
    return [
        pytest.param(one, id=f"{one.package.__name__}.{one.name}")
        for one in names
        if isinstance(one.value, kind)
    ]


def documented(value: object) -> str:
    text = inspect.cleandoc(value.__doc__ or "")
    summary = text.partition("\n\n")[0]
    assert summary.endswith((".", ":")), "the summary is one sentence"
    assert "\n" not in summary, f"the summary is one line: {summary}"
    return text


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of either style."""
    assert heading in text, f"there is no section {heading.split()[0]}"
    return re.split(r"\n\n(?:\w+\n-{3,}|[A-Z]\w+:\n)", text.partition(heading)[2])[0]


def returned_by(package: ModuleType) -> dict[object, list[object]]:
    """Functions and methods by the class that they return."""
    found: dict[object, list[object]] = {}
    for name in package.__all__:
        value = getattr(package, name)
        for one in [value, *vars(value).values()] if inspect.isclass(value) else [value]:
            if isinstance(one, FunctionType):
                annotation = one.__annotations__.get("return", "")
                found.setdefault(getattr(annotation, "__name__", annotation), []).append(one)
    return found


@pytest.mark.parametrize("one", public(FunctionType))
def test_functions_say_what_goes_in_and_comes_out_and_show_it(one: Public) -> None:
    text = documented(one.value)
    parameters, _, returns, raises = HEADINGS[one.package]
    names = inspect.signature(one.value).parameters
    if names:
        told = section(text, parameters)
        assert [name for name in names if not re.search(rf"\b{name}\b", told)] == []
        assert raises in text or "Raises nothing" in text
    section(text, returns)
    assert ">>> " in text, "there is no example"


@pytest.mark.parametrize("one", public(type))
def test_classes_say_what_they_hold_and_how_they_are_made(one: Public) -> None:
    text = documented(one.value)
    if issubclass(one.value, Exception):
        return
    parameters, attributes, *_ = HEADINGS[one.package]
    made = returned_by(one.package).get(one.name, [])
    assert parameters in text or attributes in text or inspect.isabstract(one.value)
    shown = ">>> " in text or any(">>> " in (function.__doc__ or "") for function in made)
    assert shown or inspect.isabstract(one.value), "there is no example, nor in what returns it"
    for name, member in inspect.getmembers_static(one.value):
        if not name.startswith("_") and isinstance(member, FunctionType | property | classmethod):
            assert inspect.getdoc(getattr(one.value, name)), f"{name} has no docstring"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reference.build(tmp_path_factory.mktemp("reference")).parent


@pytest.mark.parametrize("module", reference.PUBLIC)
def test_pages_hold_every_public_name_and_no_markup(pages: Path, module: str) -> None:
    page = (pages / f"{module.replace('.', '/')}.html").read_text(encoding="utf-8")
    texts = TEXTS.findall(page)
    assert texts
    assert [found[0] for text in texts if (found := LEFT_OVER.search(text))] == []
    for package in HEADINGS:
        if package.__name__ == module:
            assert [name for name in package.__all__ if f'id="{name}"' not in page] == []


def test_formulas_arrive_whole_and_names_lead_to_where_they_are_explained(pages: Path) -> None:
    page = (pages / "dxindex.html").read_text(encoding="utf-8")
    assert r"$$a_u = \frac{\#\{i : x_{ui} \text{ observed}\}}{\#\{i\}}$$" in page
    assert r"\qquad{}d^2(u, v)" in page  # a formula of two lines
    assert '<a href="#CompositeIndex">dxindex.CompositeIndex</a>' in page


def test_building_leaves_no_trace_in_the_packages(pages: Path) -> None:
    assert pages
    assert not hasattr(data, "__docformat__")
    assert "__class_getitem__" not in vars(pd.Series)
