"""What stands around a picture that is taken away: title above; unit, edition, source and link below."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from dxindex.caption import Caption
from dxindex.charts.drawable import plain_text
from dxindex.charts.theme import Palette
from dxindex.charts.typesetting import FAMILY, register_fonts, wrap

PictureSize = Literal["page", "slide"]
LEADING = 1.35  # from one line of type to the next
MAX_ZOOM = 2.0  # of what is framed on a slide: beyond it marks look like a poster's
_DRAWING_SHARE = 0.5  # of a slide's height that texts never take from what they frame
_SHRINK = (1.0, 0.85, 0.7, 0.55, 0.45)  # of the type, tried in turn where texts are long
_PNG_HEADER = 33  # signature and the first chunk, which texts follow


@dataclass(frozen=True)
class Drawing:
    """What is framed: SVG elements, and the width and height that they were drawn for."""

    elements: str
    width: float
    height: float


# Draws for a width and, on a slide, a height.
Draw = Callable[[float, float | None], Drawing]


@dataclass(frozen=True)
class _Frame:
    """Measures of a picture in pixels; one without a height is as tall as its drawing asks."""

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


def framed(
    draw: Draw,
    caption: Caption,
    *,
    size: PictureSize,
    colours: Palette,
    lang: str,
    subtitle: str = "",
) -> str:
    """Compose a drawing and its caption as one SVG; the caption is in the metadata as well.

    ``draw`` is asked once, for the width and the height that the texts leave; what is larger is shrunk to
    fit. ``subtitle`` stands where the caption has none.
    """
    frame = _FRAMES[size]
    inside = frame.width - 2 * frame.margin
    head, foot = _texts(caption, subtitle, frame, colours, lang)
    gap = frame.subtitle if head else 0
    around = 2 * frame.margin + _height(head) + _height(foot) + 2 * gap
    room = None if frame.height is None else frame.height - around
    drawn = draw(inside, room)
    zoom = min(inside / drawn.width, *([] if room is None else [room / drawn.height]), MAX_ZOOM)
    if room is None:
        zoom = min(zoom, 1.0)
        room = drawn.height * zoom
    height = frame.height or round(around + room)
    left = frame.margin + (inside - drawn.width * zoom) / 2 if size == "slide" else frame.margin
    top = frame.margin + _height(head) + gap
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
            f'width="{frame.width}" height="{height}" viewBox="0 0 {frame.width} {height}" '
            f'lang="{lang}" font-family={quoteattr(FAMILY)}>',
            *_metadata(caption, lang),
            f'<rect width="{frame.width}" height="{height}" fill="{colours.paper}"/>',
            *_set(head, frame.margin, frame.margin),
            f'<svg x="{left:.1f}" y="{top:.1f}" width="{drawn.width * zoom:.1f}" '
            f'height="{drawn.height * zoom:.1f}" viewBox="0 0 {drawn.width:g} {drawn.height:g}">'
            f"{drawn.elements}</svg>",
            *_set(foot, frame.margin, height - frame.margin - _height(foot)),
            "</svg>",
        ]
    )


def as_png(svg: str, caption: Caption, *, size: PictureSize, lang: str) -> bytes:
    """Return a framed picture in pixels, with its caption in the file's text fields."""
    import vl_convert

    register_fonts()
    png = vl_convert.svg_to_png(svg, scale=_FRAMES[size].scale)
    return png[:_PNG_HEADER] + _png_texts(caption, lang) + png[_PNG_HEADER:]


def _texts(
    caption: Caption, subtitle: str, frame: _Frame, colours: Palette, lang: str
) -> tuple[list[_Line], list[_Line]]:
    """Lines above and below the drawing; where a slide has too many, smaller ones, and in the end fewer."""
    head: list[_Line] = []
    foot: list[_Line] = []
    for share in _SHRINK:
        head, foot = _lines(caption, subtitle, frame, share, colours, lang)
        if frame.height is None:
            return head, foot
        room = frame.height * (1 - _DRAWING_SHARE) - 2 * frame.margin - 2 * frame.subtitle
        if _height(head) + _height(foot) <= room:
            return head, foot
    return _cut(head, room / 2), _cut(foot, room / 2)


def _lines(
    caption: Caption, subtitle: str, frame: _Frame, share: float, colours: Palette, lang: str
) -> tuple[list[_Line], list[_Line]]:
    width = frame.width - 2 * frame.margin

    def lines(text: str, size: float, colour: str, *, bold: bool = False, href: str = "") -> list[_Line]:
        clean = plain_text(text)
        return [_Line(line, size, colour, bold, href) for line in wrap(clean, width, size, bold=bold)]

    facts, labelled = caption.facts(), caption.labelled(lang)
    names = dict(zip(facts, labelled, strict=True))
    said = {field: f"{names[field]}: {text}" for field, text in facts.items()}
    head = lines(facts["title"], frame.title * share, colours.ink, bold=True)
    head += lines(facts.get("subtitle") or subtitle, frame.subtitle * share, colours.muted)
    size = frame.foot * share
    measures = " · ".join(said[field] for field in ("unit", "period", "version") if field in said)
    foot = lines(measures, size, colours.ink) + lines(said.get("source", ""), size, colours.muted)
    link = facts.get("link", "")
    href = link if link.startswith(("https://", "http://")) else ""
    return head, foot + lines(link, size, colours.muted, href=href)


def _cut(lines: list[_Line], room: float) -> list[_Line]:
    kept = list(lines)
    while len(kept) > 1 and _height(kept) > room:
        kept.pop()
    if len(kept) < len(lines):
        kept[-1] = replace(kept[-1], text=f"{kept[-1].text[:-1]}…")
    return kept


def _height(lines: list[_Line]) -> float:
    return sum(line.size * LEADING for line in lines)


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
        y += line.size * LEADING
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


def _png_texts(caption: Caption, lang: str) -> bytes:
    """The caption as PNG's international text chunks."""
    chunks = b""
    for (field, text), name in zip(caption.facts().items(), caption.labelled(lang), strict=True):
        key = "Description" if field == "subtitle" else field.capitalize()
        content = b"\0".join([key.encode("latin-1"), b"\0", lang.encode(), name.encode(), b""])
        body = b"iTXt" + content + plain_text(text).encode()
        chunks += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return chunks
