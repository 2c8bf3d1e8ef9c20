"""The state of refreshing, told on Data & methods: nothing is fetched by a visitor's click."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dxindex import i18n
from pages.ui import components, figures
from pages.ui.params import Selection
from pages.ui.queries import refresh


def section(chosen: Selection) -> None:
    """Say whether there are refreshed figures here, and offer what is known series by series."""
    _ = i18n.translator(chosen.lang)
    found = refresh.state()
    if found.version:
        text = _(
            "**Refreshed figures are here** (version `{version}`): choose them under *Figures* in the sidebar. "
            "{n} values differ from those published before."
        )
        st.markdown(text.format(version=found.version, n=i18n.number(len(found.revisions), chosen.lang, 0)))
    else:
        st.markdown(
            _(
                "**No refreshed figures are here**: everything rests on the snapshot. Whoever runs this server fetches the "
                "newest from the World Bank with `python -m data refresh`; then they can be chosen in the sidebar."
            )
        )
    if found.refused:
        st.warning(
            _(
                "Series whose newer figures looked wrong and were refused, so that the old ones stay: {n}."
            ).format(n=found.refused),
            icon=":material/gpp_maybe:",
        )
    for fault in found.faults:
        st.warning(components.inert(components.without_folders(fault)), icon=":material/warning:")
    box = st.expander(
        _("Refreshing, series by series"), icon=":material/sync:", key="refreshing", on_change="rerun"
    )
    if box.open:
        with box:
            _series(chosen)


def _series(chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    st.dataframe(
        refresh.status_table(chosen.edition, chosen.lang),
        hide_index=True,
        column_config=_columns(chosen.lang),
        placeholder=i18n.MISSING,
        alt=_(
            "State of each series: vintage here and in the snapshot, newest year, what differs, last check"
        ),
    )
    sheet = refresh.revisions_sheet(chosen.edition, chosen.lang, chosen.surface)
    if not sheet.table.empty:
        st.markdown(f"**{sheet.title}**")
        st.dataframe(sheet.table, hide_index=True, placeholder=i18n.MISSING, alt=sheet.title)
        figures.save_box(sheet, chosen, "revisions")


def _columns(lang: str) -> dict[str, Any]:
    _ = i18n.translator(lang)
    column = st.column_config
    return {
        "series": column.TextColumn(_("Series"), pinned=True, width="medium"),
        "state": column.TextColumn(_("Last refresh")),
        "vintage": column.TextColumn(_("Vintage here")),
        "snapshot_vintage": column.TextColumn(_("Vintage in the snapshot")),
        "newest": column.NumberColumn(_("Newest year"), format="%d"),
        "snapshot_newest": column.NumberColumn(_("Newest year in the snapshot"), format="%d"),
        "new": column.NumberColumn(_("New values")),
        "revised": column.NumberColumn(_("Changed values")),
        "checked": column.TextColumn(_("Last check")),
        "reason": column.TextColumn(_("Why not"), width="large"),
    }
