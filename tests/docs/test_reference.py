"""The reference is built without a warning, and every public name of its modules says what it must."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import NamedTuple

import pandas as pd
import pytest

import data
from docs import reference

HEADINGS = {  # of the two styles of docstrings: parameters, attributes, returns, errors
    "numpy": ("Parameters\n----------", "Attributes\n----------", "Returns\n-------", "Raises\n------"),
    "google": ("Args:\n", "Attributes:\n", "Returns:\n", "Raises:\n"),
}
MODULES = [import_module(name) for name in reference.PUBLIC]
TEXTS = re.compile(r'<div class="docstring">(.*?)</div>', re.DOTALL)
LEFT_OVER = re.compile(r":\w+:`|\.\. math::|`~|-{4,}|formula\d+held")


pytestmark = pytest.mark.xdist_group("reference")  # built once


class Public(NamedTuple):
    module: ModuleType
    name: str
    value: object

    @property
    def headings(self) -> tuple[str, str, str, str]:
        return HEADINGS[reference.DOCSTRINGS[self.module.__name__.split(".")[0]]]


def names(module: ModuleType) -> list[str]:
    """What a module is imported for: what it lists, or else what it defines itself."""
    defined = (
        name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
    )
    return getattr(module, "__all__", [name for name in defined if not name.startswith("_")])


def public(kind: type) -> list[object]:
    found = [Public(module, name, getattr(module, name)) for module in MODULES for name in names(module)]
    return [
        pytest.param(one, id=f"{one.module.__name__}.{one.name}")
        for one in found
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


def returned_by(module: ModuleType) -> dict[object, list[object]]:
    """Functions and methods by the class that they return."""
    found: dict[object, list[object]] = {}
    for name in names(module):
        value = getattr(module, name)
        for one in [value, *vars(value).values()] if inspect.isclass(value) else [value]:
            if isinstance(one, FunctionType):
                annotation = one.__annotations__.get("return", "")
                found.setdefault(getattr(annotation, "__name__", annotation), []).append(one)
    return found


@pytest.mark.parametrize("one", public(FunctionType))
def test_functions_say_what_goes_in_and_comes_out_and_show_it(one: Public) -> None:
    text = documented(one.value)
    parameters, _, returns, raises = one.headings
    taken = inspect.signature(one.value).parameters
    if taken:
        told = section(text, parameters)
        assert [name for name in taken if not re.search(rf"\b{name}\b", told)] == []
        assert raises in text or "Raises nothing" in text
    section(text, returns)
    assert ">>> " in text, "there is no example"


@pytest.mark.parametrize("one", public(type))
def test_classes_say_what_they_hold_and_how_they_are_made(one: Public) -> None:
    text = documented(one.value)
    if issubclass(one.value, Exception):
        return
    parameters, attributes, *_ = one.headings
    made = returned_by(one.module).get(one.name, [])
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
    assert [name for name in names(import_module(module)) if f'id="{name}"' not in page] == []


def test_formulas_arrive_whole_and_names_lead_to_where_they_are_explained(pages: Path) -> None:
    page = (pages / "dxindex.html").read_text(encoding="utf-8")
    assert r"$$a_u = \frac{\#\{i : x_{ui} \text{ observed}\}}{\#\{i\}}$$" in page
    assert r"\qquad{}d^2(u, v)" in page  # a formula of two lines
    assert '<a href="#CompositeIndex">dxindex.CompositeIndex</a>' in page


def test_building_leaves_no_trace_in_the_packages(pages: Path) -> None:
    assert pages
    assert not hasattr(data, "__docformat__")
    assert "__class_getitem__" not in vars(pd.Series)
