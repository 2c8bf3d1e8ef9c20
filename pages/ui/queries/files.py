"""Files to take away, made when asked for."""

from __future__ import annotations

import data
import dxindex as dx
from dxindex import charts
from dxindex.caption import Caption
from dxindex.tables import as_csv
from pages.ui.queries.figure import Figure

MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "html": "text/html",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def version() -> str:
    """Version of data and method, as every file and link carries it."""
    return f"data {data.version()}, method {dx.METHOD_VERSION}"


def caption(figure: Figure, link: str) -> Caption:
    """What every file of a figure says of itself."""
    return Caption(
        title=figure.title,
        unit=figure.unit,
        period=figure.period,
        source=figure.source,
        link=link,
        version=version(),
    )


def of_figure(figure: Figure, kind: str, told: Caption) -> bytes:
    """A figure as a file: ``png``, ``slide.png`` (1920 x 1080), ``svg`` or ``csv``."""
    if kind == "csv":
        return as_csv(figure.table, told)
    colours = charts.palette(figure.surface)
    if kind == "svg":
        return charts.to_svg(figure.spec, told, colours=colours, lang=figure.lang).encode()
    size = "slide" if kind == "slide.png" else "page"
    return charts.to_png(figure.spec, told, size=size, colours=colours, lang=figure.lang)
