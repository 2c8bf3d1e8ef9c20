"""Assumptions of the index in words: what a run varies, and what each change is called."""

from __future__ import annotations

import dxindex as dx
from dxindex import i18n
from dxindex.assumptions import Factor
from dxindex.single_changes import LESS
from dxindex.words import assumptions
from pages.ui.queries import certainty, codes, scores
from pages.ui.queries.memory import remembered


def part_name(edition: str, part: str, lang: str) -> str:
    """Name a part of one axis: an indicator, or a pillar, which is called one."""
    _ = i18n.translator(lang)
    if part in scores.framework(edition).nodes:
        return _("pillar {name}").format(name=scores.framework(edition).label(part, lang).lower())
    return str(codes.indicators(edition).at[part, f"short_{lang}"])


def variant_names(edition: str) -> tuple[str, ...]:
    """Frameworks that measure one indicator of an edition's otherwise; empty where the panel has no figures."""
    factor = _factor(edition, "variant")
    return factor.columns[0][1:] if factor and factor.acts else ()


def measured_by(edition: str, framework: str, lang: str) -> str:
    """Name the indicator in which an edition's framework and its variants differ, as one of them has it."""
    own = scores.framework(edition)
    items = own.indicators if framework == own.id else dx.load_framework(framework).indicators
    differing = [item for item in items if item not in _common(edition)]
    return i18n.joined([str(codes.indicators(edition).at[item, f"title_{lang}"]) for item in differing], lang)


def _common(edition: str) -> set[str]:
    """Indicators that an edition's framework shares with all its variants."""
    shared = set(scores.framework(edition).indicators)
    for name in variant_names(edition):
        shared &= set(dx.load_framework(name).indicators)
    return shared


def change_name(edition: str, assumption: str, part: str, level: str, lang: str) -> str:
    """Name a single change of the method, as ``dxindex.single_changes`` keys it."""
    _ = i18n.translator(lang)
    if assumption == "weights":
        return _("Weight ±{spread}: {part}").format(
            spread=_spread(edition, lang), part=part_name(edition, part, lang)
        )
    if assumption == "leave_out":
        return _("Without: {part}").format(part=part_name(edition, level, lang))
    if assumption == "variant":
        return _("Schooling: {measure}").format(
            measure=assumptions.measured_instead(
                certainty.ensemble(edition), level, _short_names(edition, lang), lang
            )
        )
    return (
        f"{assumptions.assumption_names(lang)[assumption]}: {assumptions.level_names(lang).get(level, level)}"
    )


def weight_end(edition: str, assumption: str, part: str, level: str, lang: str) -> str:
    """Say at which end of its range a weight is; empty for anything else."""
    del part
    if assumption != "weights":
        return ""
    return f"({'−' if level == LESS else '+'}{_spread(edition, lang)})"


def _short_names(edition: str, lang: str) -> dict[str, str]:
    return dict(codes.indicators(edition)[f"short_{lang}"])


def _factor(edition: str, name: str) -> Factor | None:
    factors = certainty.ensemble(edition).ensemble.factors
    return next((factor for factor in factors if factor.name == name), None)


def _spread(edition: str, lang: str) -> str:
    return assumptions.weight_spread(certainty.ensemble(edition), lang)


@remembered(16)
def runs_text(edition: str, lang: str) -> str:
    """Say what a run is: every assumption that acts, with its alternatives, as the ensemble has them."""
    return assumptions.runs_text(certainty.ensemble(edition), _short_names(edition, lang), lang)
