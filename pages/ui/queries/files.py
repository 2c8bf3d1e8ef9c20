"""Files to take away, made when asked for."""

from __future__ import annotations

import dxindex as dx
from dxindex import charts
from dxindex.caption import Caption
from dxindex.tables import as_csv
from pages.ui.queries import codes
from pages.ui.queries.figure import Figure, Sheet

MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "html": "text/html",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def version(edition: str) -> str:
    """Version of the figures that an edition rests on, and of the method, as every file carries it."""
    return f"data {codes.data_version(edition)}, method {dx.METHOD_VERSION}"


def caption(sheet: Sheet, link: str, edition: str) -> Caption:
    """What every file of a table or chart says of itself; ``edition`` is what it was made of."""
    return Caption(
        title=sheet.title,
        unit=sheet.unit,
        period=sheet.period,
        source=sheet.source,
        link=link,
        version=version(edition),
    )


def of_sheet(sheet: Sheet, kind: str, told: Caption) -> bytes:
    """A table or chart as a file: ``png``, ``slide.png`` (1920 x 1080), ``svg`` or ``csv``."""
    if kind == "csv":
        return as_csv(sheet.table, told)
    size = "slide" if kind == "slide.png" else "page"
    if isinstance(sheet, Figure):
        drawn = sheet.larger() if size == "slide" and sheet.larger else sheet
        what, to_svg, to_png = drawn.spec, charts.to_svg, charts.to_png
    else:
        drawn, to_svg, to_png = sheet, charts.table_to_svg, charts.table_to_png
        what = sheet.table.reset_index(drop=True)  # codes are for files that machines read
    look = {"colours": charts.palette(drawn.surface), "lang": sheet.lang}
    return to_svg(what, told, **look).encode() if kind == "svg" else to_png(what, told, size=size, **look)
