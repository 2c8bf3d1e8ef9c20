"""Pictures of the charts for those who run no scripts, and for paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from dxindex import charts
from dxindex.caption import Caption

_SVG = "http://www.w3.org/2000/svg"
_DIGITS = re.compile(r"-?\d*\.\d{2,}")
_ROUNDED = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height")
_REFERENCE = re.compile(r"url\(#([\w-]+)\)")
_SPOKEN = re.compile(r"^(aria-|role$|class$)")


def still(spec: Mapping[str, Any], caption: Caption, lang: str) -> tuple[bytes, int]:
    """Return a picture as a file, half as large as it was drawn, and its height where it is 1000 wide."""
    svg = charts.to_svg(spec, caption, lang=lang)
    return slim(svg), round(float(re.search(r'height="([\d.]+)"', svg)[1]))  # type: ignore[index]


def slim(svg: str) -> bytes:
    """Leave out what nobody sees in a picture with a text beside it, and digits finer than a pixel's tenth.

    >>> slim('<svg xmlns="http://www.w3.org/2000/svg"><path role="img" d="M1.2345,6.789h2"/></svg>')
    b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M1.2,6.8h2" /></svg>'
    """
    for prefix, name in (
        ("", _SVG),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("dcterms", "http://purl.org/dc/terms/"),
    ):
        ET.register_namespace(prefix, name)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing, of a moment ago
    # The converter counts on from drawing to drawing: numbered anew, the same chart gives the same bytes.
    known = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    numbers = {name: f"i{number}" for number, name in enumerate(known)}
    for element in root.iter():
        if "id" in element.attrib:
            element.attrib["id"] = numbers[element.attrib["id"]]
        for name, text in element.attrib.items():
            element.attrib[name] = _REFERENCE.sub(lambda found: f"url(#{numbers[found[1]]})", text)
        for name in [name for name in element.attrib if _SPOKEN.match(name)]:
            del element.attrib[name]
        for name in _ROUNDED:
            if name in element.attrib:
                element.attrib[name] = _DIGITS.sub(_tenth, element.attrib[name])
    written: bytes = ET.tostring(root, encoding="utf-8")
    return written


def _tenth(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
