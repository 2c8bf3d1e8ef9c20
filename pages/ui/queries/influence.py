"""Which assumptions matter: Sobol indices of one rank, and of the ranks of all."""

from __future__ import annotations

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.sensitivity import MEAN_RANK_SHIFT
from dxindex.statements import Statement
from dxindex.words.assumptions import assumption_names
from pages.ui.queries import codes, provenance, scores, sentences
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.memory import computed_once

SAMPLES = 1_024  # of the Sobol sequence: intervals of a few percent in under a second
SOBOL_LEVEL = 0.95


def sobol_level(lang: str) -> str:
    return i18n.percent(SOBOL_LEVEL, lang)


@computed_once(64)
def sobol(edition: str, node: str, target: str) -> pd.DataFrame | None:
    """Sobol indices of a target on a node; None where the target has no rank in some of the runs."""
    try:
        return dx.sensitivity(
            scores.panel(edition),
            scores.framework(edition),
            n=SAMPLES,
            random_state=scores.SEED,
            target=target,
            node=node,
            level=SOBOL_LEVEL,
        ).indices
    except dx.InputError:
        return None


@drawing
def influence(edition: str, node: str, country: str | None, lang: str, surface: str) -> Figure | None:
    """Which assumptions move a country's rank, or (None) those of all; None where nothing can be said."""
    _ = i18n.translator(lang)
    indices = sobol(edition, node, country or MEAN_RANK_SHIFT)
    if indices is None or indices["ST"].isna().all():
        return None
    label = sentences.node_name(edition, node, lang)
    names = assumption_names(lang)
    title = _("What moves the ranks of all: {node}").format(node=label)
    if country:
        title = _("What moves {country}'s rank: {node}").format(
            country=codes.country_names(edition, lang)[country], node=label
        )
    return Figure(
        name=f"sobol-{country or 'all'}-{node}-{codes.label(edition)}",
        title=title,
        spec=finished(charts.sobol(indices, names=names, lang=lang, colours=charts.palette(surface))),
        alt=influence_sentence(edition, node, country, lang),
        table=_influence_in_words(indices, lang),
        unit=_("Share of the variance"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(influence_sentence(edition, node, country, language))],
    )


def _influence_in_words(indices: pd.DataFrame, lang: str) -> pd.DataFrame:
    _ = i18n.translator(lang)
    ordered, names = indices.sort_values("ST", ascending=False, kind="stable"), assumption_names(lang)
    return pd.DataFrame(
        {
            _("Assumption"): [names.get(name, name) for name in ordered.index],
            _("Alone (first order)"): [i18n.number(value, lang, 3) for value in ordered["S1"]],
            "± (1)": [i18n.number(value, lang, 3) for value in ordered["S1_conf"]],
            _("With all interactions (total)"): [i18n.number(value, lang, 3) for value in ordered["ST"]],
            "± (2)": [i18n.number(value, lang, 3) for value in ordered["ST_conf"]],
        },
        index=ordered.index,
    )


def influence_sentence(edition: str, node: str, country: str | None, lang: str) -> str:
    """Say which assumption explains most of the variance of a rank, or of the ranks of all."""
    _ = i18n.translator(lang)
    indices = sobol(edition, node, country or MEAN_RANK_SHIFT)
    if indices is None or indices["ST"].isna().all():
        return ""
    first = str(indices["ST"].idxmax())
    text = _(
        "Of all assumptions, “{assumption}” matters most to the ranks of all countries on {node} ({edition}): it explains {alone} of how far "
        "they shift by itself (± {margin}), {total} together with the others."
    )
    if country:
        text = _(
            "Of all assumptions, “{assumption}” matters most to the rank of {country} on {node} ({edition}): it explains {alone} of its "
            "variance by itself (± {margin}), {total} together with the others."
        )
    return text.format(
        assumption=assumption_names(lang)[first].lower(),
        country=codes.country_names(edition, lang)[country] if country else "",
        node=sentences.node_name(edition, node, lang),
        edition=codes.edition_title(edition, lang),
        alone=i18n.percent(indices.at[first, "S1"], lang),
        margin=i18n.percent(indices.at[first, "S1_conf"], lang),
        total=i18n.percent(indices.at[first, "ST"], lang),
    )
