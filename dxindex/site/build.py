"""The site as files: every page in every language, and what they load from beside themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dxindex import charts
from dxindex.caption import Caption
from dxindex.i18n import DEFAULT_LANGUAGE, LANGUAGES, translator
from dxindex.progress import track
from dxindex.site import country_parts, drawings, links, method_parts, ranking_parts, sentences, words
from dxindex.site.country_parts import CountryPart
from dxindex.site.facts import Edition, Facts
from dxindex.site.field import field_svg, spot
from dxindex.site.files import asset_files, vega_versions
from dxindex.site.land import HEIGHT as MAP_HEIGHT
from dxindex.site.land import land_svg, places_svg
from dxindex.site.merged import merge_figures, merge_nodes
from dxindex.site.stills import still

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: files beside it, and nothing else; no script inside it, and none made from text."""

AUTHORS = "The dxindex authors"
TITLE = "dxindex: how ready is a country for digital transformation, how sure are we, and why?"
REPORT = "World Bank (2016), World Development Report 2016: Digital Dividends, doi:10.1596/978-1-4648-0671-1"

_FILTERS = "region income club"
_CODES = {
    "index": f"edition c {_FILTERS} size trail whisker outside label",
    "rankings": f"edition c {_FILTERS} q",
    "map": f"edition c {_FILTERS} by size",
    "country": "edition",
    "methods": "edition",
    "sources": "edition",
}
_WITH_CHARTS = ("index", "map")


def build_site(facts: Facts) -> dict[str, bytes]:
    """Write every file of a site.

    Parameters
    ----------
    facts : Facts
        All that it says.

    Returns
    -------
    dict
        Content by path. The same facts give the same bytes.
    """
    environment = _environment()
    codes = [edition.code for edition in facts.editions]
    files = asset_files(environment, codes)
    files["data/site.js"] = _constant("site", _about(facts))
    files["assets/land.svg"] = land_svg(facts).encode()
    files["data/land.js"] = _constant("land", drawings.land(facts))
    for edition in facts.editions:
        files[f"data/{edition.code}.js"] = _constant(
            "figures", drawings.figures(facts, edition), edition.code
        )
        files[f"assets/places-{edition.code}.svg"] = places_svg(facts, edition).encode()
    compared = {
        (edition.code, unit): country_parts.compare(edition, unit)
        for edition in facts.editions
        for unit in edition.units
    }
    for lang in LANGUAGES:
        pages = _Pages(facts, lang, environment)
        files |= pages.drawings()
        files |= dict(pages.main_pages())
        for unit in track(facts.units, len(facts.units)):
            parts = [
                country_parts.country_part(facts, edition, unit, compared[edition.code, unit], lang)
                for edition in facts.editions
                if unit in edition.units
            ]
            files[f"{lang}/country/{unit}.html"] = pages.country(unit, parts)
    front = environment.get_template("choose.html")
    files["index.html"] = front.render(lang=DEFAULT_LANGUAGE, policy=POLICY, tongues=LANGUAGES).encode()
    return dict(sorted(files.items()))


