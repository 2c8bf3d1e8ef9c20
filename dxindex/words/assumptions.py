"""Assumptions of the index, their alternatives, and what a run is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dxindex.framework import load_framework
from dxindex.i18n import joined, number, percent, translator

if TYPE_CHECKING:
    from dxindex.assumptions import Factor
    from dxindex.uncertainty import Uncertainty


def assumption_names(lang: str) -> dict[str, str]:
    """Name the assumptions that a run varies, by the names of :mod:`dxindex.assumptions`.

    >>> assumption_names("en")["aggregation"]
    'Kind of mean'
    """
    _ = translator(lang)
    return {
        "normalisation": _("Normalisation"),
        "aggregation": _("Kind of mean"),
        "weights": _("Weights"),
        "leave_out": _("One part left out"),
        "variant": _("Measure of schooling"),
        "imputation": _("Missing values"),
        "measurement_error": _("Measurement error"),
    }


def level_names(lang: str) -> dict[str, str]:
    """Name the alternatives of an assumption, by the names of :mod:`dxindex.assumptions`.

    >>> level_names("en")["minmax"]
    'min-max'
    """
    _ = translator(lang)
    return {
        "goalposts": _("fixed goalposts"),
        "as declared": _("as declared"),
        "minmax": _("min-max"),
        "zscore": _("z-scores"),
        "percentile_rank": _("percentile ranks"),
        "arithmetic": _("arithmetic mean"),
        "geometric": _("geometric mean"),
        "harmonic": _("harmonic mean"),
        "left out": _("left out"),
        "knn": _("filled from the nearest countries"),
    }


def runs_text(sure: Uncertainty, short: Mapping[str, str], lang: str) -> str:
    """Say what a run is: every assumption that acts, with its alternatives, as the runs have them.

    Parameters
    ----------
    sure : Uncertainty
        The runs.
    short : mapping
        Short names of indicators by id, those of the index's variants among them.
    """
    _ = translator(lang)
    parts = [
        f"**{assumption_names(lang)[factor.name].lower()}** ({_alternatives(sure, factor, short, lang)})"
        for factor in sure.ensemble.factors
        if factor.acts
    ]
    return _(
        "A **run** computes the whole index again, with every one of these choices drawn at random: {parts}. There are {runs} runs, "
        "always the same ones. A share of runs says how often something happens when all these choices are tried alike; "
        "it is not a probability of the world."
    ).format(parts=joined(parts, lang), runs=number(sure.n, lang, 0))


def _alternatives(sure: Uncertainty, factor: Factor, short: Mapping[str, str], lang: str) -> str:
    _ = translator(lang)
    if factor.name == "weights":
        return _("each up to {spread} more or less").format(spread=weight_spread(sure, lang))
    if factor.name == "leave_out":
        n = sum(len(column) - 1 for column in factor.columns)
        return _("any of {n} indicators and pillars, or none").format(n=n)
    if factor.name == "variant":
        measures = [measured_instead(sure, level, short, lang) for level in factor.columns[0][1:]]
        return "; ".join([_("as declared"), *measures])
    named = level_names(lang)
    return "; ".join(named.get(level, level) for level in factor.columns[0])


def weight_spread(sure: Uncertainty, lang: str) -> str:
    """Write by how much a weight is drawn above or below the declared one."""
    draws = sure.ensemble.weight_draws
    return percent(draws.spread if draws else 0.0, lang)


def measured_instead(sure: Uncertainty, variant: str, short: Mapping[str, str], lang: str) -> str:
    """Name the indicators that a variant of the index has instead of its own."""
    own = sure.ensemble.framework.indicators
    other = [name for name in load_framework(variant).indicators if name not in own]
    return joined([short[name] for name in other], lang)
