"""What if the groups were made differently?"""

from functools import partial

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, figures, selection
from pages.ui.queries import clusters, grouping, separation

chosen = selection.current()
lang, edition = chosen.lang, chosen.edition
_ = i18n.translator(lang)
way = grouping.Way(edition, chosen.method, chosen.n_groups, chosen.features, chosen.scaled, chosen.seed)
TESTED = "clusters_tested"  # the ways whose stability this visitor has asked for


def ask() -> None:
    """Remember that the stability of these groups was asked for."""
    st.session_state[TESTED] = {*st.session_state.get(TESTED, ()), way}


@st.fragment
def show_stability() -> None:
    """Test the groups on resamples when asked to: nothing else on the page waits for it."""
    if way not in st.session_state.get(TESTED, ()):
        st.button(
            _("Test with {n} resamples").format(n=way.resamples),
            key="clusters_test",
            icon=":material/experiment:",
            on_click=ask,
        )
        st.caption(_("Takes a few seconds; the rest of the page stays usable."))
        return
    with components.working(_("Grouping {n} resamples of the countries").format(n=way.resamples)):
        table = separation.borderline(way, lang)
    st.markdown(separation.stability_sentence(way, lang))
    if not table.empty:
        st.dataframe(
            table, hide_index=True, alt=_("Borderline countries: their group, and how often they stay in it")
        )
    st.caption(
        _(
            "A resample draws as many countries as there are, with replacement; groups are made on it and all countries put into them. "
            "Scores stay as they are."
        )
    )


def show_movers() -> None:
    """Show who is in another group than by default."""
    st.subheader(_("Who moves against the default?"))
    if way == way.default:
        st.info(
            _(
                "These are the default groups: choose another method, number or feature above to see who moves."
            ),
            icon=":material/info:",
        )
    elif way.n_groups != way.default.n_groups:
        st.markdown(_("Default groups in rows, these groups in columns; each figure counts countries."))
        st.dataframe(
            clusters.cross_table(way, lang),
            hide_index=True,
            alt=_("How many countries of each default group are in each of these groups"),
        )
    elif clusters.movers(way, lang).empty:
        st.info(_("Nobody: every country is in its default group."), icon=":material/done_all:")
    else:
        st.dataframe(
            clusters.movers(way, lang), hide_index=True, alt=_("Countries in another group than by default")
        )


def show_separation() -> None:
    """Show how well the groups are separated, and how well more or fewer would be."""
    st.subheader(_("How well are the groups separated?"))
    with st.container(horizontal=True, gap="medium", key="diagnostics"):
        for label, value, meaning in separation.diagnostics(way, lang):
            st.metric(label, value, help=meaning, width="content")
    with components.working(_("Trying two to six groups")):
        figure = separation.separation(way, lang, chosen.surface)
    st.markdown(figure.alt)
    figures.show(figure, chosen, key="separation")
    st.caption(
        _(
            "Shaded: the number chosen. A diamond marks the number that each criterion favours; each has a scale of its own."
        )
    )


def show_methods() -> None:
    """Offer how far all methods agree, computed when asked for."""
    st.subheader(_("Do the methods agree?"))
    pairs = st.expander(_("All pairs of methods"), icon=":material/grid_on:", key="pairs", on_change="rerun")
    if pairs.open:
        with pairs:
            with components.working(_("Grouping by every method")):
                agreement = separation.method_agreement(way, lang, chosen.surface)
            st.markdown(agreement.alt)
            figures.show(agreement, chosen, key="agreement")


st.title(
    _("What if the groups were made differently?")
    if chosen.framed
    else _("Groups: {way}").format(way=grouping.way_name(way, lang))
)
if chosen.framed:
    st.markdown(
        _(
            "No public text says where the three groups begin and end. Choose another way to make them, and see who moves: "
            "countries that stay are firmly placed, those that move are borderline."
        )
    )
components.edition_banner(chosen)
if not chosen.shown:
    components.nothing_left(lang)
else:
    if chosen.framed:
        with st.container(
            horizontal=True, gap="medium", vertical_alignment="bottom", border=True, key="grouping"
        ):
            controls.grouping_controls(lang)
    with components.working(_("Grouping the countries")):
        figure = clusters.scatter(way, chosen.highlight, chosen.shown, chosen.country, lang, chosen.surface)
    if chosen.framed:
        st.markdown(figure.alt)
    figures.show(
        figure,
        chosen,
        key="groups",
        on_select=partial(components.open_clicked, "groups"),
        selection_mode="country",
    )
    if chosen.framed:
        st.caption(
            _("Click a point to open its country. Filters hide countries; groups are always made of all.")
            + (" " + _("Level 1 is the lowest.") if way.n_groups != way.default.n_groups else "")
        )
        show_movers()
        show_separation()
        st.subheader(_("How stable are they?"))
        st.markdown(
            _(
                "Would the groups be the same if other countries were in the panel? Resampling the countries answers that."
            )
        )
        show_stability()
        show_methods()
        recipe = st.expander(
            _("Make these groups yourself"), icon=":material/code:", key="recipe", on_change="rerun"
        )
        if recipe.open:
            with recipe:
                st.code(grouping.command(way), language="bash", wrap_lines=True)
                st.markdown(_("The same in Python"))
                st.code(grouping.lines_of_python(way), language="python")
    components.source_caption(edition, lang)
