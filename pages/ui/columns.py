"""How the columns of tables are shown: titles, formats, order, and values in words."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dxindex import i18n
from dxindex.words.columns import ranking_headings
from dxindex.words.sources import origin_names
from pages.ui.queries import scores

# A country's figures in reading order: what fits a laptop first, what the chart above also says last.
FIGURE_ORDER = (
    "indicator",
    "value",
    "compared",
    "unit",
    "rank",
    "year",
    "how",
    "publisher",
    "score",
    "axis",
    "pillar",
)


def scores_to_show(table: pd.DataFrame) -> pd.DataFrame:
    """Round scores to the three digits that are shown; files keep them all."""
    return table.round(3)


def score_columns(edition: str, lang: str) -> dict[str, Any]:
    """Say how each column of the rankings is shown: scores as bars in the cell, ranks beside them."""
    _ = i18n.translator(lang)
    shown: dict[str, Any] = {
        "country": st.column_config.TextColumn(_("Country"), pinned=True),
        "group": st.column_config.TextColumn(_("Group")),
    }
    kinds: dict[str, Any] = {
        "rank": st.column_config.NumberColumn,
        "between": st.column_config.TextColumn,
        "change": partial(st.column_config.NumberColumn, format="%+d"),
        "coverage": partial(st.column_config.NumberColumn, format="percent"),
    }
    score = partial(st.column_config.ProgressColumn, format=_score_format(lang), min_value=0.0, max_value=1.0)
    for column, heading in ranking_headings(scores.node_labels(edition, lang), lang).items():
        kind = kinds.get(column.partition(":")[0], score)
        shown[column] = kind(heading.title, help=heading.note)
    return shown


def _score_format(lang: str) -> str:
    """Three digits; the table writes a decimal comma only as the visitor's own browser does."""
    return "%.3f" if lang == i18n.DEFAULT_LANGUAGE else "localized"


def in_words(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put origins and values of a country's figures into words and the language's numbers, for display."""
    names = origin_names(lang)
    shown = table.assign(how=[names.get(str(how), i18n.MISSING) for how in table["how"]])
    for column in ("value", "compared"):
        pairs = zip(table[column], table["decimals"], strict=True)
        shown[column] = [i18n.number(value, lang, decimals) for value, decimals in pairs]
    return shown


def figure_columns(against: str, lang: str) -> dict[str, Any]:
    """Say how a country's figures are shown."""
    _ = i18n.translator(lang)
    return {
        "axis": st.column_config.TextColumn(_("Axis")),
        "pillar": st.column_config.TextColumn(_("Pillar")),
        "indicator": st.column_config.TextColumn(_("Indicator"), pinned=True),
        "value": st.column_config.TextColumn(_("Value"), alignment="right"),
        "unit": st.column_config.TextColumn(_("Unit")),
        "compared": st.column_config.TextColumn(against, alignment="right"),
        "score": st.column_config.ProgressColumn(
            _("Score"), format=_score_format(lang), min_value=0.0, max_value=1.0
        ),
        "rank": st.column_config.NumberColumn(_("Rank")),
        "year": st.column_config.NumberColumn(_("Year"), format="%d"),
        "how": st.column_config.TextColumn(_("Origin")),
        "publisher": st.column_config.TextColumn(_("Publisher")),
    }


def framework_columns(lang: str) -> dict[str, Any]:
    """Say how the table of the index is shown."""
    _ = i18n.translator(lang)
    return {
        "axis": st.column_config.TextColumn(_("Axis")),
        "pillar": st.column_config.TextColumn(_("Pillar")),
        "indicator": st.column_config.TextColumn(_("Indicator")),
        "unit": st.column_config.TextColumn(_("Unit")),
        "direction": st.column_config.TextColumn(_("Direction")),
        "goalposts": st.column_config.TextColumn(_("Goalposts")),
        "years": st.column_config.TextColumn(_("Years")),
        "how": st.column_config.TextColumn(_("Origin")),
        "publisher": st.column_config.TextColumn(_("Publisher")),
    }


def catalogue_columns(lang: str) -> dict[str, Any]:
    """Say how the catalogue of series is shown."""
    _ = i18n.translator(lang)
    return {
        "title": st.column_config.TextColumn(_("Series"), pinned=True),
        "unit": st.column_config.TextColumn(_("Unit")),
        "publisher": st.column_config.TextColumn(_("Publisher")),
        "licence": st.column_config.TextColumn(_("Licence")),
        "licence_url": st.column_config.LinkColumn(_("Text of the licence"), display_text=_("open")),
        "vintage": st.column_config.TextColumn(
            _("Vintage"), help=_("When the publisher last updated the file")
        ),
        "years": st.column_config.TextColumn(_("Years")),
        "economies": st.column_config.NumberColumn(_("Number of economies")),
        "note": st.column_config.TextColumn(_("Note"), width="large"),
        "landing_page": st.column_config.LinkColumn(_("Publisher's page"), display_text=_("open")),
    }


def panel_columns(lang: str) -> dict[str, Any]:
    """Say how the list of countries is shown."""
    _ = i18n.translator(lang)
    return {
        "country": st.column_config.TextColumn(_("Country"), pinned=True),
        "code": st.column_config.TextColumn(_("Code"), help="ISO 3166-1 alpha-3"),
        "group": st.column_config.TextColumn(_("Group")),
        "region": st.column_config.TextColumn(_("Region")),
        "income": st.column_config.TextColumn(_("Income group")),
        "population": st.column_config.NumberColumn(_("Population"), format="localized"),
    }


def snapshot_columns(lang: str) -> dict[str, Any]:
    """Say how the state of the snapshot is shown."""
    _ = i18n.translator(lang)
    return {
        "source": st.column_config.TextColumn(_("Source"), pinned=True, width="medium"),
        "publisher": st.column_config.TextColumn(_("Publisher")),
        "vintage": st.column_config.TextColumn(
            _("Vintage"), help=_("When the publisher last updated the file")
        ),
        "newest": st.column_config.NumberColumn(_("Newest year"), format="%d"),
        "series": st.column_config.NumberColumn(_("Number of series")),
        "economies": st.column_config.NumberColumn(_("Number of economies")),
        "values": st.column_config.NumberColumn(_("Values"), format="localized"),
        "obtained": st.column_config.TextColumn(_("Had from")),
    }


def file_columns(lang: str) -> dict[str, Any]:
    """Say how the snapshot's files are shown."""
    _ = i18n.translator(lang)
    return {
        "file": st.column_config.TextColumn(_("File"), pinned=True),
        "rows": st.column_config.NumberColumn(_("Rows"), format="localized"),
        "bytes": st.column_config.NumberColumn(_("Bytes"), format="localized"),
        "sha256": st.column_config.TextColumn("SHA-256"),
    }
