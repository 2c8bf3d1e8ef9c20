"""Who is ahead of whom?"""

import streamlit as st

from dxindex import i18n
from dxindex.words.pages import gained_note, overlap_note
from pages.ui import columns, components, controls, figures, selection
from pages.ui.queries import codes, scores, tables

chosen = selection.current()
lang, edition = chosen.lang, chosen.edition
_ = i18n.translator(lang)

st.title(_("Rankings"))
st.markdown(
    _(
        "Both axes and their pillars, {edition} edition. Click a column head to sort; "
        "ranks count all {total} countries, whatever is filtered."
    ).format(edition=codes.edition_title(edition, lang), total=len(codes.panel_codes(edition)))
)
components.edition_banner(chosen)
if chosen.framed:
    controls.search_control(lang)

with components.working(_("Varying the method 10,000 times")):
    table = tables.shown_ranking(edition, lang, chosen.shown, chosen.search)
if not chosen.shown:
    components.nothing_left(lang)
elif table.empty:
    st.info(
        _("No country matches {text}. Try a part of its name, or its three-letter code.").format(
            text=components.quoted(chosen.search)
        ),
        icon=":material/search_off:",
    )
else:
    st.dataframe(
        table,
        hide_index=True,
        height=620,
        column_config=columns.score_columns(edition, lang),
        alt=_("Rankings of {n} countries on both axes and pillars").format(n=len(table)),
    )
    if chosen.framed:
        sheet = tables.ranking_sheet(edition, lang, chosen.shown, chosen.search, chosen.surface)
        figures.save_box(sheet, chosen, "rankings")
    st.caption(overlap_note(lang))
    if scores.earlier_edition(edition):
        st.caption(gained_note(lang))
    components.source_caption(edition, lang)
