"""The data as an ensemble of indices sees them: every way of filling what is missing, by every variant of an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dxindex.assumptions import Assumption, Factor, Imputations, IndicatorVariants
from dxindex.errors import name_ids
from dxindex.framework import Framework, load_framework
from dxindex.framework_changes import with_indicators
from dxindex.framework_parts import Indicator
from dxindex.impute import IMPUTATIONS, fill_missing, resolve_imputation
from dxindex.panel import check_panel
from dxindex.shipped import available_frameworks


@dataclass(frozen=True, slots=True)
class State:
    """The data as one combination of imputation and indicator variant sees them.

    Attributes
    ----------
    imputation, variant
        Labels of the levels.
    framework
        The framework with the variant's indicators in place.
    panel
        Units x the framework's indicators, in tree order and in their own units; NaN is missing.
    """

    imputation: str
    variant: str
    framework: Framework
    panel: pd.DataFrame


def indicator_variants(
    chosen: Assumption | None, panel: pd.DataFrame, framework: Framework
) -> tuple[dict[str, Framework], Factor]:
    """Return the framework as declared and with each variant of an indicator, by label."""
    declared = {"as declared": framework}
    if not isinstance(chosen, IndicatorVariants):
        return declared, Factor.choice("variant", list(declared))
    if chosen.alternatives is not None:
        frameworks = declared | _declared_variants(chosen.alternatives, framework)
        note = "the framework declares no alternative indicator" if len(frameworks) == 1 else ""
        return frameworks, Factor.choice("variant", list(frameworks), note)
    found = dict(shipped_variants(framework))
    lacking = {
        label: sorted(set(other.indicators) - set(panel.columns))
        for label, other in found.items()
        if not set(other.indicators) <= set(panel.columns)
    }
    frameworks = declared | {label: other for label, other in found.items() if label not in lacking}
    without = "".join(f"; the panel lacks {name_ids(ids)} for '{label}'" for label, ids in lacking.items())
    if len(frameworks) == 1:
        return frameworks, Factor(
            "variant",
            (),
            f"no shipped framework with a column of the panel swaps an indicator of this one{without}",
        )
    return frameworks, Factor.choice("variant", list(frameworks), f"one of {name_ids(frameworks)}{without}")


def _declared_variants(
    alternatives: Mapping[str, Sequence[str | Indicator]], framework: Framework
) -> dict[str, Framework]:
    frameworks = {}
    for old, options in alternatives.items():
        original = framework.indicator(old)
        for option in [options] if isinstance(options, str) else options:
            new = replace(original, id=option) if isinstance(option, str) else option
            frameworks[new.id] = with_indicators(framework, {old: new})
    return frameworks


def shipped_variants(framework: Framework) -> Iterator[tuple[str, Framework]]:
    """Yield the shipped frameworks that are this one but for an indicator measured by another column."""
    for name in available_frameworks():
        other = load_framework(name)
        pairs = list(zip(framework.indicator_parts, other.indicator_parts, strict=False))
        swaps = {old.id: new for old, new in pairs if old.id != new.id}
        if (
            len(swaps) == 1
            and framework.axes == other.axes
            and _shape(with_indicators(framework, swaps)) == _shape(other)
        ):
            yield name, with_indicators(framework, swaps)


def _shape(framework: Framework) -> tuple[object, ...]:
    return tuple((part.id, part.parent, part.weight) for part in framework.parts.values())


def data_states(
    chosen: Assumption | None, panel: pd.DataFrame, frameworks: Mapping[str, Framework]
) -> tuple[tuple[State, ...], Factor]:
    """Return the panel as each way of imputation and each variant sees it: imputation by variant."""
    columns = list(dict.fromkeys(item for other in frameworks.values() for item in other.indicators))
    values = check_panel(panel, columns)
    panels = {"left out": values}
    holes = values.columns[values.isna().any()].tolist()
    factor = Factor("imputation", (), "nothing is missing")
    if isinstance(chosen, Imputations) and holes:
        ways = [resolve_imputation(way) for way in (IMPUTATIONS if chosen.ways is None else chosen.ways)]
        panels |= {way.name: fill_missing(values, way)[0] for way in ways}
        cells = int(values.isna().to_numpy().sum())
        factor = Factor.choice(
            "imputation",
            list(panels),
            f"{cells} values are missing, in {name_ids(holes)}: one of {name_ids(panels)}",
        )
    return tuple(
        State(imputation, variant, other, filled.loc[:, list(other.indicators)])
        for imputation, filled in panels.items()
        for variant, other in frameworks.items()
    ), factor
