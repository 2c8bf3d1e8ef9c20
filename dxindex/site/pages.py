"""The pages in one language, and what belongs to that language beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from dxindex import charts
from dxindex.bibtex import citation
from dxindex.caption import Caption
from dxindex.i18n import LANGUAGES, translator
from dxindex.site import drawings, links, ranking_parts, texts
from dxindex.site.beside import published
from dxindex.site.constants import constant, site_words
from dxindex.site.country_parts import CountryPart
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.site.field import field_svg, spot
from dxindex.site.files import vega_versions
from dxindex.site.land import HEIGHT as MAP_HEIGHT
from dxindex.site.merged import merge_figures, merge_nodes
from dxindex.site.stills import still
from dxindex.words import methods
from dxindex.words.assumptions import runs_text
from dxindex.words.findings import (
    groups_told_straight,
    level_texts,
    map_finding,
    two_axis_finding,
)
from dxindex.words.index_table import index_rows
from dxindex.words.sources import cited_sources, source_line

POLICY = Markup(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: files beside it, and nothing else; no script inside it, and none made from text.

It stands as it is in every page: single quotes need no escape within double ones, and would be a third of it.
"""

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


class Pages:
    """The pages in one language."""

    def __init__(self, facts: Facts, lang: str, environment: Environment) -> None:
        self.facts, self.lang, self.environment = facts, lang, environment
        self.texts = texts.page_texts(lang)
        self.titles = texts.page_titles(lang)
        self.heights: dict[str, int] = {}
        self.citation = citation(facts.data_version)
        self.version = version_line(facts, lang)

    def drawings(self) -> dict[str, bytes]:
        """The language's own data: words, charts by edition, and pictures of these."""
        files = {f"data/{self.lang}.js": constant("words", site_words(self.facts, self.lang))}
        highlight = [unit for unit in links.HIGHLIGHTED if unit in self.facts.units]
        for edition in self.facts.editions:
            plain = drawings.still_two_axis(self.facts, edition, self.lang, highlight)
            drawn = {
                "twoAxis": drawings.two_axis(self.facts, edition, self.lang, plain),
                "map": drawings.world_map(self.facts, edition, self.lang),
            }
            files[f"data/{edition.code}-{self.lang}.js"] = constant("drawings", drawn, edition.code)
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
                    for name in drawings.edition_databases(self.facts, edition, axis, self.lang)
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
                "steps": [
                    *methods.computing(len(self.facts.first.groups.levels), self.lang),
                    methods.rank_intervals(self.lang),
                ],
                "panel": panel_text(self.facts, self.lang),
                "limits": methods.limits(self.lang),
                "misuses": methods.misuses(self.lang),
            },
            "sources": {
                "description": self.texts["cite_publishers"],
                "sources": cited_sources(self.facts.sources, self.lang),
                "versions": vega_versions(),
            },
        }
        for page, more in described.items():
            content = self._render(page, f"{page}.html", self.titles[page], parts=parts, **more)
            yield f"{self.lang}/{page}.html", content

    def country(self, unit: str, parts: Sequence[CountryPart | None]) -> bytes:
        """A country's page; of each edition a part, or None where the country is not ranked."""
        name = self.facts.names(self.lang)[unit]
        return self._render(
            "country",
            f"country/{unit}.html",
            name,
            unit=unit,
            name=name,
            description="",
            parts=[{**vars(part), "spot": spot(part.edition, part.place)} for part in parts if part],
            blocks=[
                {
                    "title": edition.titles[self.lang],
                    "median": part.group_median if part else self.texts["group_median"],
                }
                for edition, part in zip(self.facts.editions, parts, strict=True)
            ],
            nodes=merge_nodes(parts),
            figures=merge_figures(parts),
        )

    def _part(self, edition: Edition) -> dict[str, Any]:
        _ = translator(self.lang)
        facts, lang, unit = self.facts, self.lang, links.HIGHLIGHTED[0]
        rows = ranking_parts.ranking_rows(facts, edition, lang)
        return {
            "edition": edition,
            "title": _("{edition} edition").format(edition=edition.titles[lang]),
            "finding": two_axis_finding(edition.groups, edition.correlation, edition.titles[lang], lang),
            "map_finding": map_finding(
                edition.groups,
                edition.countries["region"],
                facts.titles("regions", lang),
                edition.titles[lang],
                lang,
            ),
            "picture": self.picture(edition),
            "height": self.heights[self.picture(edition)],
            "groups": [
                (level, charts.level_name(level, lang), int((edition.groups.labels == level).sum()))
                for level in edition.groups.levels
            ],
            "sources": source_line(
                edition.framework.indicators,
                edition.vintages,
                facts.indicators,
                reference=edition.reference,
                version=facts.data_version,
                lang=lang,
            ),
            "levels": level_texts(edition.groups, lang),
            "straight": groups_told_straight(edition.correlation, edition.separation, lang),
            "published": published(facts, edition, unit, lang),
            "caption": _(
                "Both axes and their six pillars, {edition} edition; ranks count all {total} countries, whatever is filtered."
            ).format(edition=edition.titles[lang], total=len(rows)),
            "columns": ranking_parts.ranking_columns(edition, lang),
            "rows": rows,
            "index": index_rows(edition.framework, edition.vintages, facts.indicators, lang),
            "runs": runs_text(edition.sure, facts.short_names(lang), lang),
        }

    def _render(self, page: str, path: str, title: str, **content: Any) -> bytes:
        depth = path.count("/")
        scripts = ["data/site.js", f"data/{self.lang}.js", "assets/address.js", "assets/site.js"]
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


def panel_text(facts: Facts, lang: str) -> str:
    """Say which countries are ranked, and who just misses."""
    people = facts.near_misses["population"].items()
    near = {facts.names(lang)[str(unit)]: float(n) for unit, n in people}
    return methods.panel_rule(facts.population_floor, near, lang)


def version_line(facts: Facts, lang: str) -> str:
    """Name the versions of data and method, and the date of the newest source."""
    _ = translator(lang)
    return _("Data version {data} (newest source file: {date}), method version {method}.").format(
        data=facts.data_version, date=facts.newest, method=facts.method
    )
