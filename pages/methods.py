"""Can I trust it?"""

import streamlit as st

from dxindex import i18n
from pages.ui import components, figures, selection
from pages.ui.queries import codes, drawn, provenance, tables

chosen = selection.current()
lang, edition = chosen.lang, chosen.edition
_ = i18n.translator(lang)

st.title(_("Data & methods"))
st.markdown(
    _(
        "Every number here can be traced to a publisher, a series, a year and a formula. "
        "Missing stays missing; what is ours is called ours; what is published is quoted beside it."
    )
)
components.edition_banner(chosen)

st.header(_("The index"))
st.dataframe(
    components.in_words(provenance.framework_table(edition, lang), lang),
    hide_index=True,
    height="content",
    column_config=components.framework_columns(lang),
    alt=_("Axes, pillars and indicators with goalposts, year, origin and source"),
)
st.markdown(
    _(
        "**1. Score.** Each value is placed between two fixed goalposts (where less is better, from the upper to the lower one) "
        "and kept within 0 and 1; a value beyond a goalpost is flagged."
    )
)
st.latex(
    r"x'_{ui} = \min\!\left(1, \max\!\left(0, \frac{x_{ui} - g^{\text{low}}_i}{g^{\text{high}}_i - g^{\text{low}}_i}\right)\right)"
)
st.markdown(
    _(
        "**2. Mean.** A pillar is the weighted mean of its indicators, an axis that of its pillars, with equal weights. "
        "Where a figure is missing the rest share its weight; with less than two thirds of the weight there is no score."
    )
)
st.latex(r"s_{u,n} = \frac{\sum_{c \in n} w_c \, s_{u,c}}{\sum_{c \in n} w_c}")
st.markdown(
    _(
        "**3. Groups.** k-means makes three groups on the two axes as they are (unscaled, the best of many starts, fixed seed); "
        "they are named by the mean of their centroid. **4. Ranks.** 1 is best; ties share the best rank."
    )
)

st.header(_("The {n} countries").format(n=len(codes.panel_codes())))
st.markdown(
    _(
        "Our rule: economies with a full Digital Adoption Index for 2014, a starting-a-business score, years of schooling and all six "
        "governance scores, and at least 500,000 people in 2014. The report's own list is not public. "
        "Just below the population line: {names}."
    ).format(names=i18n.joined(codes.near_miss_names(lang), lang))
)

st.header(_("Sources and licences"))
st.dataframe(
    provenance.catalogue(lang),
    hide_index=True,
    column_config=components.catalogue_columns(lang),
    alt=_("Catalogue of series with unit, publisher, licence and vintage"),
)
with st.expander(_("Citations and what to know before using each source"), icon=":material/format_quote:"):
    for cited, note in provenance.source_notes(lang):
        st.markdown(f"- {cited}  \n{note}")

st.header(_("What is there"))
st.markdown(
    _("How many of the {n} countries have a figure, by series and year. Blank means none.").format(
        n=len(codes.panel_codes())
    )
)
figures.show(drawn.coverage(lang, chosen.surface), chosen, key="coverage")

st.header(_("Take it away"))
with st.container(horizontal=True):
    components.download(
        _("Scores and ranks (CSV)"),
        tables.ranking_file(edition, lang, frozenset(codes.panel_codes()), ""),
        f"dxindex-scores-{edition}.csv",
        key="scores_csv",
    )
    components.download(
        _("Figures with year and origin (CSV)"),
        tables.figures_of_all(edition),
        f"dxindex-figures-{edition}.csv",
        key="figures_csv",
    )
    components.download(
        _("All observations (Parquet)"),
        tables.observations_file(),
        "dxindex-observations.parquet",
        key="observations_parquet",
        mime="application/vnd.apache.parquet",
    )
st.markdown(_("How to cite:"))
st.code(provenance.citation(), language=None, wrap_lines=True)

st.header(_("What it is not"))
st.markdown(
    _(
        "- Not the report's own table: the index was released again with new sources, and the report's list and thresholds are not public.\n"
        "- Not a measure of the present: the newest Digital Adoption Index is of 2016.\n"
        "- Not a cause: a higher score on one axis does not produce one on the other.\n"
        "- Not a verdict: ranks a few places apart are not different."
    )
)
