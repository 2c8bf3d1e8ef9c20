"""Write the reference of the public modules as HTML: `python -m docs.reference --output FOLDER`.

The texts are the docstrings, so that nothing is said twice; pdoc reads and lays them out.
"""

from __future__ import annotations

import argparse
import html
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import GenericAlias, ModuleType

import pandas as pd
import pdoc
from jinja2 import pass_context
from jinja2.runtime import Context
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

_CONTINUED = re.compile(r"\.\. math:: .+(?=\n[ \t]+\S)")
_FORMULA = re.compile(r"\$\$(?P<shown>.+?)\$\$|\\\\\( (?P<inline>.+?) \\\\\)", re.DOTALL)
_NAMED = re.compile(r"`~?(?P<path>dxindex\.(?:\w+\.)*)(?P<name>\w+)`")
_HELD = re.compile(r"formula(\d+)held")


def build(folder: Path) -> Path:
    """Write the pages; pdoc warns of whatever it cannot read. Returns the page to begin with."""
    with _described([import_module(name) for name in PUBLIC]):
        pdoc.render.configure(
            docformat="numpy",
            math=True,
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

    That is the style of their docstrings, and the names that load when they are first used. Annotations such as
    ``pd.Series[float]`` are for the type checker: pandas itself cannot evaluate them.
    """
    with ExitStack() as stack:
        for kind in (pd.Series, pd.Index):
            stack.enter_context(_set(kind, "__class_getitem__", classmethod(GenericAlias)))
        for module in modules:
            stack.enter_context(_set(module, "__docformat__", DOCSTRINGS[module.__name__.split(".")[0]]))
            for name in set(getattr(module, "__all__", ())) - set(vars(module)):
                stack.enter_context(_set(module, name, getattr(module, name)))
        yield


@contextmanager
def _set(owner: object, name: str, value: object) -> Iterator[None]:
    setattr(owner, name, value)
    try:
        yield
    finally:
        delattr(owner, name)


@pass_context
def _to_markdown(context: Context, docstring: str) -> str:
    """Docstring to Markdown; pdoc would join the first line of a formula to the second without a space."""
    return render_helpers.to_markdown_with_context(context, _CONTINUED.sub(r"\g<0>{}", docstring))


def _to_html(markdown: str) -> str:
    """Markdown to HTML with links to public names, and with formulas untouched, whose signs Markdown has a use for."""
    formulas: list[str] = []

    def hold(found: re.Match[str]) -> str:
        shown, inline = found["shown"], found["inline"]
        formulas.append(f"$${shown}$$" if shown else rf"\({inline}\)")
        return f"formula{len(formulas) - 1}held"

    made = render_helpers.to_html(_FORMULA.sub(hold, _NAMED.sub(_public_name, markdown)))
    whole = UnicodeWithAttrs(_HELD.sub(lambda found: html.escape(formulas[int(found[1])]), made))
    whole.toc_html = made.toc_html
    return whole


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
