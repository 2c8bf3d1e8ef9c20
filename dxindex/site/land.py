"""The map as a picture in no language: the land once, and the countries of each edition to lay over it."""

from __future__ import annotations

import pandas as pd

from dxindex import charts
from dxindex.charts.projection import equal_earth, one_map
from dxindex.charts.theme import level_marks
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.site.field import OUTLINES

WIDTH = 1000
HEIGHT = round(WIDTH * one_map().tall / one_map().across)


def land_svg(facts: Facts) -> str:
    """Draw the land without borders; light or dark as the page is."""
    scale, shift = facts.land["transform"]["scale"], facts.land["transform"]["translate"]
    drawn = []
    for polygon in facts.land["objects"]["land"]["geometries"][0]["arcs"]:
        for (arc,) in polygon:
            ring = pd.DataFrame(facts.land["arcs"][arc], columns=["x", "y"]).cumsum()
            places = _places(ring["x"] * scale[0] + shift[0], ring["y"] * scale[1] + shift[1])
            drawn.append("M" + "L".join(dict.fromkeys(f"{x:.0f} {y:.0f}" for x, y in places)) + "z")
    light, dark = charts.LIGHT.grid, charts.DARK.grid
    style = f"path{{fill:{light}}}@media(prefers-color-scheme:dark){{path{{fill:{dark}}}}}"
    return _svg(style, f'<path d="{"".join(drawn)}"/>')


def places_svg(facts: Facts, edition: Edition) -> str:
    """Draw every country of the panel in the colour and shape of its group, to lay over the land."""
    light, dark = charts.LIGHT, charts.DARK
    points = facts.points.reindex(edition.units).dropna()
    places = dict(zip(points.index, _places(points["longitude"], points["latitude"]), strict=True))
    paths, day, night = [], [], []
    for number, level in enumerate(edition.groups.levels):
        colour, shape = level_marks(edition.groups.levels, light)[level]
        outline = OUTLINES[shape]
        units = [unit for unit in places if edition.level(str(unit)) == level]
        drawn = "".join(f"M{places[unit][0]:.0f} {places[unit][1]:.0f}{outline}" for unit in units)
        paths.append(f'<path class="g{number}" d="{drawn}"/>')
        day.append(f".g{number}{{fill:{colour}}}")
        night.append(f".g{number}{{fill:{level_marks(edition.groups.levels, dark)[level][0]}}}")
    style = f"{''.join(day)}@media(prefers-color-scheme:dark){{{''.join(night)}}}"
    return _svg(style, "".join(paths))


def _places(longitude: pd.Series, latitude: pd.Series) -> list[tuple[float, float]]:
    spots = one_map().spots(equal_earth(longitude, latitude).assign(west=False), float(WIDTH), float(HEIGHT))
    return [(WIDTH * x, HEIGHT * (1 - y)) for x, y in zip(spots["x"], spots["y"], strict=True)]


def _svg(style: str, drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<style>{style}</style>{drawn}</svg>\n"
    )
