"""The small picture behind a country's place on the two axes: drawn once an edition, shown without a script."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

import pandas as pd

from dxindex import charts
from dxindex.charts.scatter_layers import score_domain
from dxindex.charts.theme import level_marks
from dxindex.site.edition import Edition

WIDTH, HEIGHT = 400, 300
_EDGE = 10
_TITLE = 22  # below the picture
# Outlines around the mark's middle, about as large as each other.
OUTLINES = {
    "triangle-up": "m0-4l4 7h-8z",
    "circle": "m-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z",
    "diamond": "m0-4.4l3.6 4.4-3.6 4.4-3.6-4.4z",
}


def spot(edition: Edition, scores: Mapping[str, float]) -> tuple[float, float] | None:
    """Return where two scores are in the picture; None where one is missing."""
    x, y = edition.axes[:2]
    if pd.isna(scores[x]) or pd.isna(scores[y]):
        return None
    (left, right), (low, high) = (score_domain(edition.result.scores[axis]) for axis in (x, y))
    return (
        round(_EDGE + (WIDTH - 2 * _EDGE) * (scores[x] - left) / (right - left), 1),
        round(HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * (scores[y] - low) / (high - low), 1),
    )


def field_svg(edition: Edition, lang: str) -> str:
    """Draw every country in the colour and shape of its group, and the medians; light or dark as the page is."""
    light, dark = charts.LIGHT, charts.DARK
    marks = {colours: level_marks(edition.groups.levels, colours) for colours in (light, dark)}
    paths, looks, night = [], [], []
    scores = edition.result.scores[list(edition.axes)]
    for number, level in enumerate(edition.groups.levels):
        outline = OUTLINES[marks[light][level][1]]
        places = [
            spot(edition, dict(scores.loc[unit]))
            for unit in scores.index
            if edition.level(str(unit)) == level
        ]
        drawn = "".join(f"M{place[0]:g} {place[1]:g}{outline}" for place in places if place)
        paths.append(f'<path class="g{number}" d="{drawn}"/>')
        looks.append(f".g{number}{{fill:{marks[light][level][0]}}}")
        night.append(f".g{number}{{fill:{marks[dark][level][0]}}}")
    middle = spot(edition, dict(scores.median()))
    rules = f"M{middle[0]:g} 0V{HEIGHT}M0 {middle[1]:g}H{WIDTH}" if middle else ""
    x, y = (edition.framework.label(axis, lang) for axis in edition.axes[:2])
    style = (
        f"text{{font:12px 'Noto Sans','Segoe UI',Roboto,Arial,sans-serif;fill:{light.muted}}}path{{opacity:.75}}.m{{stroke:{light.muted};stroke-dasharray:3 4;fill:none}}{''.join(looks)}"
        f"@media(prefers-color-scheme:dark){{text{{fill:{dark.muted}}}.m{{stroke:{dark.muted}}}{''.join(night)}}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + _TITLE}"><style>{style}</style>'
        f'<path class="m" d="{rules}"/>{"".join(paths)}'
        f'<text x="{WIDTH}" y="{HEIGHT + 16}" text-anchor="end">{escape(x)} →</text>'
        f'<text x="0" y="12">↑ {escape(y)}</text></svg>\n'
    )
