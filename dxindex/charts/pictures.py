"""Charts as files: a picture that says by itself what it shows, in which unit and year, and from whom."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

from dxindex.caption import Caption
from dxindex.charts.drawable import drawable, is_composed, plain_text
from dxindex.charts.theme import LIGHT, Palette
from dxindex.charts.typesetting import FAMILY, register_fonts, wrap
from dxindex.errors import InputError

PictureSize = Literal["page", "slide"]
_LEADING = 1.35  # from one line of type to the next
_MAX_ZOOM = 2.0  # of a chart on a slide: beyond it marks look like a poster's
_WIDEST = 1.25  # a tall chart on a slide is drawn no wider than this share of it, and stands in the middle
_CHART_SHARE = 0.5  # of a slide's height that texts never take from the chart
_SHRINK = (1.0, 0.85, 0.7, 0.55, 0.45)  # of the type, tried in turn where texts are long
_ROOT = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)"\sheight="([\d.]+)"[^>]*>')
_PNG_HEADER = 33  # signature and the first chunk, which texts follow


@dataclass(frozen=True)
class _Frame:
    """Measures of a picture in pixels; one without a height is as tall as its chart asks."""

    width: int
    height: int | None
    margin: int
    title: float
    subtitle: float
    foot: float
    scale: float


_FRAMES: Mapping[PictureSize, _Frame] = {
    "page": _Frame(width=1000, height=None, margin=24, title=20, subtitle=14, foot=12, scale=2),
    "slide": _Frame(width=1920, height=1080, margin=56, title=44, subtitle=26, foot=22, scale=1),
}


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    colour: str
    bold: bool = False
    href: str = ""


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
        As the chart was built with.

    Returns
    -------
    str
        Well-formed XML. Characters that XML does not allow are left out.

    Raises
    ------
    InputError
        For a specification that cannot be drawn, or one that asks for data from elsewhere.
    """
    frame = _FRAMES[size]
    inside = frame.width - 2 * frame.margin
    head, foot = _texts(spec, caption, frame, colours, lang)
    gap = frame.subtitle if head else 0
    around = 2 * frame.margin + _height(head) + _height(foot) + 2 * gap
    room = None if frame.height is None else frame.height - around
    chart, drawn_width, drawn_height = _draw(spec, inside, room)
    zoom = min(inside / drawn_width, *([] if room is None else [room / drawn_height]), _MAX_ZOOM)
    if room is None:
        zoom = min(zoom, 1.0)
        room = drawn_height * zoom
    height = frame.height or round(around + room)
    left = frame.margin + (inside - drawn_width * zoom) / 2 if size == "slide" else frame.margin
    top = frame.margin + _height(head) + gap
    place = (
        f'<svg x="{left:.1f}" y="{top:.1f}" width="{drawn_width * zoom:.1f}" '
        f'height="{drawn_height * zoom:.1f}" viewBox="0 0 {drawn_width:g} {drawn_height:g}">'
    )
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
            f'width="{frame.width}" height="{height}" viewBox="0 0 {frame.width} {height}" '
            f'lang="{lang}" font-family={quoteattr(FAMILY)}>',
            *_metadata(caption, lang),
            f'<rect width="{frame.width}" height="{height}" fill="{colours.paper}"/>',
            *_set(head, frame.margin, frame.margin),
            place + chart,
            *_set(foot, frame.margin, height - frame.margin - _height(foot)),
            "</svg>",
        ]
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

    The caption is in the file's text fields too. Parameters and errors are those of :func:`to_svg`.
    """
    import vl_convert

    svg = to_svg(spec, caption, size=size, colours=colours, lang=lang)
    png = vl_convert.svg_to_png(svg, scale=_FRAMES[size].scale)
    return png[:_PNG_HEADER] + _png_texts(caption, lang) + png[_PNG_HEADER:]


def _texts(
    spec: Mapping[str, Any], caption: Caption, frame: _Frame, colours: Palette, lang: str
) -> tuple[list[_Line], list[_Line]]:
    """Lines above and below the chart; where a slide has too many, smaller ones, and in the end fewer."""
    head: list[_Line] = []
    foot: list[_Line] = []
    for share in _SHRINK:
        head, foot = _lines(spec, caption, frame, share, colours, lang)
        if frame.height is None:
            return head, foot
        room = frame.height * (1 - _CHART_SHARE) - 2 * frame.margin - 2 * frame.subtitle
        if _height(head) + _height(foot) <= room:
            return head, foot
    return _cut(head, room / 2), _cut(foot, room / 2)


def _lines(
    spec: Mapping[str, Any], caption: Caption, frame: _Frame, share: float, colours: Palette, lang: str
) -> tuple[list[_Line], list[_Line]]:
    width = frame.width - 2 * frame.margin

    def lines(text: str, size: float, colour: str, *, bold: bool = False, href: str = "") -> list[_Line]:
        clean = plain_text(text)
        return [_Line(line, size, colour, bold, href) for line in wrap(clean, width, size, bold=bold)]

    facts, labelled = caption.facts(), caption.labelled(lang)
    names = dict(zip(facts, labelled, strict=True))
    said = {field: f"{names[field]}: {text}" for field, text in facts.items()}
    head = lines(facts["title"], frame.title * share, colours.ink, bold=True)
    head += lines(facts.get("subtitle") or _own_subtitle(spec), frame.subtitle * share, colours.muted)
    size = frame.foot * share
    measures = " · ".join(said[field] for field in ("unit", "period", "version") if field in said)
    foot = lines(measures, size, colours.ink) + lines(said.get("source", ""), size, colours.muted)
    link = facts.get("link", "")
    href = link if link.startswith(("https://", "http://")) else ""
    return head, foot + lines(link, size, colours.muted, href=href)


def _own_subtitle(spec: Mapping[str, Any]) -> str:
    title = spec.get("title")
    subtitle = title.get("subtitle", "") if isinstance(title, Mapping) else ""
    return " ".join(subtitle) if isinstance(subtitle, list) else str(subtitle)


def _cut(lines: list[_Line], room: float) -> list[_Line]:
    kept = list(lines)
    while len(kept) > 1 and _height(kept) > room:
        kept.pop()
    if len(kept) < len(lines):
        kept[-1] = replace(kept[-1], text=f"{kept[-1].text[:-1]}…")
    return kept


def _height(lines: list[_Line]) -> float:
    return sum(line.size * _LEADING for line in lines)


def _set(lines: list[_Line], left: float, top: float) -> list[str]:
    """Lines of text as SVG, one below the other."""
    made, y = [], top
    for line in lines:
        weight = ' font-weight="700"' if line.bold else ""
        text = (
            f'<text x="{left:g}" y="{y + line.size:.1f}" font-size="{line.size:g}"{weight} '
            f'fill="{line.colour}">{escape(line.text)}</text>'
        )
        made.append(f"<a href={quoteattr(line.href)}>{text}</a>" if line.href else text)
        y += line.size * _LEADING
    return made


def _metadata(caption: Caption, lang: str) -> list[str]:
    facts = {field: escape(plain_text(text)) for field, text in caption.facts().items()}
    said = "; ".join(f"{name}: {text}" for name, text in list(caption.labelled(lang).items())[1:])
    terms = {
        "title": "title",
        "subtitle": "description",
        "unit": "extent",
        "period": "temporal",
        "source": "source",
        "link": "identifier",
        "version": "hasVersion",
    }
    return [
        f"<title>{facts['title']}</title>",
        f"<desc>{escape(plain_text(said))}</desc>",
        '<metadata xmlns:dcterms="http://purl.org/dc/terms/">',
        *(f"<dcterms:{terms[field]}>{text}</dcterms:{terms[field]}>" for field, text in facts.items()),
        "</metadata>",
    ]


def _draw(spec: Mapping[str, Any], width: float, room: float | None) -> tuple[str, float, float]:
    """Return the chart's SVG without its opening tag, and the size it was drawn at.

    On a slide the chart takes the shape of the room it has: as tall as it asks for, as wide as the room's
    proportions make it, so that its type keeps the size it was set in.
    """
    import vl_convert

    register_fonts()
    asked = spec.get("height")
    if room is None:
        ready = drawable(spec, width=width, height=None)
    elif is_composed(spec) or not isinstance(asked, int | float):
        ready = drawable(spec, width=width / _MAX_ZOOM, height=None)
    else:
        zoom = min(room / asked, _MAX_ZOOM)
        ready = drawable(spec, width=min(width / zoom, width * _WIDEST), height=room / zoom)
    try:
        svg = vl_convert.vegalite_to_svg(ready, allowed_base_urls=[])
    except ValueError as error:
        raise InputError(f"this chart cannot be made into a picture: {error}") from error
    svg = plain_text(svg)
    root = _ROOT.match(svg)
    if root is None:
        raise InputError("this chart cannot be made into a picture: the drawing has no size")
    return svg[root.end() :], float(root[1]), float(root[2])


def _png_texts(caption: Caption, lang: str) -> bytes:
    """The caption as PNG's international text chunks."""
    chunks = b""
    for (field, text), name in zip(caption.facts().items(), caption.labelled(lang), strict=True):
        key = "Description" if field == "subtitle" else field.capitalize()
        content = b"\0".join([key.encode("latin-1"), b"\0", lang.encode(), name.encode(), b""])
        body = b"iTXt" + content + plain_text(text).encode()
        chunks += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return chunks
