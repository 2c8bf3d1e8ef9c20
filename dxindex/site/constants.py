"""What scripts know, as scripts that set one constant each: a page opened from a file may load no data."""

from __future__ import annotations

import json
from typing import Any

from dxindex import charts
from dxindex.i18n import translator
from dxindex.site import drawings, links, texts
from dxindex.site.facts import Facts


def constant(name: str, content: Any, key: str = "") -> bytes:
    """A script that sets one constant: a page opened from a file may load scripts, but no data."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    place = f"window.dxindex.{name}"
    start = f"({place}??={{}})[{json.dumps(key)}]" if key else place
    return f"window.dxindex??={{}};{start}={text};\n".encode()


def about_site(facts: Facts) -> dict[str, Any]:
    """Return what scripts know of the site in every language."""
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


def site_words(facts: Facts, lang: str) -> dict[str, Any]:
    """Return names and texts in one language."""
    drawn = {*facts.units, *facts.points.index}
    _ = translator(lang)
    return {
        "names": {unit: name for unit, name in facts.names(lang).items() if unit in drawn},
        "levels": {level: charts.level_name(level, lang) for level in facts.first.groups.levels},
        "editions": [[edition.code, edition.titles[lang]] for edition in facts.editions],
        "regions": [*facts.titles("regions", lang).items()],
        "incomes": [*facts.titles("incomes", lang).items()],
        "colourings": [
            ["group", _("Group")],
            *map(list, charts.node_labels(facts.first.result, lang).items()),
        ],
        "page": texts.page_texts(lang),
        "script": texts.script_texts(lang),
    }