class _Pages:
    """The pages in one language."""

    def __init__(self, facts: Facts, lang: str, environment: Environment) -> None:
        self.facts, self.lang, self.environment = facts, lang, environment
        self.texts = words.page_texts(lang)
        self.titles = words.page_titles(lang)
        self.heights: dict[str, int] = {}
        self.citation = citation(facts)
        self.version = version_line(facts, lang)

    def drawings(self) -> dict[str, bytes]:
        """The language's own data: words, charts by edition, and pictures of these."""
        files = {f"data/{self.lang}.js": _constant("words", _words(self.facts, self.lang))}
        highlight = [unit for unit in links.HIGHLIGHTED if unit in self.facts.units]
        for edition in self.facts.editions:
            plain = drawings.still_two_axis(self.facts, edition, self.lang, highlight)
            drawn = {
                "twoAxis": drawings.two_axis(self.facts, edition, self.lang, plain),
                "map": drawings.world_map(self.facts, edition, self.lang),
            }
            files[f"data/{edition.code}-{self.lang}.js"] = _constant("drawings", drawn, edition.code)
            files[f"assets/field-{edition.code}-{self.lang}.svg"] = field_svg(edition, self.lang).encode()
            path = self.picture(edition)
            files[path], self.heights[path] = still(plain, self._caption(plain, edition), self.lang)
        return files

    def picture(self, edition: Edition) -> str:
        """The path of the picture of the two-axis chart."""
        return f"assets/two-axis-{edition.code}-{self.lang}.svg"

    def _caption(self, spec: Mapping[str, Any], edition: Edition) -> Caption:
        _ = translator(self.lang)
        return Caption(
            title=str(spec["title"]["text"]),
            unit=_("Score 0–1, higher is better"),
            period=edition.titles[self.lang],
            source="; ".join(
                dict.fromkeys(
                    name
                    for axis in edition.axes
                    for name in sentences.databases_of(self.facts, edition, axis, self.lang)
                )
            ),
            version=self.version,
        )

    def main_pages(self) -> Iterator[tuple[str, bytes]]:
        """Every page but those of countries."""
        parts = [self._part(edition) for edition in self.facts.editions]
        described = {
            "index": {"description": parts[0]["finding"]},
            "rankings": {"description": parts[0]["caption"]},
            "map": {"description": parts[0]["map_finding"]},
            "methods": {
                "description": self.texts["methods_lead"],
                "steps": method_parts.steps(self.facts.first, self.lang),
                "panel": method_parts.panel_text(self.facts, self.lang),
                "limits": method_parts.limits(self.lang),
                "misuses": method_parts.misuses(self.lang),
            },
            "sources": {
                "description": self.texts["cite_publishers"],
                "sources": method_parts.sources_of(self.facts, self.lang).to_dict("records"),
                "versions": vega_versions(),
            },
        }
        for page, more in described.items():
            content = self._render(page, f"{page}.html", self.titles[page], parts=parts, **more)
            yield f"{self.lang}/{page}.html", content

    def country(self, unit: str, parts: Sequence[CountryPart]) -> bytes:
        """A country's page."""
        name = self.facts.names(self.lang)[unit]
        shown = [
            {
                **vars(part),
                "spot": spot(part.edition, part.place),
            }
            for part in parts
        ]
        return self._render(
            "country", f"country/{unit}.html", name, unit=unit, name=name, parts=shown,
            description="", nodes=merge_nodes(parts), figures=merge_figures(parts),
        )  # fmt: skip

    def _part(self, edition: Edition) -> dict[str, Any]:
        _ = translator(self.lang)
        facts, lang, unit = self.facts, self.lang, links.HIGHLIGHTED[0]
        rows = ranking_parts.ranking_rows(facts, edition, lang)
        there = unit in edition.units
        return {
            "edition": edition,
            "title": _("{edition} edition").format(edition=edition.titles[lang]),
            "finding": sentences.overview_finding(edition, lang),
            "map_finding": sentences.map_finding(facts, edition, lang),
            "picture": self.picture(edition),
            "height": self.heights[self.picture(edition)],
            "groups": [
                (level, charts.level_name(level, lang), int((edition.groups.labels == level).sum()))
                for level in edition.groups.levels
            ],
            "sources": sentences.source_line(facts, edition, lang),
            "levels": sentences.level_texts(edition, lang),
            "straight": sentences.groups_told_straight(edition, lang),
            "published_title": sentences.published_title(facts, edition, unit, lang) if there else "",
            "published": sentences.published_lines(facts, edition, unit, lang) if there else [],
            "published_reason": sentences.published_reason(facts, edition, unit, lang) if there else "",
            "caption": _(
                "Both axes and their six pillars, {edition} edition; ranks count all {total} countries, whatever is filtered."
            ).format(edition=edition.titles[lang], total=len(rows)),
            "columns": ranking_parts.ranking_columns(edition, lang),
            "rows": rows if rows else [],
            "index": method_parts.index_rows(facts, edition, lang),
            "runs": method_parts.runs_text(facts, edition, lang),
        }

    def _render(self, page: str, path: str, title: str, **content: Any) -> bytes:
        depth = path.count("/")
        scripts = ["data/site.js", f"data/{self.lang}.js", "assets/site.js"]
        if page in _WITH_CHARTS:
            editions = [edition.code for edition in self.facts.editions]
            scripts += ["assets/vega.js", "data/land.js"]
            scripts += [f"data/{code}{of}.js" for code in editions for of in ("", f"-{self.lang}")]
            scripts += ["assets/labels.js", "assets/charts.js"]
        text = self.environment.get_template(f"{page}.html").render(
            lang=self.lang,
            page=page,
            path=path,
            up="../" * (depth + 1),
            home="../" * depth,
            codes=_CODES[page],
            first=self.facts.first.code,
            title=title,
            policy=POLICY,
            map_height=MAP_HEIGHT,
            scripts=scripts,
            t=self.texts,
            pages=self.titles,
            tongues=LANGUAGES,
            version=self.version,
            citation=self.citation,
            **{"unit": "", **content},
        )
        return text.encode()


