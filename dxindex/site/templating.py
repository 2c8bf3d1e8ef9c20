"""How pages are written: templates whose every text is escaped."""

from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_MARKS = re.compile(r"\*\*(.+?)\*\*|\[([^\]]+)\]\((https://[^\s()]+)\)")


def environment() -> Environment:
    """Return the templates with their filters; a name that a template lacks is an error."""
    made = Environment(
        loader=PackageLoader("dxindex.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"marked": _marked}
    return made


def _marked(text: str) -> Markup:
    """Print bold what stands between ``**``, and links as links; everything is escaped.

    >>> _marked("**A & B** is <b>")
    Markup('<b>A &amp; B</b> is &lt;b&gt;')
    >>> _marked("see [Lloyd](https://doi.org/10.1109/x)")
    Markup('see <a href="https://doi.org/10.1109/x">Lloyd</a>')
    """
    parts, end = [], 0
    for found in _MARKS.finditer(text):
        parts.append(escape(text[end : found.start()]))
        bold, name, address = found.groups()
        parts.append(
            Markup("<b>{}</b>").format(bold) if bold else Markup('<a href="{}">{}</a>').format(address, name)
        )
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
