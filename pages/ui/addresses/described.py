"""What ``/data/metadata.json`` says: versions, editions, parameters, columns and sources, for programs to read."""

from __future__ import annotations

from typing import Any

import pandas as pd

import dxindex as dx
from dxindex import i18n
from pages.ui.addresses import asked, wording
from pages.ui.addresses.asked import Asked
from pages.ui.addresses.catalogue import ADDRESSES, CHARTS, Address
from pages.ui.params import Param, declared
from pages.ui.queries import bases, citing, codes, files, scores, tables, whole

JSON = "application/json"
_COMMON = ("country", "group", "coverage")


def metadata(of: Asked) -> dict[str, Any]:
    """Describe what the addresses give for an edition, in the language that was asked for."""
    edition, lang = of.edition, of.lang
    return {
        "language": lang,
        "languages": list(i18n.LANGUAGES),
        "versions": {
            "data": codes.data_version(edition),
            "method": dx.METHOD_VERSION,
            "software": dx.__version__,
        },
        "citation": citing.text(edition),
        "edition": bases.code_of(edition),
        "editions": _editions(edition, lang),
        "figures": codes.body_titles(asked.bodies(), lang),
        "addresses": _addresses(of),
        "parameters": _parameters(of),
        "columns": {"ranking.csv": _ranking(edition, lang), "scores.parquet": _scores(edition, lang)},
        "series": _series(edition, lang),
    }


def _editions(edition: str, lang: str) -> list[dict[str, Any]]:
    body = bases.body_of(edition)
    offered = codes.offered_editions(body)
    return [
        {
            "code": code,
            "title": codes.edition_title(key, lang),
            "comparable": codes.is_reference(key),
            "by_rule": code not in offered,
            "note": codes.edition_note(key, lang),
        }
        for code in codes.edition_codes(body)
        for key in (bases.key(code, body),)
    ]


def _addresses(of: Asked) -> list[dict[str, Any]]:
    gives = wording.addresses(of.lang)
    return [
        {
            "path": address.path,
            "url": f"{of.base}{address.path}",
            "methods": ["GET", "HEAD"],
            "type": files.MIME.get(address.kind, JSON),
            "gives": gives[address.path],
            "parameters": list(_taken(of, address)),
        }
        for address in ADDRESSES
    ]


def _taken(of: Asked, address: Address) -> dict[str, Param]:
    """What an address takes, whatever the chart."""
    every = declared(bases.body_of(of.edition), tuple(asked.bodies()), of.lang)
    pages = [*CHARTS.values()] if "chart" in address.own else [address.page]
    return {param.code: param for page in pages for param in asked.parameters(address, page, every)}


def _parameters(of: Asked) -> list[dict[str, Any]]:
    about = wording.parameters(of.lang)
    known = {code: param for address in ADDRESSES for code, param in _taken(of, address).items()}
    return [
        {
            "code": code,
            "about": about[code],
            "several": param.kind == "many",
            "default": param.default if isinstance(param.default, str | tuple) else str(int(param.default)),
            "valid": asked.valid(param),
        }
        for code, param in known.items()
    ]


def _ranking(edition: str, lang: str) -> list[dict[str, str]]:
    parts, axes = wording.parts(lang), scores.framework(edition).axis_ids
    there = {"iso3", *tables.ranking(edition, lang), *(f"between:{axis}" for axis in axes)}
    names = {"iso3": "iso3", **tables.ranking_names(edition, lang)}
    return [
        {"name": name, "id": code, **_part(parts, code, code.partition(":")[0])}
        for code, name in names.items()
        if code in there
    ]


def _scores(edition: str, lang: str) -> list[dict[str, str]]:
    parts = wording.parts(lang)
    columns = [(name, name) for name in ("iso3", "country", "group")]
    columns += [(f"{node}.{part}", part) for node in scores.framework(edition).nodes for part in whole.PARTS]
    columns += [(f"{level}.{whole.SHARE}", whole.SHARE) for level in scores.groups(edition).levels]
    return [{"name": name, **_part(parts, name, part)} for name, part in columns]


def _part(parts: dict[str, tuple[str, str]], code: str, part: str) -> dict[str, str]:
    kind, about = parts.get(code if code in _COMMON else part, parts["score"])
    return {"type": kind, "about": about}


def _series(edition: str, lang: str) -> list[dict[str, Any]]:
    used = set(scores.framework(edition).indicators)
    return [
        {
            "id": row.Index,
            "title": getattr(row, f"title_{lang}"),
            "unit": getattr(row, f"unit_{lang}"),
            "in_index": row.Index in used,
            "first_year": _whole(row.first_year),
            "last_year": _whole(row.last_year),
            "publisher": getattr(row, f"publisher_{lang}"),
            "database": getattr(row, f"source_title_{lang}"),
            "licence": row.licence,
            "licence_url": row.licence_url,
            "vintage": row.vintage,
            "citation": row.citation,
            "page": row.landing_page,
        }
        for row in codes.indicators(edition).itertuples()
    ]


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
