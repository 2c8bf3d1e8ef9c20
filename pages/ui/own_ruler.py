"""A visitor's own units on the ruler fitted to the panel: where they would stand beside it."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dxindex import i18n, own
from pages.ui import columns, components, figures
from pages.ui.own_draft import Draft
from pages.ui.params import Selection
from pages.ui.queries import own_ruler, scores


def show(brought: own.OwnData, edition: str, draft: Draft, chosen: Selection) -> None:
    """Offer to score the units as the panel is, where the file has indicators of the edition's index."""
    if len(own_ruler.missing(brought, edition)) == len(scores.framework(edition).indicators):
        return
    _ = i18n.translator(chosen.lang)
    st.subheader(_("On the ruler of the panel"))
    box = st.expander(
        _("Where your units would stand beside the {n} countries ({edition})").format(
            **own_ruler.limits(edition, chosen.lang)
        ),
        icon=":material/straighten:",
        key="own_ruler",
        on_change="rerun",
    )
    if not box.open:
        return
    with box, components.working(_("Scoring your units")), components.faults_in_plain_words(chosen.lang):
        asked = (draft.sheet, draft.choices, edition, chosen.lang, chosen.surface)
        scored = draft.once("ruler", asked, partial(own_ruler.make, brought, *asked[2:]))
        _show_scores(scored, edition, chosen)


def _show_scores(scored: own_ruler.OwnScores, edition: str, chosen: Selection) -> None:
    lang = chosen.lang
    _ = i18n.translator(lang)
    figures.show(scored.figure, chosen, key="own_chart")
    st.dataframe(
        scored.table,
        hide_index=True,
        column_config=_columns(edition, lang),
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
        ).format(**own_ruler.limits(edition, lang)),
        scored.beyond,
    ]
    st.caption(" ".join(note for note in notes if note))


def _columns(edition: str, lang: str) -> dict[str, Any]:
    _ = i18n.translator(lang)
    told = columns.score_columns(edition, lang)
    told["unit"] = st.column_config.TextColumn(_("Name"), pinned=True)
    for node, label in scores.node_labels(edition, lang).items():
        told[f"would:{node}"] = st.column_config.NumberColumn(
            _("{node}: would rank").format(node=label),
            help=_("1 + the countries of the panel with a higher score"),
        )
    return told
