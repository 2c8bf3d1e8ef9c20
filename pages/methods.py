"""Can I trust it?"""

import streamlit as st

from dxindex import i18n
from dxindex.words.methods import Formula, limits, misuses, sureness
from dxindex.words.pages import methods_lead
from pages.ui import columns, components, figures, own_figures, programs, refresh_state, selection, sharing
from pages.ui.queries import assumed, citing, codes, downloads, drawn, grouping, methods, provenance

chosen = selection.current()
lang, edition = chosen.lang, chosen.edition
_ = i18n.translator(lang)
n_countries = len(codes.panel_codes(edition))
# What a laptop shows without scrolling first.
INDEX_ORDER = ("axis", "pillar", "indicator", "goalposts", "years", "publisher", "how", "unit", "direction")


def show_formulas(formulas: tuple[Formula, ...]) -> None:
    """Show formulas as numbered steps, each in words, as a formula, and with its source."""
    for step, formula in enumerate(formulas, 1):
        st.markdown(f"**{step}. {formula.title}.** {formula.words}")
        st.latex(formula.latex)
        if formula.source:
            st.caption(_("Source: {source}").format(source=formula.source))


def index_section() -> None:
    """Show what the index is made of, and how it is computed."""
    st.header(_("The index"))
    st.dataframe(
        provenance.framework_table(edition, lang),
        hide_index=True,
        column_order=INDEX_ORDER,
        height="content",
        column_config=columns.framework_columns(lang),
        alt=_("Axes, pillars and indicators with goalposts, year, origin and source"),
    )
    steps = st.expander(
        _("The formulas: from a figure to a score, a rank and a group"),
        icon=":material/function:",
        key="formulas",
        on_change="rerun",
    )
    if steps.open:
        with steps:
            show_formulas(methods.computing(lang))


def sureness_section() -> None:
    """Show what a run varies, and how intervals and shares are computed."""
    st.header(_("How sure it is"))
    st.markdown(
        _(
            "The method could have been chosen otherwise. So the whole index is computed again many times, each time with other choices, and "
            "every rank is shown with the ranks that 90% of these runs lie between."
        )
    )
    runs = st.expander(
        _("What a run varies, and how intervals and shares are computed"),
        icon=":material/shuffle:",
        key="sureness",
        on_change="rerun",
    )
    if runs.open:
        with runs, components.working(_("Varying the method 10,000 times")):
            st.markdown(assumed.runs_text(edition, lang))
            show_formulas(sureness(lang))


def panel_section() -> None:
    """Show the rule of the panel, and the countries that it takes."""
    if codes.is_own(edition):
        return
    st.header(_("The {n} countries").format(n=n_countries))
    st.markdown(methods.panel_rule(edition, lang))
    members = st.expander(
        _("All {n} countries with their groups").format(n=n_countries),
        icon=":material/list:",
        key="panel",
        on_change="rerun",
    )
    if members.open:
        with members:
            st.dataframe(
                methods.panel_list(edition, lang),
                hide_index=True,
                column_config=columns.panel_columns(lang),
                alt=_("Countries of the panel with group, region, income group and population"),
            )
            st.caption(
                _(
                    "Groups: our calculation, {edition} edition. Region, income group and population: World Bank, as of the edition."
                ).format(edition=codes.edition_title(edition, lang))
            )


def sources_section() -> None:
    """Show every series with its licence, and the state of the snapshot."""
    st.header(_("Sources and licences"))
    st.dataframe(
        provenance.catalogue(edition, lang),
        hide_index=True,
        column_config=columns.catalogue_columns(lang),
        alt=_("Catalogue of series with unit, publisher, licence and vintage"),
    )
    st.caption(_("Click a column head to sort; the magnifying glass above the table searches it."))
    if codes.is_own(edition):
        return
    held = methods.holdings(edition, lang)
    st.markdown(
        _(
            "These figures are {observations} observations of {series} series for {economies} economies; the newest vintage is "
            "{newest}; data version `{version}`. No time of building is recorded in them: the same publishers' files give "
            "the same bytes, so version and checksums say what they are."
        ).format(
            observations=held.observations,
            series=held.series,
            economies=held.economies,
            newest=held.newest,
            version=codes.data_version(edition),
        )
    )
    state = st.expander(
        _("These figures, source by source, and their files"),
        icon=":material/inventory_2:",
        key="snapshot",
        on_change="rerun",
    )
    if state.open:
        with state:
            st.dataframe(
                methods.snapshot_state(edition, lang),
                hide_index=True,
                height="content",
                column_config=columns.snapshot_columns(lang),
                alt=_("Sources with vintage, newest year, number of series, economies and values"),
            )
            st.markdown(_("The files were read afresh and are as recorded:"))
            st.dataframe(
                methods.snapshot_files(edition),
                hide_index=True,
                height="content",
                column_config=columns.file_columns(lang),
                alt=_("Files of these figures with rows, bytes and checksum"),
            )
    refresh_state.section(chosen)