def citation(facts: Facts) -> str:
    """One line that names the site with the versions of method and data."""
    return (
        f"{AUTHORS}. {TITLE} Version {facts.package}, method version {facts.method}, data version "
        f"{facts.data_version}. After: {REPORT}."
    )


def version_line(facts: Facts, lang: str) -> str:
    """Name the versions of data and method, and the date of the newest source."""
    _ = translator(lang)
    return _("Data version {data} (newest source file: {date}), method version {method}.").format(
        data=facts.data_version, date=facts.newest, method=facts.method
    )


def _about(facts: Facts) -> dict[str, Any]:
    return {
        "parameters": links.parameters(facts),
        "always": ["lang", "edition", "c"],
        "carried": list(links.CARRIED),
        "elsewhere": list(links.ELSEWHERE),
        "silent": list(links.SILENT),
        "editions": [edition.code for edition in facts.editions],
        "units": facts.units,
        "recolouring": drawings.recolouring(facts.first),
        "version": {"data": facts.data_version, "method": facts.method},
    }


def _words(facts: Facts, lang: str) -> dict[str, Any]:
    drawn = {*facts.units, *facts.points.index}
    titles = f"title_{lang}"
    _ = translator(lang)
    return {
        "names": {unit: name for unit, name in facts.names(lang).items() if unit in drawn},
        "levels": {level: charts.level_name(level, lang) for level in facts.first.groups.levels},
        "editions": [[edition.code, edition.titles[lang]] for edition in facts.editions],
        "regions": [[str(code), name] for code, name in facts.regions[titles].items()],
        "incomes": [[str(code), name] for code, name in facts.incomes[titles].items()],
        "colourings": [
            ["group", _("Group")],
            *map(list, charts.node_labels(facts.first.result, lang).items()),
        ],
        "page": words.page_texts(lang),
        "script": words.script_texts(lang),
    }


def _constant(name: str, content: Any, key: str = "") -> bytes:
    """A script that sets one constant: a page opened from a file may load scripts, but no data."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    place = f"window.dxindex.{name}"
    start = f"({place}??={{}})[{json.dumps(key)}]" if key else place
    return f"window.dxindex??={{}};{start}={text};\n".encode()


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dxindex.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"bold": _bold, "plain": _plain}
    return environment


def _bold(text: str) -> Markup:
    """Print bold what stands between ``**``; everything is escaped.

    >>> _bold("**A & B** is <b>")
    Markup('<b>A &amp; B</b> is &lt;b&gt;')
    """
    parts = text.split("**")
    return Markup("").join(
        Markup("<b>{}</b>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def _plain(text: str) -> str:
    return text.replace("**", "")
