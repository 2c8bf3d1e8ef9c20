"""What several pages show alike: sources, notes, empty and error states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from dxindex import i18n
from dxindex.charts import level_name
from pages.ui.params import Dropped, Selection
from pages.ui.queries import codes, provenance, scores

_SHOWN_NOTES = 6
_LONGEST_QUOTE = 40
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


def clicked(key: str) -> str | None:
    """Return the country whose mark was clicked in a chart, from the chart's own state."""
    picked = st.session_state[key]["selection"].get("country", [])
    codes_of_points = [point["iso3"] for point in picked if "iso3" in point]
    return codes_of_points[-1] if codes_of_points else None


def working(text: str) -> AbstractContextManager[None]:
    """Say what takes a while; nothing shows where the answer is already there."""
    return st.spinner(text, show_time=False)


def quoted(text: str) -> str:
    """Show a visitor's own text as inert code: nothing in it is read as markup.

    >>> quoted("<b>`x`</b>")
    "`<b>'x'</b>`"
    """
    # Control signs and those that turn the direction of reading would reach beyond the quotes.
    signs = (" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    inert = "".join(signs).replace("`", "'").strip()
    if len(inert) > _LONGEST_QUOTE:
        inert = inert[:_LONGEST_QUOTE] + "…"
    return f"`{inert}`" if inert else "` `"


def dropped_note(dropped: tuple[Dropped, ...], lang: str) -> None:
    """Name what the link contained that was not used, and why."""
    if not dropped:
        return
    _ = i18n.translator(lang)
    reasons = {
        "unknown": _("there is no such parameter"),
        "invalid": _("there is no such value here"),
        "single": _("only one value is possible"),
        "limit": _("there are too many values"),
        "long": _("it is too long and was cut"),
    }
    lines = [
        f"- {quoted(f'{fault.param}={fault.value}')}: {reasons[fault.reason]}"
        for fault in dropped[:_SHOWN_NOTES]
    ]
    if len(dropped) > _SHOWN_NOTES:
        lines.append("- " + _("and {n} more").format(n=len(dropped) - _SHOWN_NOTES))
    st.warning("\n".join(lines), title=_("Parts of this link could not be used"), icon=":material/link_off:")


@contextmanager
def faults_in_plain_words(lang: str = i18n.DEFAULT_LANGUAGE) -> Iterator[None]:
    """Show typed errors as one sentence, without a traceback."""
    try:
        yield
    except codes.FAULTS as error:
        _ = i18n.translator(lang)
        message = re.sub(r"([\\`*_\[\]<>$#~|])", r"\\\1", str(error))
        st.error(message, title=_("This cannot be shown"), icon=":material/error:")


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
        "economies": st.column_config.NumberColumn(_("Economies")),
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
        "economies": st.column_config.NumberColumn(_("Economies")),
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


def source_caption(edition: str, lang: str) -> None:
    """Say where the figures on this page come from: publisher, series and years."""
    _ = i18n.translator(lang)
    by_publisher: dict[str, list[str]] = {}
    for entry in provenance.sources_of(edition, lang):
        by_publisher.setdefault(entry.publisher, []).append(f"{entry.title} ({entry.years})")
    parts = [f"{publisher}: {', '.join(series)}" for publisher, series in by_publisher.items()]
    text = _("Sources: {sources}. {ours} Data version {version}.")
    ours = provenance.ours(edition, lang)
    st.caption(text.format(sources="; ".join(parts), ours=ours, version=codes.data_version()))


def edition_banner(chosen: Selection) -> None:
    """Say plainly when an edition is not comparable with the published index."""
    if not codes.is_reference(chosen.edition):
        _ = i18n.translator(chosen.lang)
        st.warning(
            codes.edition_note(chosen.edition, chosen.lang),
            title=_("Experimental edition"),
            icon=":material/science:",
        )


def nothing_left(lang: str) -> None:
    """The friendly state of an empty selection."""
    _ = i18n.translator(lang)
    st.info(
        _("No country passes all filters. Remove one in the sidebar to see countries again."),
        icon=":material/filter_alt_off:",
    )


def published_note(edition: str, country: str, lang: str) -> None:
    """Put the published position beside the recomputed one, and say why they differ."""
    _ = i18n.translator(lang)
    table = scores.published()
    rows = table[table["iso3"] == country]
    if rows.empty or not codes.is_reference(edition):
        return
    name = codes.country_names(lang)[country]
    with st.container(border=True):
        st.markdown(
            "**"
            + _("{country}: published and recomputed ({edition} edition)").format(
                country=name, edition=codes.edition_titles(lang)[edition]
            )
            + "**"
        )
        columns = st.columns(2)
        for column, row in zip(columns, rows.itertuples(), strict=False):
            ours = scores.position(edition, country, row.node)
            label = scores.framework(edition).label(row.node, lang)
            column.markdown(
                f"{label}  \n"
                + _("Published: **{rank} of {total}**, {group}").format(
                    rank=row.rank, total=row.n_units, group=level_name(row.group, lang).lower()
                )
                + "  \n"
                + _("Recomputed: **{rank} of {total}**, {group}").format(
                    rank=ours.rank if ours.rank else i18n.MISSING,
                    total=ours.total,
                    group=level_name(scores.groups(edition).labels.get(country), lang).lower(),
                )
            )
        st.caption(
            _(
                "Why they differ: the Digital Adoption Index was released again with new sources after the report, the report's list of 132 "
                "countries and its formula for enabling factors are not public, and governance scores are revised every year. "
                "How schooling is counted matters most."
            )
            + " "
            + str(rows.iloc[0][f"citation_{lang}"])
        )
