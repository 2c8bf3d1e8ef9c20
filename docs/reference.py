"""Write the reference of the public modules as HTML: `python -m docs.reference --output FOLDER`.

The texts are the docstrings, so that nothing is said twice; pdoc reads and lays them out. Their formulas become MathML,
so that the pages need no network.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import GenericAlias, ModuleType

import pandas as pd
import pdoc
import pdoc.search
from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert
from markdown2 import UnicodeWithAttrs
from pdoc import render_helpers

import data
import dxindex

PUBLIC = (
    "dxindex",
    "dxindex.charts",
    "dxindex.own",
    "dxindex.single_changes",
    "dxindex.statements",
    "dxindex.tables",
    "data",
)
"""The modules that people import."""

DOCSTRINGS = {"dxindex": "numpy", "data": "google"}
"""The style of docstrings of each package."""

_LINES = re.compile(r"\.\. math:: .+(?:\n[ \t]+\S.*)+")
_FORMULA = re.compile(r"\$\$(?P<shown>.+?)\$\$|\\\\\( (?P<inline>.+?) \\\\\)", re.DOTALL)
_ARG = re.compile(r"\\arg(?![a-z])")  # the one command in use that the converter does not know
_NAMED = re.compile(r"`~?(?P<path>dxindex\.(?:\w+\.)*)(?P<name>\w+)`")
_HELD = re.compile(r"formula(\d+)held")


def build(folder: Path) -> Path:
    """Write the pages; pdoc warns of whatever it cannot read. Returns the page to begin with."""
    with _described([import_module(name) for name in PUBLIC]):
        pdoc.render.configure(
            docformat="numpy",
            math=True,
            template_directory=Path(__file__).parent / "reference_templates",
            show_source=False,
            footer_text=f"dxindex {dxindex.__version__}, method {dxindex.METHOD_VERSION}, data {data.version()}",
        )
        pdoc.render.env.filters |= {"to_markdown": _to_markdown, "to_html": _to_html}
        # pdoc adds modules below a package, and would take functions for modules of the same name.
        below = [name for name in PUBLIC if "." in name]
        others = f"!(?!({'|'.join(map(re.escape, PUBLIC))})$)"
        pdoc.pdoc(*DOCSTRINGS, r"!.+\..+", *below, others, output_directory=folder)
    return folder / "index.html"


@contextmanager
def _described(modules: Sequence[ModuleType]) -> Iterator[None]:
    """Tell pdoc meanwhile what the modules do not say at run time.

    That is the style of their docstrings, the names that load when they are first used, and how their texts are read.
    Annotations such as ``pd.Series[float]`` are for the type checker: pandas itself cannot evaluate them.
    """
    with ExitStack() as stack:
        for kind in (pd.Series, pd.Index):
            stack.enter_context(_set(kind, "__class_getitem__", classmethod(GenericAlias)))
        # The index that a reader searches is made of the same texts, by pdoc's own functions.
        stack.enter_context(_set(pdoc.search, "to_markdown", _to_searched_markdown))
        stack.enter_context(_set(pdoc.search, "to_html", _to_html))
        for module in modules:
            stack.enter_context(_set(module, "__docformat__", DOCSTRINGS[module.__name__.split(".")[0]]))
            for name in set(getattr(module, "__all__", ())) - set(vars(module)):
                stack.enter_context(_set(module, name, getattr(module, name)))
        yield


@contextmanager
def _set(owner: object, name: str, value: object) -> Iterator[None]:
    before = vars(owner).get(name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        if before is None:
            delattr(owner, name)
        else:
            setattr(owner, name, before)


@pass_context
def _to_markdown(context: Context, docstring: str) -> str:
    return render_helpers.to_markdown_with_context(context, _joined(docstring))


def _to_searched_markdown(docstring: str, module: pdoc.doc.Module, style: str) -> str:
    return render_helpers.to_markdown(_joined(docstring), module, style)


def _joined(docstring: str) -> str:
    """Put each formula on one line; pdoc would join its lines without a space."""
    return _LINES.sub(lambda found: " ".join(found[0].split()), docstring)


def _to_html(markdown: str) -> str:
    """Markdown to HTML with links to public names; formulas stay out of it, whose signs Markdown has a use for."""
    formulas: list[str] = []

    def hold(found: re.Match[str]) -> str:
        formulas.append(
            mathml(found["shown"], display="block") if found["shown"] else mathml(found["inline"])
        )
        return f"formula{len(formulas) - 1}held"

    made = render_helpers.to_html(_FORMULA.sub(hold, _NAMED.sub(_public_name, markdown)))
    whole = UnicodeWithAttrs(_HELD.sub(lambda found: formulas[int(found[1])], made))
    whole.toc_html = made.toc_html
    return whole


def mathml(tex: str, display: str = "inline") -> str:
    """A formula as browsers draw it without help, within a line or as a block of its own."""
    made = convert(_ARG.sub(r"\\operatorname{arg}", tex), display=display)
    return f'<span class="formula">{made}</span>' if display == "block" else made


def _public_name(found: re.Match[str]) -> str:
    """A name as people import it, where it is written by the module that defines it."""
    name = found["name"]
    return f"`dxindex.{name}`" if name in dxindex.__all__ else f"`{found['path']}{name}`"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages into a folder and name the first."""
    parser = argparse.ArgumentParser(prog="python -m docs.reference", description="Write the API reference.")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="the folder of the pages")
    print(build(parser.parse_args(arguments).output))  # noqa: T201 - what the command says
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
