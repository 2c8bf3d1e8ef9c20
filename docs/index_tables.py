"""Tables of what an index is made of: its indicators, their sources, and what its variants measure otherwise."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

import data
import dxindex as dx
from data.catalog import Source, load_catalogue
from data.panel_rule import PANEL_INDICATORS
from docs.markdown import table
from docs.table_words import WORDS, heads, word
from dxindex.framework_parts import Indicator
from dxindex.i18n import MISSING, number
from dxindex.words.sources import span

REFERENCE = "wdr2016"
VARIANTS = ("wdr2016-skills", "wdr2016-lays")
OPEN, SERVERS = "open", "open-servers"
TOLD_OF = (REFERENCE, *VARIANTS, OPEN, SERVERS)
"""The frameworks that the text is about; one that somebody adds tells of itself."""

CONTEXT = ("population", "gdp_per_capita")


def short(value: float, lang: str) -> str:
    """Write a number with as few decimals as it needs."""
    return number(value, lang, 0 if float(value).is_integer() else 1)


def goalposts_of(part: Indicator, lang: str) -> str:
    """Write the goalposts of an indicator, the worst value first."""
    if part.goalposts is None:
        return MISSING
    return " … ".join(short(value, lang) for value in part.goalposts[:: part.direction])


def index(framework: str, lang: str) -> str:
    """What an index is made of, a row an indicator."""
    tree, known = dx.load_framework(framework), data.load_indicators()
    rows = []
    for axis in tree.axis_ids:
        weights = dx.effective_weights(tree, axis)
        for name in tree.leaves(axis):
            part = tree.indicator(name)
            rows.append(
                (
                    tree.label(axis, lang),
                    tree.label(part.parent, lang),
                    known.at[name, f"title_{lang}"],
                    known.at[name, f"unit_{lang}"],
                    goalposts_of(part, lang),
                    Fraction(float(weights[name])).limit_denominator(1000),
                    known.at[name, f"publisher_{lang}"],
                )
            )
    return table(heads(lang, "axis", "pillar", "indicator", "unit", "goalposts", "weight", "publisher"), rows)


def series(lang: str) -> str:
    """Every series that an index or the panel rule rests on, with its sources."""
    catalogue, held = load_catalogue(), data.load_indicators()
    names = {name for each in TOLD_OF for name in dx.load_framework(each).indicators}
    names |= {*PANEL_INDICATORS, *CONTEXT}
    names |= {part for name in names for part in catalogue.indicators[name].inputs}
    rows = []
    for name, indicator in catalogue.indicators.items():
        if name not in names:
            continue
        origins = [catalogue.sources[source] for source in indicator.sources or (indicator.api,)]
        row = held.loc[name] if name in held.index else None
        counted = row is not None and not pd.isna(row["first_year"])
        rows.append(
            (
                getattr(indicator.title, lang),
                "<br>".join(_linked(source, lang) for source in origins),
                "<br>".join(dict.fromkeys(source.licence.id for source in origins)),
                "<br>".join((not indicator.inputs and source.vintage) or MISSING for source in origins),
                span({int(row["first_year"]), int(row["last_year"])}) if counted else MISSING,
                row["economies"] if counted else MISSING,
            )
        )
    return table(heads(lang, "series", "source", "licence", "vintage", "years", "economies"), rows)


def _linked(source: Source, lang: str) -> str:
    if source.role == "derived":
        return word(WORDS, "computed", lang)
    return f"[{getattr(source.title, lang)}]({source.landing_page})"


def variants(lang: str) -> str:
    """What each variant measures otherwise, and for how many countries of the panel it can be measured."""
    reference, known = dx.load_framework(REFERENCE), data.load_indicators()
    panel, vintages = data.load_panel("2014"), data.load_vintages("2014")
    rows = []
    for tree in map(dx.load_framework, VARIANTS):
        pairs = zip(reference.indicators, tree.indicators, strict=True)
        for old, new in ((old, new) for old, new in pairs if old != new):
            how = vintages.loc[vintages["indicator"] == new, "how"]
            rows.append(
                (
                    f"`{tree.id}`",
                    known.at[old, f"title_{lang}"],
                    known.at[new, f"title_{lang}"],
                    goalposts_of(tree.indicator(new), lang),
                    panel[new].notna().sum(),
                    (how == "imputed").sum(),
                )
            )
    return table(heads(lang, "framework", "instead", "indicator", "goalposts", "of_panel", "imputed"), rows)
