"""What was understood of a visitor's file, to be corrected, and every fault of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

import dxindex as dx
from dxindex import i18n, own
from pages.ui import components, own_draft, sharing
from pages.ui.own_draft import FIGURES, Draft
from pages.ui.params import Selection
from pages.ui.queries import files, own_columns, own_reading
from pages.ui.queries.own_reading import Reading

_FAULT_WIDTH, _FAULT_HEIGHT = 240, 88  # pixels: a fault's words in four lines
_NARROW, _WIDE = 130, 190  # pixels
_MOST_TALL = 480  # pixels of a table that is edited: more would push the rest out of sight


def show(draft: Draft, framework: dx.Framework | None, chosen: Selection) -> Reading | None:
    """Read the file that was brought, and show how; None where it is refused."""
    _ = i18n.translator(chosen.lang)
    file = draft.files[FIGURES]
    with components.working(_("Reading the file")):
        opened = draft.once("open", (draft.sheet,), lambda: own_reading.open_file(file, draft.sheet))
    if opened.table is None:
        _refused(_("This file cannot be read"), chosen.lang)
        show_faults(opened.faults, len(opened.faults), file.name, chosen, key="own_faults")
        return None
    table = opened.table
    draft.suit(table.header)
    with components.working(_("Checking the figures")):
        reading = draft.once(
            "read",
            (draft.sheet, draft.choices, chosen.lang),
            lambda: own_reading.read(table, draft.choices, framework, chosen.lang),
        )
    st.subheader(_("What was understood"))
    _choose_sheet(table, draft, chosen.lang)
    if reading.figures is None:
        _refused(_("No figures could be read"), chosen.lang)
    else:
        st.markdown(
            "\n".join(
                f"- {own_draft.inert(text)}" for text in own_reading.understood(reading.figures, chosen.lang)
            )
        )
        _choose_kind(reading.figures, draft, chosen.lang)
    _show_columns(reading, draft, chosen.lang)
    if reading.figures is not None:
        rows = st.expander(
            _("The first rows as they were read"), type="compact", key="own_rows", on_change="rerun"
        )
        if rows.open:
            with rows:
                st.dataframe(
                    own_reading.first_rows(reading.figures, chosen.lang),
                    hide_index=True,
                    placeholder=i18n.MISSING,
                    alt=_("The first units with their figures of the newest year"),
                )
    if reading.n_faults:
        show_faults(reading.faults, reading.n_faults, file.name, chosen, key="own_faults")
    return reading


def _refused(title: str, lang: str) -> None:
    _ = i18n.translator(lang)
    st.error(_("What is wrong, where, and what to do is listed below."), title=title, icon=":material/error:")


def _choose_sheet(table: own.Table, draft: Draft, lang: str) -> None:
    """Offer the sheets of a workbook."""
    if len(table.sheets) < 2:
        return
    _ = i18n.translator(lang)
    key = f"own_sheet_{draft.version}"
    st.session_state[key] = table.sheet
    st.selectbox(_("Sheet of the workbook"), table.sheets, key=key, on_change=_take_sheet, args=(key,))


def _take_sheet(key: str) -> None:
    draft = own_draft.current()
    draft.sheet = st.session_state[key]
    draft.version += 1


def _choose_kind(figures: own.OwnData, draft: Draft, lang: str) -> None:
    """Show whether the units are economies, to be changed."""
    _ = i18n.translator(lang)
    titles = {own.ECONOMIES: _("Economies"), own.UNITS: _("Units of another kind")}
    key = f"own_kind_{draft.version}"
    st.session_state[key] = figures.kind
    st.segmented_control(
        _("The units are"),
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        required=True,
        on_change=_take_kind,
        args=(key,),
        help=_("Economies have a region, a place on the map and names in two languages."),
    )


def _take_kind(key: str) -> None:
    draft = own_draft.current()
    draft.choose(replace(draft.choices, kind=st.session_state[key]))


def _show_columns(reading: Reading, draft: Draft, lang: str) -> None:
    """Show what each column is read as, to be corrected."""
    _ = i18n.translator(lang)
    st.markdown(_("**Columns.** Click a cell of the third or fourth column to read it otherwise."))
    titles = own_columns.indicators(reading.framework, lang)
    key = f"own_columns_{draft.version}"
    st.data_editor(
        own_columns.of_table(reading, lang),
        key=key,
        hide_index=True,
        height="content" if len(reading.roles) <= 12 else _MOST_TALL,
        disabled=["column", "first", "near"],
        placeholder=i18n.MISSING,
        column_config=_column_config(own_columns.kinds(lang), titles, lang),
        on_change=_correct,
        args=("roles", reading.roles, key),
        alt=_("Columns of the file: name, first values, what each is read as, which indicator it is"),
    )
    if reading.series:
        st.markdown(_("**Indicators in the rows**"))
        key = f"own_series_{draft.version}"
        st.data_editor(
            own_columns.of_series(reading, lang),
            key=key,
            hide_index=True,
            height="content" if len(reading.series) <= 12 else _MOST_TALL,
            disabled=["column", "near"],
            placeholder=i18n.MISSING,
            column_config=_column_config(own_columns.kinds_of_series(lang), titles, lang),
            on_change=_correct,
            args=("series", reading.series, key),
            alt=_("Indicators in the rows of the file: name, and which indicator it is"),
        )
    near = own_columns.near_ones(reading)
    if near:
        meant = "; ".join(
            f"{own_draft.inert(own.quotable(name))} → {own_draft.inert(known)}"
            for name, known in near.items()
        )
        st.markdown(_("Perhaps other names of known indicators: {pairs}.").format(pairs=meant))
        st.button(
            _("Yes, these are meant"),
            on_click=_take_near,
            args=(reading,),
            key="own_near",
            icon=":material/done_all:",
        )


def _column_config(kinds: Mapping[str, str], indicators: Mapping[str, str], lang: str) -> dict[str, Any]:
    _ = i18n.translator(lang)
    return {
        "column": st.column_config.TextColumn(_("Column"), width=_NARROW, pinned=True),
        "first": st.column_config.TextColumn(_("First values"), width=_NARROW),
        "kind": st.column_config.SelectboxColumn(
            _("Read as"), options=list(kinds), format_func=kinds.__getitem__, required=True, width=_WIDE
        ),
        "indicator": st.column_config.SelectboxColumn(
            _("Indicator"), options=list(indicators), format_func=indicators.__getitem__, width=_WIDE
        ),
        "near": st.column_config.TextColumn(_("Perhaps"), width=_NARROW),
    }


def _correct(of: str, roles: Mapping[str, own.Role], key: str) -> None:
    """Take what was edited into the choices: a callback."""
    draft = own_draft.current()
    edits = st.session_state[key]["edited_rows"]
    before = draft.choices.roles if of == "roles" else draft.choices.series
    after = own_columns.corrected(roles, before, edits)
    draft.choose(replace(draft.choices, **{of: after}))


def _take_near(reading: Reading) -> None:
    draft = own_draft.current()
    draft.choose(own_columns.with_near_ones(reading, draft.choices))


def show_faults(
    faults: tuple[own.Fault, ...], n_faults: int, name: str, chosen: Selection, *, key: str
) -> None:
    """List the faults of a file with what to do, and offer the list as a file."""
    lang = chosen.lang
    _ = i18n.translator(lang)
    st.markdown(own_reading.count_faults(faults, n_faults, lang))
    st.dataframe(
        own_reading.faults_table(faults, lang),
        hide_index=True,
        height="content" if len(faults) <= 4 else _MOST_TALL,
        column_config={
            "sort": st.column_config.TextColumn(_("Kind")),
            "row": st.column_config.NumberColumn(_("Row"), help=_("As a spreadsheet numbers it")),
            "column": st.column_config.TextColumn(_("Column")),
            "found": st.column_config.TextColumn(_("What stands there")),
            "meaning": st.column_config.TextColumn(_("What it means"), width=_FAULT_WIDTH),
            "remedy": st.column_config.TextColumn(_("What to do"), width=_FAULT_WIDTH),
        },
        row_height=_FAULT_HEIGHT,
        placeholder=i18n.MISSING,
        key=key,
        alt=_("Faults of the file: row, column, what stands there, what it means, what to do"),
    )
    sheet = own_reading.faults_sheet(faults, name, lang, chosen.surface)
    st.download_button(
        _("This list (CSV)"),
        partial(
            files.of_sheet, sheet, "csv", files.caption(sheet, sharing.full_link(chosen), chosen.edition)
        ),
        file_name=f"dxindex-{sheet.name}.csv",
        mime=files.MIME["csv"],
        key=f"{key}_file",
        on_click="ignore",
        icon=":material/download:",
    )
