"""A visitor's own figures described in the tables that the catalogued ones have."""

from __future__ import annotations

import math

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n, own

_DIGITS = 3  # that a value is worth showing with, where nobody says


def codes_of(figures: own.OwnData) -> pd.Series[str]:
    """What units go by: ISO codes where they are countries and each has its own, else as the file writes them."""
    iso3 = figures.units["iso3"]
    alone = iso3.notna() & ~iso3.duplicated(keep=False)
    if figures.kind != own.ECONOMIES:
        alone[:] = False
    return iso3.where(alone, pd.Series(figures.units.index, figures.units.index))


def units(figures: own.OwnData, codes: pd.Series[str], known: pd.DataFrame) -> pd.DataFrame:
    """Units as ``data.load_countries`` describes economies; what is not known of one is missing."""
    table = known.reindex(codes.to_numpy()).rename_axis("iso3")
    names = figures.units["name"].to_numpy()
    for column in [*(f"name_{lang}" for lang in i18n.LANGUAGES), "name_world_bank"]:
        table[column] = table[column].fillna(pd.Series(names, table.index))
    for club in ("asean", "oecd", "eu"):
        table[club] = table[club].eq(True)
    return table.assign(in_panel=True)


def catalogue(figures: own.OwnData, framework: dx.Framework, name: str) -> pd.DataFrame:
    """Own indicators as ``data.load_indicators`` describes series, those that the index asks for and the file lacks too."""
    catalogued = data.load_indicators()
    held = figures.tidy.groupby("indicator")
    rows = []
    for indicator in [
        *figures.indicators.index,
        *(i for i in framework.indicators if i not in figures.indicators.index),
    ]:
        values = held.get_group(indicator) if indicator in held.groups else figures.tidy.iloc[:0]
        about = figures.indicators.loc[indicator] if indicator in figures.indicators.index else None
        rows.append(
            {
                "indicator": indicator,
                **_words(indicator, about, framework, catalogued),
                "direction": _direction(indicator, about, framework),
                "decimals": _decimals(values["value"]),
                "min": about["low"] if about is not None else -math.inf,
                "max": about["high"] if about is not None else math.inf,
                "codes": (),
                "sources": ("own",),
                "inputs": (),
                **source(figures, name).iloc[0].drop("role").rename(_OF_THE_SOURCE).to_dict(),
                "source": "own",
                "first_year": values["year"].min(),
                "last_year": values["year"].max(),
                "economies": values["unit"].nunique(),
                "values": len(values),
            }
        )
    table = pd.DataFrame(rows).set_index("indicator")
    counts = ["first_year", "last_year", "economies", "values"]
    return table.astype(dict.fromkeys(counts, "Int64"))


_OF_THE_SOURCE = {
    f"{part}_{lang}": f"source_{part}_{lang}"
    for part in ("title", "short", "notes")
    for lang in i18n.LANGUAGES
}


def source(figures: own.OwnData, name: str) -> pd.DataFrame:
    """The file as ``data.load_sources`` describes a source."""
    words = {lang: _source_words(lang) for lang in i18n.LANGUAGES}
    years = figures.years
    about = {
        "role": "own",
        **{f"title_{lang}": f"{title}: {name}" for lang, (title, _publisher) in words.items()},
        **{f"short_{lang}": f"{title} ({name})" for lang, (title, _publisher) in words.items()},
        **{f"publisher_{lang}": f"{name}, {publisher}" for lang, (_title, publisher) in words.items()},
        "licence": "",
        **{f"licence_name_{lang}": i18n.MISSING for lang in i18n.LANGUAGES},
        "licence_url": "",
        "citation": f"{name}, SHA-256 {figures.fingerprint}…",
        "vintage": i18n.MISSING,
        "landing_page": "",
        "obtained": "",
        **{f"notes_{lang}": "" for lang in i18n.LANGUAGES},
        "series": len(figures.indicators),
        "first_year": years[0] if years else pd.NA,
        "last_year": years[-1] if years else pd.NA,
        "economies": len(figures.units),
        "values": len(figures.tidy),
    }
    return pd.DataFrame([about], index=pd.Index(["own"], name="source"))


def _source_words(lang: str) -> tuple[str, str]:
    _ = i18n.translator(lang)
    return _("Own figures"), _("own figures, not checked by us")


def _words(
    indicator: str, about: pd.Series | None, framework: dx.Framework, catalogued: pd.DataFrame
) -> dict[str, str]:
    """Titles, units and notes of an indicator: the index's own words, else the file's, else the catalogue's."""
    words: dict[str, str] = {}
    for lang in i18n.LANGUAGES:
        in_index = framework.label(indicator, lang) if indicator in framework.indicators else ""
        title = in_index if in_index and in_index != indicator else ""
        if not title and about is not None:
            title = str(about[f"title_{lang}"])
        short = title
        if indicator in catalogued.index:
            title = title or str(catalogued.at[indicator, f"title_{lang}"])
            short = str(catalogued.at[indicator, f"short_{lang}"])
        words |= {
            f"title_{lang}": title or indicator,
            f"short_{lang}": short or title or indicator,
            f"unit_{lang}": (str(about[f"unit_{lang}"]) if about is not None else "") or i18n.MISSING,
            f"year_note_{lang}": "",
            f"note_{lang}": "",
        }
    return words


def _direction(indicator: str, about: pd.Series | None, framework: dx.Framework) -> int:
    if indicator in framework.indicators:
        return int(framework.indicator(indicator).direction)
    return int(about["direction"]) if about is not None else 0


def _decimals(values: pd.Series[float]) -> int:
    """Digits after the decimal mark that show three digits of a typical value; none for whole numbers."""
    if values.empty or (values == values.round()).all():
        return 0
    typical = float(values.abs().median())
    whole = 1 if typical < 1 else len(str(int(typical)))
    return max(0, _DIGITS - whole) if typical >= 0.1 else _DIGITS