def coverage_section() -> None:
    """Show how many countries have a figure, by series and year."""
    if not codes.has_years(edition):
        return
    st.header(_("What is there"))
    st.markdown(
        _("How many of the {n} countries have a figure, by series and year. Blank means none.").format(
            n=n_countries
        )
    )
    figures.show(drawn.coverage(edition, lang, chosen.surface), chosen, key="coverage")


def own_section() -> None:
    st.header(_("Your own figures"))
    own_figures.section(chosen)


def downloads_section() -> None:
    """Offer whole tables as files."""
    st.header(_("Take it away"))
    st.markdown(
        _(
            "Each file is made when you click. It says what it holds, in which unit, where it is from and which versions made it."
        )
    )
    link = sharing.full_link(chosen)
    with st.container(horizontal=True):
        for offer in downloads.offers(edition, lang):
            st.download_button(
                offer.label,
                i18n.as_worded(offer.bound(link)),
                file_name=offer.name,
                mime=offer.mime,
                key=f"take_{offer.key}",
                help=offer.note,
                on_click="ignore",
                icon=":material/download:",
            )
    st.caption(
        _(
            "This command writes one ZIP that makes the scores, ranks, groups and rank intervals again to the last digit: "
            "figures, index, options, versions, the program, licences and citations."
        )
    )
    way = grouping.Way(edition, chosen.method, chosen.n_groups, chosen.features, chosen.scaled, chosen.seed)
    st.code(grouping.bundle_command(way), language="bash", wrap_lines=True)


def citation_section() -> None:
    """Show how to cite the dashboard and each publisher."""
    st.header(_("How to cite"))
    st.code(citing.text(edition), language=None, wrap_lines=True)
    entries = st.expander("BibTeX", icon=":material/data_object:", key="bibtex", on_change="rerun")
    if entries.open:
        with entries:
            st.code(citing.bibtex(edition), language="bibtex", wrap_lines=True, height=420)
    if codes.is_own(edition):
        st.caption(
            _(
                "The figures are your own: we have not checked them, and know no licence for them. Name the file with its "
                "fingerprint as above, and whoever the figures are from."
            )
        )
        return
    each = st.expander(
        _("Each publisher's citation, licence, and what to know before using it"),
        icon=":material/format_quote:",
        key="citations",
        on_change="rerun",
    )
    if each.open:
        with each:
            st.code(citing.publishers_text(edition), language=None, wrap_lines=True, height=260)
            for cited in citing.publishers(edition, lang):
                page = _("Publisher's page")
                st.markdown(
                    f"- {cited.citation} [{cited.licence}]({cited.licence_url}) · [{page}]({cited.page})  \n{cited.note}"
                )


def limits_section() -> None:
    """Say what the index is not, and what it must not be used for."""
    if codes.is_own(edition):
        return
    st.header(_("What it is not"))
    st.markdown("\n".join(f"- {line}" for line in limits(lang)))
    st.header(_("What it must not be used for"))
    st.markdown("\n".join(f"- {line}" for line in misuses(lang)))


st.title(_("Data & methods"))
st.markdown(methods_lead(lang))
components.edition_banner(chosen)
if chosen.framed:
    index_section()
    sureness_section()
    panel_section()
    sources_section()
    coverage_section()
    own_section()
    downloads_section()
    citation_section()
    limits_section()
    programs.section(chosen)
else:
    coverage_section()
components.source_caption(edition, lang)
