"""The evidence addresses: what each gives, and of which page it is."""

from __future__ import annotations

from dataclasses import dataclass

from pages.ui import places

RANKING, SCORES, METADATA = "/data/ranking.csv", "/data/scores.parquet", "/data/metadata.json"
SVG, PNG, REPORT = "/chart.svg", "/chart.png", "/report/{country}.html"

TWO_AXIS, MAP, RANKINGS, PROFILE, INDICATORS, COVERAGE = (
    "two-axis",
    "map",
    "rankings",
    "profile",
    "indicators",
    "coverage",
)
# Charts, and the page that each is on: it takes that page's parameters, and its link leads there.
CHARTS = {
    TWO_AXIS: places.OVERVIEW,
    MAP: places.MAP,
    RANKINGS: places.RANKINGS,
    PROFILE: places.COUNTRY,
    INDICATORS: places.COUNTRY,
    COVERAGE: places.METHODS,
}


@dataclass(frozen=True)
class Address:
    """One address: its path, the page whose parameters it takes (charts: the chart's), and what it gives.

    ``kind`` is a kind of file as ``pages.ui.queries.files.MIME`` has it; ``own`` are parameters that no page has.
    """

    path: str
    page: str
    kind: str
    own: tuple[str, ...] = ()
    inline: bool = True  # shown by a browser, rather than saved


ADDRESSES = (
    Address(RANKING, places.RANKINGS, "csv", inline=False),
    Address(SCORES, places.RANKINGS, "parquet", inline=False),
    Address(METADATA, places.METHODS, "json"),
    Address(SVG, places.OVERVIEW, "svg", ("chart", "theme")),
    Address(PNG, places.OVERVIEW, "png", ("chart", "theme", "form")),
    Address(REPORT, places.COUNTRY, "html"),
)
