"""Assumptions of the index and their alternatives in words, for the dashboard and the published site alike."""

from __future__ import annotations

from dxindex.i18n import translator


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
