"""What a variation of the method is, in words."""

from __future__ import annotations

import dxindex as dx
from dxindex.assumption_words import assumption_names, level_names
from dxindex.assumptions import Factor
from dxindex.i18n import joined, number, percent, translator
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.site.sentences import runs_of


def runs_text(facts: Facts, edition: Edition, lang: str) -> str:
    """Say what a run is: every assumption that acts, with its alternatives, as the runs have them."""
    _ = translator(lang)
    parts = [
        f"**{assumption_names(lang)[factor.name].lower()}** ({_alternatives(facts, edition, factor, lang)})"
        for factor in edition.sure.ensemble.factors
        if factor.acts
    ]
    return _(
        "A **run** computes the whole index again, with every one of these choices drawn at random: {parts}. There are {runs} runs, "
        "always the same ones. A share of runs says how often something happens when all these choices are tried alike; "
        "it is not a probability of the world."
    ).format(parts=joined(parts, lang), runs=number(runs_of(edition), lang, 0))


def _alternatives(facts: Facts, edition: Edition, factor: Factor, lang: str) -> str:
    _ = translator(lang)
    if factor.name == "weights":
        draws = edition.sure.ensemble.weight_draws
        return _("each up to {spread} more or less").format(
            spread=percent(draws.spread if draws else 0.0, lang)
        )
    if factor.name == "leave_out":
        n = sum(len(column) - 1 for column in factor.columns)
        return _("any of {n} indicators and pillars, or none").format(n=n)
    if factor.name == "variant":
        measures = [_measure(facts, edition, level, lang) for level in factor.columns[0][1:]]
        return "; ".join([_("as declared"), *measures])
    named = level_names(lang)
    return "; ".join(named.get(level, level) for level in factor.columns[0])


def _measure(facts: Facts, edition: Edition, framework: str, lang: str) -> str:
    """Name the indicators that a variant of the index has instead."""
    own = edition.framework.indicators
    other = [name for name in dx.load_framework(framework).indicators if name not in own]
    return joined([facts.about(name)[f"short_{lang}"] for name in other], lang)
