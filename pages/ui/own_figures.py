"""A visitor's own figures: a file, what is wrong with it, and where its units would stand."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dxindex import i18n
from pages.ui import columns, figures, sharing
from pages.ui.params import Selection
from pages.ui.queries import files, own, scores

SUFFIXES = ("csv", "tsv", "txt")
_FAULT_WIDTH, _FAULT_HEIGHT = 240, 88  # pixels: a fault's words in four lines
_MADE = "own_made"  # in the session's state: what was made of its file, for one language and surface


@st.fragment
def section(chosen: Selection) -> None:
    """Offer to score a file; only this part of the page runs again for it."""
    _ = i18n.translator(chosen.lang)
    box = st.expander(
        _("Score your own figures: provinces, firms, other years"),
        icon=":material/upload_file:",
        key="own",
        on_change="rerun",
    )
    if not box.open:
        st.session_state.pop(_MADE, None)
        return
    with box:
        _say_what_is_read(chosen)
        file = st.file_uploader(
            _("Your figures (CSV)"),
            type=SUFFIXES,
            max_upload_size=own.MAX_MEGABYTES,
            key="own_file",
        )
        st.caption(
            _(
                "The file goes to the server of this dashboard and stays in the memory of this session: it is not stored, "
                "and nobody else sees it. Links to this page do not carry it: whoever opens one needs the file."
            )
        )
        if file is None:
            st.session_state.pop(_MADE, None)
        else:
            _show(_made(file, chosen), chosen)


def _say_what_is_read(chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    st.markdown(
        _(
            "A row for each unit: in the first column a name or code, in the others the indicators of the {edition} edition, "
            "in its units. Text in UTF-8, separated by comma, semicolon or tab; at most {megabytes} MB, {rows} rows and "
            "{columns} columns. Begin with the template: it has the right header, the units, and three countries as examples."
        ).format(**own.limits(chosen.edition, chosen.lang))
    )
    sheet = own.template(chosen.edition, chosen.lang, chosen.surface)
    st.download_button(
        _("Template (CSV)"),
        partial(files.of_sheet, sheet, "csv", files.caption(sheet, sharing.full_link(chosen))),
        file_name=f"dxindex-{sheet.name}.csv",
        mime=files.MIME["csv"],
        key="own_template",
        on_click="ignore",
        icon=":material/download:",
    )


def _made(file: Any, chosen: Selection) -> own.Made:
    """What is made of the file; the last one is kept in this session alone, so that a click costs little."""
    wanted = (file.file_id, chosen.edition, chosen.lang, chosen.surface)
    kept = st.session_state.get(_MADE)
    if kept is None or kept[0] != wanted:
        kept = (wanted, own.make(file.getvalue(), chosen.edition, chosen.lang, chosen.surface))
        st.session_state[_MADE] = kept
    return kept[1]


def _show(made: own.Made, chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    if made.scores is None:
        st.error(
            _("What is wrong, where, and what to do is listed below."),
            title=_("Nothing in this file can be scored"),
            icon=":material/error:",
        )
        _show_faults(made, chosen.lang)
        return
    st.markdown(made.understood)
    if made.n_faults:
        _show_faults(made, chosen.lang)
    _show_scores(made.scores, chosen)


def _show_faults(made: own.Made, lang: str) -> None:
    _ = i18n.translator(lang)
    count = made.n_faults
    st.markdown(_("**Faults and remarks: {n}**").format(n=i18n.number(count, lang, 0)))
    st.dataframe(
        made.faults,
        hide_index=True,
        column_config={
            "row": st.column_config.NumberColumn(_("Row"), help=_("As a spreadsheet numbers it")),
            "column": st.column_config.TextColumn(_("Column")),
            "found": st.column_config.TextColumn(_("What stands there")),
            "meaning": st.column_config.TextColumn(_("What it means"), width=_FAULT_WIDTH),
            "remedy": st.column_config.TextColumn(_("What to do"), width=_FAULT_WIDTH),
        },
        row_height=_FAULT_HEIGHT,
        placeholder=i18n.MISSING,
        alt=_("Faults of the file: row, column, what stands there, what it means, what to do"),
    )
    if count > own.SHOWN_FAULTS:
        st.caption(_("The first {shown} are listed.").format(shown=i18n.number(own.SHOWN_FAULTS, lang, 0)))


def _show_scores(scored: own.OwnScores, chosen: Selection) -> None:
    lang = chosen.lang
    _ = i18n.translator(lang)
    figures.show(scored.figure, chosen, key="own_chart")
    st.dataframe(
        scored.table,
        hide_index=True,
        column_config=_columns(chosen),
        placeholder=i18n.MISSING,
        alt=_("Your units: group, scores, would-be ranks and coverage"),
    )
    figures.save_box(scored.sheet, chosen, "own_table")
    notes = [
        _(
            "Scored on the ruler fitted to the {n} countries of the panel ({edition}): nothing is fitted to your figures, and no score, "
            "rank or group of a country changes. Would rank: 1 + the countries of the panel with a higher score, for each unit alone; it "
            "has no interval here, and ranks a few places apart are not different. Group: the one whose centre is nearest. "
            "With less than {floor} of the weight observed there is no score."
        ).format(**own.limits(chosen.edition, lang)),
        scored.beyond,
    ]
    st.caption(" ".join(note for note in notes if note))


def _columns(chosen: Selection) -> dict[str, Any]:
    _ = i18n.translator(chosen.lang)
    told = columns.score_columns(chosen.edition, chosen.lang)
    told["unit"] = st.column_config.TextColumn(_("Name"), pinned=True)
    for node, label in scores.node_labels(chosen.edition, chosen.lang).items():
        told[f"would:{node}"] = st.column_config.NumberColumn(
            _("{node}: would rank").format(node=label),
            help=_("1 + the countries of the panel with a higher score"),
        )
    return told
