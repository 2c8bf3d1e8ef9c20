"""The reference is built without a warning, and every public name of its modules says what it must."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import NamedTuple

import pandas as pd
import pdoc.search
import pytest
from pdoc import render_helpers

import data
from docs import reference

HEADINGS = {  # of the two styles of docstrings: parameters, attributes, returns, errors
    "numpy": ("Parameters\n----------", "Attributes\n----------", "Returns\n-------", "Raises\n------"),
    "google": ("Args:\n", "Attributes:\n", "Returns:\n", "Raises:\n"),
}
MODULES = [import_module(name) for name in reference.PUBLIC]
ROOT = Path(__file__).parents[2]
TEXTS = re.compile(r'<div class="docstring">(.*?)</div>', re.DOTALL)
LEFT_OVER = re.compile(r":\w+:`|\.\. math::|`~|-{4,}|formula\d+held")
CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
FORMULAS = re.compile(r"\.\. math:: (.+(?:\n[ \t]+\S.*)*)|:math:`([^`]+)`")
TEX = re.compile(r"\\|\$\$")
LOADED = re.compile(
    r"<(?:script|link|img|iframe|object)\b[^>]*?(?:src|href|data)=\"(?!data:)([^\"]+)\"|url\((?=[\"']?\w+:)(?![\"']?data:)([^)]+)"
)
EMPTY = re.compile(r"<mrow ?/></m(?:frac|sup|sub)>|<mi></mi>")


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


def test_formulas_are_drawn_by_the_browser_and_names_lead_to_where_they_are_explained(pages: Path) -> None:
    page = (pages / "dxindex.html").read_text(encoding="utf-8")
    available = page.partition("<msub><mi>a</mi><mi>u</mi></msub><mo>&#x0003D;</mo><mfrac>")[2]
    assert "observed</mtext>" in available.partition("</mfrac>")[0]
    alpha = page.partition("<mi>&#x003B1;</mi><mo>&#x0003D;</mo>")[2].partition("</math>")[0]
    assert alpha.count("<mo>var</mo>") == 2, "a formula of two lines"
    assert '<a href="#CompositeIndex">dxindex.CompositeIndex</a>' in page


def test_every_formula_of_both_packages_can_be_drawn() -> None:
    sources = [path for package in reference.DOCSTRINGS for path in (ROOT / package).rglob("*.py")]
    texts = [
        node.value
        for source in sources
        if "math:" in (code := source.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    formulas = {" ".join(max(found).split()) for text in texts for found in FORMULAS.findall(text)}
    assert len(formulas) > 90
    drawn = {formula: reference.mathml(formula, display="block") for formula in formulas}
    assert [formula for formula, made in drawn.items() if TEX.search(made) or EMPTY.search(made)] == []


def test_pages_load_nothing_from_elsewhere_and_hold_no_tex(pages: Path) -> None:
    for page in pages.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert [found for found in LOADED.findall(html) if "search.js" not in found[0]] == [], page.name
        texts = [CODE.sub("", text) for text in TEXTS.findall(html)]
        assert [text for text in texts if TEX.search(text) or EMPTY.search(text)] == [], page.name
    searched = (pages / "search.js").read_text(encoding="utf-8")
    assert re.findall(r"\$\$.{,40}|\\\\\(.{,40}", searched) == []


def test_building_leaves_no_trace_in_the_packages(pages: Path) -> None:
    assert pages
    assert not hasattr(data, "__docformat__")
    assert "__class_getitem__" not in vars(pd.Series)
    assert pdoc.search.to_html is render_helpers.to_html
