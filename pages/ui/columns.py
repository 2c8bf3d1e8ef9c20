"""How the columns of tables are shown: titles, formats, order, and values in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dxindex import i18n
from pages.ui.queries import provenance, scores

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
    columns: dict[str, Any] = {
        "country": st.column_config.TextColumn(_("Country"), pinned=True),
        "group": st.column_config.TextColumn(_("Group")),
        "coverage": st.column_config.NumberColumn(
            _("Coverage"),
            format="percent",
            help=_("Share of the weight that is observed, on the axis that has less."),
        ),
    }
    for node, label in scores.node_labels(edition, lang).items():
        columns[node] = st.column_config.ProgressColumn(
            label,
            format=_score_format(lang),
            min_value=0.0,
            max_value=1.0,
            help=_("Score 0–1, higher is better"),
        )
        columns[f"rank:{node}"] = st.column_config.NumberColumn(
            _("{node}: rank").format(node=label), help=_("1 is best; ties share the best rank")
        )
        columns[f"between:{node}"] = st.column_config.TextColumn(
            _("{node}: 90% of ranks").format(node=label),
            help=_("Between which ranks the country lies in 90% of the variations of the method"),
        )
        columns[f"change:{node}"] = st.column_config.NumberColumn(
            _("{node}: ranks gained").format(node=label),
            format="%+d",
            help=_("Since the earlier edition; a minus sign means places lost"),
        )
    return columns


def _score_format(lang: str) -> str:
    """Three digits; the table writes a decimal comma only as the visitor's own browser does."""
    return "%.3f" if lang == i18n.DEFAULT_LANGUAGE else "localized"


def in_words(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put origins, directions and values into words and the language's numbers, for display."""
    _ = i18n.translator(lang)
    names = provenance.origin_names(lang)
    shown = table.assign(how=[_origin(how, names) for how in table["how"]])
    if "direction" in shown:
        shown["direction"] = [
            _("more is better") if d > 0 else _("less is better") for d in shown["direction"]
        ]
    if "value" in shown:
        for column in ("value", "compared"):
            pairs = zip(table[column], table["decimals"], strict=True)
            shown[column] = [i18n.number(value, lang, decimals) for value, decimals in pairs]
    return shown


def _origin(how: object, names: dict[str, str]) -> str:
    """One origin, or how many values have each."""
    if isinstance(how, dict):
        return (
            names[next(iter(how))]
            if len(how) == 1
            else ", ".join(f"{names[k]} ({n})" for k, n in how.items())
        )
    return names.get(str(how), i18n.MISSING)


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
