"""The files of a site that hold no figures: Vega, typeface, styles and scripts, each once beside the pages."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment

from dxindex.charts.typesetting import FONTS

ASSETS = Path(__file__).parent / "assets"
_VEGA = "window.vegaEmbed=vegaEmbed;"
_SCRIPTS = ("choose.js", "first.js", "address.js", "site.js", "labels.js", "charts.js")


def asset_files(environment: Environment, editions: Iterable[str]) -> dict[str, bytes]:
    """Return the files by path; the styles know the editions, for one is shown at a time."""
    styles = environment.from_string((ASSETS / "site.css").read_text(encoding="utf-8"))
    return {
        "assets/vega.js": vega_bundle(),
        "assets/site.css": styles.render(editions=list(editions)).encode(),
        "assets/icon.png": (ASSETS / "icon.png").read_bytes(),
        "assets/OFL.txt": (FONTS / "OFL.txt").read_bytes(),
        "assets/vega-licences.txt": (ASSETS / "vega-licences.txt").read_bytes(),
        **{f"assets/{name}": (ASSETS / name).read_bytes() for name in _SCRIPTS},
        **{f"assets/dxindexSans-{face}.woff": web_font(face) for face in ("Regular", "Bold")},
    }


@cache
def vega_bundle() -> bytes:
    """Vega, Vega-Lite and vega-embed with its interpreter, as the converter brings them along: nothing is fetched."""
    import vl_convert

    return vl_convert.javascript_bundle(_VEGA).encode()


def vega_versions() -> dict[str, str]:
    """The versions of what :func:`vega_bundle` holds."""
    import vl_convert

    return {
        "vega": vl_convert.get_vega_version(),
        "vegalite": vl_convert.get_vegalite_versions()[-1],
        "embed": vl_convert.get_vega_embed_version(),
    }


@cache
def web_font(face: str) -> bytes:
    """One face of the bundled family in the form that browsers load, half as large."""
    from fontTools.ttLib import TTFont

    written = io.BytesIO()
    with TTFont(FONTS / f"dxindexSans-{face}.ttf", recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(written)
    return written.getvalue()
