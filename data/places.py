"""Places: from what publishers write to ISO codes, and the economies with their names in both languages.

The corrections are data with a reason (`country_codes.toml`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from data.errors import SourceError, listed
from data.fields import FOLDER, LANGUAGES, Fields, Text, open_toml


@dataclass(frozen=True)
class Economy:
    """An economy that the World Bank's list lacks."""

    iso3: str
    name: str
    region: str


@dataclass(frozen=True)
class PlaceRules:
    """The content of `country_codes.toml`."""

    corrections: Mapping[str, Mapping[str, str]]
    not_economies: frozenset[str]
    economies: tuple[Economy, ...]
    territories: Mapping[str, str]
    names: Mapping[str, Text]


@cache
def load_place_rules(folder: Path = FOLDER) -> PlaceRules:
    """Read and check `country_codes.toml`; raises `CatalogueError` listing every fault."""
    with open_toml(folder / "country_codes.toml") as top:
        return PlaceRules(
            corrections=_corrections(_with_reason(top, "correction")),
            not_economies=frozenset(
                code
                for fields in _with_reason(top, "not_economies")
                for code in fields.take_list("codes", str)
            ),
            economies=tuple(
                Economy(*(fields.take(key, str) for key in ("iso3", "world_bank_name", "region")))
                for fields in _with_reason(top, "economy")
            ),
            territories={
                fields.take("iso3", str): fields.take("territory", str)
                for fields in _with_reason(top, "cldr")
            },
            names={
                fields.take("iso3", str): Text(*(fields.take(language, str) for language in LANGUAGES))
                for fields in _with_reason(top, "name")
            },
        )


def resolve(
    rows: pd.DataFrame, places: str, economies: pd.DataFrame, origin: str
) -> tuple[pd.DataFrame, list[str]]:
    """Replace the column `place` by `iso3`.

    A place is resolved by the corrections named `places`, else as an ISO code, else as the World Bank's name
    of an economy; places listed as no economies are left out.

    Args:
        rows: tidy rows with a column `place`.
        places: the name of the corrections that apply.
        economies: columns iso3, name_world_bank.
        origin: where the rows are from, for messages.

    Returns:
        The rows that are of economies, with `iso3`, and the places left out, sorted.

    Raises:
        SourceError: places that are none of these, all of them listed.
    """
    rules = load_place_rules()
    known = {
        **dict(zip(economies["name_world_bank"], economies["iso3"], strict=True)),
        **{code: code for code in economies["iso3"]},
        **rules.corrections.get(places, {}),
    }
    written = set(rows["place"])
    left_out = written & rules.not_economies - set(known)
    unknown = written - left_out - set(known)
    if unknown:
        raise SourceError(
            f"{origin}: unknown places: {listed(unknown)}. Add them to country_codes.toml, with a reason."
        )
    iso3 = rows["place"].map(known)
    return rows.assign(iso3=iso3)[iso3.notna()].drop(columns="place"), sorted(left_out)


def name_economies(iso3: "pd.Series[str]") -> pd.DataFrame:
    """Name economies in English and Vietnamese from the Unicode CLDR (Babel).

    Returns:
        Columns name_en, name_vi, aligned with `iso3`.

    >>> name_economies(pd.Series(["VNM", "XKX"])).values.tolist()
    [['Vietnam', 'Việt Nam'], ['Kosovo', 'Kosovo']]
    """
    from babel import Locale  # names are needed rarely, and Babel takes a while to load
    from babel.core import get_global

    rules = load_place_rules()
    two_letter = {
        **{code: names[0] for code, names in get_global("territory_aliases").items()},
        **rules.territories,
    }
    locales = {language: Locale(language).territories for language in LANGUAGES}

    def name(code: str, language: str) -> str:
        if code in rules.names:
            return str(getattr(rules.names[code], language))
        territory = two_letter.get(code)
        if territory is None or territory not in locales[language]:
            raise SourceError(
                f"The CLDR has no name for {code}. Add one to country_codes.toml, with a reason."
            )
        return str(locales[language][territory])

    return pd.DataFrame(
        {f"name_{language}": [name(code, language) for code in iso3] for language in LANGUAGES}, iso3.index
    )


def _with_reason(top: Fields, kind: str) -> list[Fields]:
    """Take the tables of one kind; each must say why it is there."""
    tables = top.take_tables(kind, required=False)
    for fields in tables:
        fields.take("reason", str)
    return tables


def _corrections(tables: list[Fields]) -> Mapping[str, Mapping[str, str]]:
    merged: dict[str, dict[str, Any]] = {}
    for fields in tables:
        merged.setdefault(fields.take("places", str), {}).update(fields.take("map", dict))
    return MappingProxyType(merged)
