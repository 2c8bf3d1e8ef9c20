"""How sure are we?"""

from functools import partial

import streamlit as st

from dxindex import i18n
from pages.ui import components, controls, figures, selection
from pages.ui.queries import assumed, codes, influence, one_change, outranking, robustness, sentences

chosen = selection.current()
lang, edition, country, node = chosen.lang, chosen.edition, chosen.country, chosen.node
_ = i18n.translator(lang)
name = codes.country_names(edition, lang)[country]
about = (edition, node, country)


def open_row(key: str) -> None:
    """Make the clicked country the one that this page is about."""
    if code := components.clicked(key):
        selection.choose("country", code)


def show_all() -> None:
    """Offer the intervals of all countries, drawn when asked for."""
    everyone = st.expander(
        _("All {n} countries").format(n=robustness.how_many(edition, node, chosen.shown)),
        icon=":material/format_list_numbered:",
        key="everyone",
        on_change="rerun",
    )
    if everyone.open:
        with everyone:
            figures.show(
                robustness.intervals(*about, chosen.highlight, chosen.shown, True, lang, chosen.surface),
                chosen,
                key="all",
                on_select=partial(open_row, "all"),
                selection_mode="country",
            )
    if missing := robustness.unranked(edition, node, lang):
        st.caption(_("Not ranked, too few figures: {names}.").format(names=i18n.joined(missing, lang)))


def show_pairs() -> None:
    """Show in how many runs the country ranks above others."""
    st.subheader(_("Is {country} ahead of others?").format(country=name))
    pairs = outranking.ahead(*about, chosen.highlight, chosen.shown, lang, chosen.surface)
    if pairs is None:
        st.info(
            _("There is nobody to compare {country} with here.").format(country=name), icon=":material/info:"
        )
        return
    st.markdown(
        _(
            "Say “ahead” only where one country ranks above the other in at least {share} of runs. Between the dashed lines neither is ahead. "
            "In brackets: the rank by the default method."
        ).format(share=outranking.firm_share(lang))
        + " "
        + pairs.alt
    )
    figures.show(pairs, chosen, key="ahead")


def show_changes() -> None:
    """Show the country's rank after each single change, and by each measure of schooling."""
    st.subheader(_("What does each choice do to {country}?").format(country=name))
    single = one_change.changes(*about, lang, chosen.surface)
    if single is None:
        st.info(
            _("{country} has no rank here: too few figures.").format(country=name), icon=":material/info:"
        )
    else:
        st.markdown(
            _("One change at a time, all else as it is; the dashed line is the rank by the default method.")
            + " "
            + single.alt
        )
        figures.show(single, chosen, key="changes")
    with components.working(_("Comparing measures of schooling")):
        measures = one_change.variants(*about, lang)
    if measures is not None:
        st.markdown("**" + _("How schooling is measured, on one set of countries") + "**")
        st.dataframe(
            measures,
            hide_index=True,
            alt=_("Rank of {country} by each measure of schooling").format(country=name),
        )
        st.caption(one_change.variants_note(edition, node, lang))


def show_drivers() -> None:
    """Show which assumptions move the country's rank, and those of all."""
    st.subheader(_("Which assumptions matter most?"))
    st.markdown(
        _(
            "Sobol indices split the variance over runs among the assumptions: by itself (first order), and together with all others (total). "
            "Lines are {level} intervals; an index that lies about zero, or a little below, is no influence but the noise of the estimate."
        ).format(level=influence.sobol_level(lang))
    )
    for column, target, key in zip(st.columns(2), (country, None), ("sobol_one", "sobol_all"), strict=True):
        with column:
            st.markdown(f"**{name if target else _('All countries')}**")
            with components.working(_("Sampling the assumptions")):
                drivers = influence.influence(edition, node, target, lang, chosen.surface)
            if drivers is None:
                st.info(
                    _("This cannot be split: the rank never changes, or it is missing in some of the runs."),
                    icon=":material/info:",
                )
            else:
                st.markdown(drivers.alt)
                figures.show(drivers, chosen, key=key)


def show_intervals() -> None:
    """Show the main chart: the intervals of the country and those around it."""
    with components.working(_("Varying the method 10,000 times")):
        around = robustness.intervals(*about, chosen.highlight, chosen.shown, False, lang, chosen.surface)
    if chosen.framed:
        st.subheader(_("Between which ranks does {country} lie?").format(country=name))
        st.markdown(f"{around.alt} {robustness.published_sentence(*about, lang)}".strip())
        with st.expander(_("What a run is"), icon=":material/casino:"):
            st.markdown(assumed.runs_text(edition, lang))
    figures.show(
        around, chosen, key="around", on_select=partial(open_row, "around"), selection_mode="country"
    )
    if chosen.framed:
        st.caption(
            _(
                "Shown are {country}, the countries next to it and the highlighted ones; click a row to look at that country."
            ).format(country=name)
        )


st.title(
    _("How sure are the ranks?") if chosen.framed else robustness.stage_title(edition, node, country, lang)
)
if chosen.framed:
    st.markdown(
        _(
            "A rank rests on choices that could have been made otherwise. Here they are all varied: what stays the same can be said plainly, "
            "what changes should be said with care."
        )
    )
components.edition_banner(chosen)
if chosen.framed:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        controls.country_control(edition, lang)
        controls.node_control(edition, lang)

if not chosen.shown:
    components.nothing_left(lang)
else:
    show_intervals()
    if chosen.framed:
        show_all()
        with components.working(_("Grouping every run anew")):
            st.markdown(sentences.group_shares_sentence(edition, country, lang))
        show_pairs()
        show_changes()
        show_drivers()
    components.source_caption(edition, lang)
