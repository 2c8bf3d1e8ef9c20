"""A visitor's own figures and own index: files, what was understood, the index, and their use on all pages."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dxindex import i18n
from pages.ui import components, own_draft, own_index, own_preview, own_ruler, own_use, sharing
from pages.ui.own_draft import FIGURES, INDEX, Draft
from pages.ui.params import Selection
from pages.ui.queries import bases, codes, files, own_reading
from pages.ui.queries import own_index as index_queries
from pages.ui.queries import own_ruler as ruler_queries
from pages.ui.queries.own_reading import File, GivenIndex


@st.fragment
def section(chosen: Selection) -> None:
    """Offer to bring figures and an index; only this part of the page runs again for them."""
    own_use.turn()
    _ = i18n.translator(chosen.lang)
    own_use.show_state(chosen)
    draft = own_draft.current()
    # Open for whoever came by a link on own figures and is here to load them.
    awaited = any(fault.reason == "absent" for fault in chosen.dropped)
    if draft.unfolded is None and awaited:
        draft.unfolded = True
    # Assigned each run: with the language its title changes, and the framework would fold it.
    st.session_state["own"] = bool(draft.unfolded)
    box = st.expander(
        _("Bring figures or an index: countries, provinces, firms, other years"),
        icon=":material/upload_file:",
        key="own",
        on_change=_unfold,
    )
    if box.open:
        with box:
            _inside(chosen, draft)


def _unfold() -> None:
    own_draft.current().unfolded = st.session_state["own"]


def _inside(chosen: Selection, draft: Draft) -> None:
    _say_what_is_read(chosen)
    _show_starts(chosen)
    _show_uploaders(chosen.lang, draft)
    given = _given_index(chosen, draft)
    if FIGURES not in draft.files:
        if given is not None and given.framework is not None:
            _offer_published(chosen)
        return
    reading = own_preview.show(draft, given.framework if given else None, chosen)
    if reading is None or reading.figures is None:
        return
    own_index.show(reading.figures, given.framework if given else None, draft, chosen)
    own_ruler.show(reading.figures, published_edition(chosen), draft, chosen)


def published_edition(chosen: Selection) -> str:
    """The edition looked at; the first one while that is the visitor's own."""
    return bases.key(codes.default_edition()) if codes.is_own(chosen.edition) else chosen.edition


def _say_what_is_read(chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    st.markdown(
        _(
            "**Figures**: a row for each unit and a column for each indicator, or a row for each value; years in a column or as "
            "columns, where there are any. CSV, Excel or Parquet, at most {megabytes} MB, {rows} rows, {columns} columns and {cells} cells. "
            "**An index**, if you have one: TOML. If not, it is made here from your columns."
        ).format(**own_reading.limits(chosen.lang))
    )
    st.caption(
        _(
            "A file goes to the memory of this server, for this session alone: it is not stored, and nobody else sees it. "
            "Links do not carry it: whoever opens one needs the file, and the index if you made one."
        )
    )


def _show_starts(chosen: Selection) -> None:
    """Offer files to begin with."""
    _ = i18n.translator(chosen.lang)
    edition = published_edition(chosen)
    with st.container(horizontal=True):
        for key, label, sheet in (
            ("template", _("Template (CSV)"), ruler_queries.template),
            ("published", _("Published figures (CSV)"), ruler_queries.published),
        ):
            made = sheet(edition, chosen.lang, chosen.surface)
            st.download_button(
                label,
                partial(files.of_sheet, made, "csv", files.caption(made, sharing.full_link(chosen), edition)),
                file_name=f"dxindex-{made.name}.csv",
                mime=files.MIME["csv"],
                key=f"own_{key}",
                on_click="ignore",
                icon=":material/download:",
            )
        starts = st.popover(
            _("An index to start from (TOML)"),
            icon=":material/download:",
            key="own_starts",
            on_change="rerun",
        )
    if starts.open:
        with starts:
            for name in index_queries.starts():
                st.download_button(
                    f"{name}.toml",
                    partial(index_queries.start_toml, name),
                    file_name=f"{name}.toml",
                    mime="application/toml",
                    key=f"own_start_{name}",
                    on_click="ignore",
                    width="stretch",
                )


def _show_uploaders(lang: str, draft: Draft) -> None:
    _ = i18n.translator(lang)
    labels = {
        FIGURES: _("Your figures (CSV, Excel, Parquet)"),
        INDEX: _("Your index (TOML), if you have one"),
    }
    suffixes = {FIGURES: own_reading.SUFFIXES, INDEX: ("toml",)}
    megabytes = {FIGURES: own_reading.MAX_MEGABYTES, INDEX: own_reading.MAX_INDEX_MEGABYTES}
    for what, column in zip(labels, st.columns(2), strict=True):
        with column:
            key = f"own_{what}_{draft.uploads[what]}"
            st.file_uploader(
                labels[what],
                type=suffixes[what],
                max_upload_size=megabytes[what],
                key=key,
                on_change=_take,
                args=(what, key),
            )
            # The framework forgets what an uploader holds when another page is shown; the draft does not.
            if what in draft.files and st.session_state[key] is None:
                st.button(
                    _("Put {file} away").format(file=components.quoted(draft.files[what].name)),
                    on_click=_put_away,
                    args=(what,),
                    key=f"own_away_{what}",
                    icon=":material/close:",
                    type="tertiary",
                )


def _take(what: str, key: str) -> None:
    """Take what an uploader holds now, or nothing: a callback."""
    file = st.session_state[key]
    own_draft.current().bring(what, File(file.name, file.getvalue()) if file is not None else None)


def _put_away(what: str) -> None:
    """Forget a file, and empty its uploader: a callback."""
    draft = own_draft.current()
    draft.uploads[what] += 1
    draft.bring(what, None)


def _given_index(chosen: Selection, draft: Draft) -> GivenIndex | None:
    """Read the index that was brought, and say what is wrong with it; None where there is none."""
    file = draft.files.get(INDEX)
    if file is None:
        return None
    _ = i18n.translator(chosen.lang)
    given = draft.once("index", (), lambda: own_reading.read_index(file))
    if given.framework is None:
        st.error(
            _("What is wrong, where, and what to do is listed below."),
            title=_("This index cannot be used"),
            icon=":material/error:",
        )
        own_preview.show_faults(given.faults, len(given.faults), file.name, chosen, key="own_index_faults")
    return given


def _offer_published(chosen: Selection) -> None:
    _ = i18n.translator(chosen.lang)
    edition = published_edition(chosen)
    st.info(
        _("The index needs figures: your own, or those published for the {edition} edition.").format(
            edition=codes.edition_title(edition, chosen.lang)
        ),
        icon=":material/info:",
    )
    st.button(
        _("Take the published figures"),
        on_click=_take_published,
        args=(edition, chosen),
        key="own_take_published",
        icon=":material/table:",
    )


def _take_published(edition: str, chosen: Selection) -> None:
    """Rest the index that was brought on published figures: a callback."""
    sheet = ruler_queries.published(edition, chosen.lang, chosen.surface)
    content = files.of_sheet(sheet, "csv", files.caption(sheet, sharing.full_link(chosen), edition))
    own_draft.current().bring(FIGURES, File(f"dxindex-{sheet.name}.csv", content))
