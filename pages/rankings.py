"""Who is ahead of whom?"""

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, selection
from pages.ui.queries import codes, scores, tables

chosen = selection.current()
lang = chosen.lang
_ = i18n.translator(lang)

st.title(_("Rankings"))
st.markdown(
    _(
        "Both axes and their six pillars, {edition} edition. Click a column head to sort; "
        "ranks count all {total} countries, whatever is filtered."
    ).format(edition=codes.edition_titles(lang)[chosen.edition], total=len(codes.panel_codes()))
)
components.edition_banner(chosen)
controls.search_control(lang)

table = tables.ranking(chosen.edition, lang, chosen.shown, chosen.search)
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
        components.scores_to_show(table[tables.ranking_order(chosen.edition)]),
        hide_index=True,
        height=620,
        column_config=components.score_columns(chosen.edition, lang),
        alt=_("Rankings of {n} countries on both axes and six pillars").format(n=len(table)),
    )
    components.download(
        _("Download as CSV"),
        tables.ranking_file(chosen.edition, lang, chosen.shown, chosen.search),
        f"dxindex-rankings-{chosen.edition}.csv",
        key="rankings_csv",
    )
    if scores.earlier_edition(chosen.edition):
        st.caption(
            _(
                "Ranks gained since the edition before. Governance scores are restandardised every year and the government part of the "
                "Digital Adoption Index was re-scored between its two surveys: a change is a relative position, not progress or decline."
            )
        )
    components.source_caption(chosen.edition, lang)
