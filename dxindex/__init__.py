"""Composite indices and country groups: pure computation, frames in, named results out.

What needs scikit-learn loads when it is first used, so that ``import dxindex`` costs little beyond numpy and
pandas. Functions that share the name of their module (``classify``) are bound here at import; such a module
must therefore stay light, and import heavy libraries inside its functions.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from dxindex.achievable import achievable_changes
from dxindex.aggregate import AGGREGATIONS, PowerMean, power_mean
from dxindex.balance import Balance, balance
from dxindex.classify import LEVELS, Diagnostics, GroupCounts, Groups, classify, diagnose_group_counts
from dxindex.comparison import MethodComparison, compare_methods
from dxindex.errors import AggregationError, DxIndexError, FrameworkError, InputError, OptionError
from dxindex.fitted import FittedIndex, IndexResult, fit_index
from dxindex.framework import Framework, load_framework
from dxindex.gap import Gap, gap
from dxindex.groupings import GROUPINGS, Grouping, ThresholdsGrouping
from dxindex.impute import IMPUTATIONS, GroupMedian, LastObservation, NearestNeighbours, fill_missing
from dxindex.normalisation import Normalisation
from dxindex.normalise import NORMALISATIONS, DistanceToFrontier, DistanceToReference, MinMax, ZScore
from dxindex.outrank import OUTRANKINGS, Outranking, outrank
from dxindex.path import ChangePath, path_to
from dxindex.peers import peers
from dxindex.screen import Screen, availability
from dxindex.sensitivity import Sensitivity, sensitivity
from dxindex.shipped import available_frameworks
from dxindex.single_changes import single_changes
from dxindex.stability import Stability, stability
from dxindex.structure import (
    PrincipalComponents,
    Validity,
    correlations,
    cronbach_alpha,
    principal_components,
    validity,
    variance_shares,
)
from dxindex.treat import TREATMENTS, Log, Treated, Winsorise, treat_outliers
from dxindex.uncertainty import Uncertainty, uncertainty
from dxindex.weights import Budget, effective_weights, reweight
from dxindex.whatif import WhatIf, what_if

if TYPE_CHECKING:
    from dxindex.classifier import ReadinessClassifier
    from dxindex.composite import CompositeIndex
    from dxindex.variants import Variants, compare_frameworks

__version__ = "0.1.0"

METHOD_VERSION = "1"
"""Raised whenever the same data and options would give other scores or groups."""

__all__ = [
    "AGGREGATIONS",
    "GROUPINGS",
    "IMPUTATIONS",
    "LEVELS",
    "METHOD_VERSION",
    "NORMALISATIONS",
    "OUTRANKINGS",
    "TREATMENTS",
    "AggregationError",
    "Balance",
    "Budget",
    "ChangePath",
    "CompositeIndex",
    "Diagnostics",
    "DistanceToFrontier",
    "DistanceToReference",
    "DxIndexError",
    "FittedIndex",
    "Framework",
    "FrameworkError",
    "Gap",
    "GroupCounts",
    "GroupMedian",
    "Grouping",
    "Groups",
    "IndexResult",
    "InputError",
    "LastObservation",
    "Log",
    "MethodComparison",
    "MinMax",
    "NearestNeighbours",
    "Normalisation",
    "OptionError",
    "Outranking",
    "PowerMean",
    "PrincipalComponents",
    "ReadinessClassifier",
    "Screen",
    "Sensitivity",
    "Stability",
    "ThresholdsGrouping",
    "Treated",
    "Uncertainty",
    "Validity",
    "Variants",
    "WhatIf",
    "Winsorise",
    "ZScore",
    "__version__",
    "achievable_changes",
    "availability",
    "available_frameworks",
    "balance",
    "classify",
    "compare_frameworks",
    "compare_methods",
    "correlations",
    "cronbach_alpha",
    "diagnose_group_counts",
    "effective_weights",
    "fill_missing",
    "fit_index",
    "gap",
    "load_framework",
    "outrank",
    "path_to",
    "peers",
    "power_mean",
    "principal_components",
    "reweight",
    "sensitivity",
    "single_changes",
    "stability",
    "treat_outliers",
    "uncertainty",
    "validity",
    "variance_shares",
    "what_if",
]

if not TYPE_CHECKING:
    _LOADED_WHEN_USED = {
        "CompositeIndex": "dxindex.composite",
        "ReadinessClassifier": "dxindex.classifier",
        "Variants": "dxindex.variants",
        "compare_frameworks": "dxindex.variants",
    }

    def __getattr__(name):
        if name not in _LOADED_WHEN_USED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_LOADED_WHEN_USED[name]), name)

    def __dir__():
        return sorted({*globals(), *__all__})
