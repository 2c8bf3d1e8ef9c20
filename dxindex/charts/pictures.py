"""Charts as files: a picture that says by itself what it shows, in which unit and year, and from whom."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from dxindex.caption import Caption
from dxindex.charts.drawable import drawable, is_composed, plain_text
from dxindex.charts.framing import MAX_ZOOM, Drawing, PictureSize, as_png, framed
from dxindex.charts.theme import LIGHT, Palette
from dxindex.charts.typesetting import register_fonts
from dxindex.errors import InputError

_WIDEST = 1.25  # a tall chart on a slide is drawn no wider than this share of it, and stands in the middle
_NAMED = re.compile(r'((?:\sid="|url\(#)(?:clip|gradient_))(\d+)')
_ROOT = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)"\sheight="([\d.]+)"[^>]*>')


def to_svg(
    spec: Mapping[str, Any],
    caption: Caption,
    *,
    size: PictureSize = "page",
    colours: Palette = LIGHT,
    lang: str = "en",
) -> str:
    """Draw a chart with its title above, and unit, edition, source and link below, as one SVG.

    Texts stay texts: they can be searched, and everything in the caption is in the metadata as well.

    Parameters
    ----------
    spec : mapping
        A finished Vega-Lite specification; its own title is left out, its own subtitle stands where the
        caption has none. ``datasets`` may hold rows or the bytes of an Arrow IPC stream. For a slide, build
        it with a large palette.
    caption : Caption
        What is written around the chart.
    size : {"page", "slide"}
        1000 pixels wide and as tall as the chart asks, or 1920 x 1080 exactly with the chart fitted in.
    colours, lang
        As the chart was built with. Missing values are drawn as the chart draws them.

    Returns
    -------
    str
        Well-formed XML. Characters that XML does not allow are left out.

    Raises
    ------
    InputError
        For a specification that cannot be drawn, or one that asks for data from elsewhere.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> spec = {"data": {"values": [{"x": 1}]}, "mark": "point"}
    >>> "<title>Adoption</title>" in to_svg(spec, Caption("Adoption"))
    True
    """
    return framed(
        lambda width, room: _draw(spec, width, room),
        caption,
        size=size,
        colours=colours,
        lang=lang,
        subtitle=_own_subtitle(spec),
    )


def to_png(
    spec: Mapping[str, Any],
    caption: Caption,
    *,
    size: PictureSize = "page",
    colours: Palette = LIGHT,
    lang: str = "en",
) -> bytes:
    """Draw the same picture as :func:`to_svg` in pixels: 2000 wide, or 1920 x 1080 for a slide.

    The caption is in the file's text fields too.

    Parameters
    ----------
    spec, caption, size, colours, lang
        As for :func:`to_svg`.

    Returns
    -------
    bytes
        A PNG file.

    Raises
    ------
    InputError
        For a specification that cannot be drawn, or one that asks for data from elsewhere.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> spec = {"data": {"values": [{"x": 1}]}, "mark": "point"}
    >>> to_png(spec, Caption("Adoption"))[:4]
    b'\\x89PNG'
    """
    svg = to_svg(spec, caption, size=size, colours=colours, lang=lang)
    return as_png(svg, caption, size=size, lang=lang)


def _own_subtitle(spec: Mapping[str, Any]) -> str:
    title = spec.get("title")
    subtitle = title.get("subtitle", "") if isinstance(title, Mapping) else ""
    return " ".join(subtitle) if isinstance(subtitle, list) else str(subtitle)


def _draw(spec: Mapping[str, Any], width: float, room: float | None) -> Drawing:
    """Return the chart at the size that it was drawn at.

    On a slide the chart takes the shape of the room it has: as tall as it asks for, as wide as the room's
    proportions make it, so that its type keeps the size it was set in.
    """
    import vl_convert

    register_fonts()
    asked = spec.get("height")
    if room is None:
        ready = drawable(spec, width=width, height=None)
    elif is_composed(spec) or not isinstance(asked, int | float):
        ready = drawable(spec, width=width / MAX_ZOOM, height=None)
    else:
        zoom = min(room / asked, MAX_ZOOM)
        ready = drawable(spec, width=min(width / zoom, width * _WIDEST), height=room / zoom)
    try:
        svg = vl_convert.vegalite_to_svg(ready, allowed_base_urls=[])
    except ValueError as error:
        raise InputError(f"this chart cannot be made into a picture: {error}") from error
    svg = _named_by_content(plain_text(svg))
    root = _ROOT.match(svg)
    if root is None:
        raise InputError("this chart cannot be made into a picture: the drawing has no size")
    return Drawing(svg[root.end() : svg.rindex("</svg>")], float(root[1]), float(root[2]))


def _named_by_content(svg: str) -> str:
    """Name a drawing's clips and gradients after the drawing itself.

    The converter counts them over all that a process has drawn. So the same chart would come out in other bytes each
    time; and if each drawing counted from one, two in one page would cut each other.
    """
    order: dict[str, int] = {}

    alike = _NAMED.sub(lambda found: found[1] + str(order.setdefault(found[2], len(order))), svg)
    mark = hashlib.sha256(alike.encode()).hexdigest()[:8]
    return _NAMED.sub(lambda found: f"{found[1]}{mark}-{found[2]}", alike)
