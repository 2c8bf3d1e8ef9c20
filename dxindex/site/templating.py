"""How pages are written: templates whose every text is escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape


def environment() -> Environment:
    """Return the templates with their filters; a name that a template lacks is an error."""
    made = Environment(
        loader=PackageLoader("dxindex.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"bold": _bold, "plain": plain}
    return made


def _bold(text: str) -> Markup:
    """Print bold what stands between ``**``; everything is escaped.

    >>> _bold("**A & B** is <b>")
    Markup('<b>A &amp; B</b> is &lt;b&gt;')
    """
    parts = text.split("**")
    return Markup("").join(
        Markup("<b>{}</b>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def plain(text: str) -> str:
    """Leave out what marks a text as bold."""
    return text.replace("**", "")
