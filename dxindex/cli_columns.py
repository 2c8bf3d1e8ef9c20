"""What the columns of every result of the command line hold, in words that travel with it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field

import dxindex as dx


@dataclass(frozen=True)
class Told:
    """What a result is.

    Attributes
    ----------
    title, unit
        Of the table.
    columns
        What a column holds, by its name.
    suffixes
        The same of columns that are of a node of the index, by what follows the node's id; "{node}" is its name.
    others
        Of any other column, "{name}" is its name.
    first
        Of the first column.
    keys
        How many columns, from the first, no two rows share.
    """

    title: str
    unit: str
    columns: Mapping[str, str] = field(default_factory=dict)
    suffixes: Mapping[str, str] = field(default_factory=dict)
    others: str = ""
    first: str = "Id of the unit"
    keys: int = 1


_SCORE = "Score by the chosen normalisation (0–1 but for zscore and reference)"
_GROUP = "Group; empty where the unit is in none"
_PART = "Id of a node or indicator of the framework"

_COMMANDS: Mapping[str, Told] = {
    "score": Told(
        title="Scores, ranks and coverage",
        unit=f"{_SCORE}; rank 1 is best; coverage is a share",
        suffixes={
            "": "Score on {node}; empty where too little is observed",
            "_rank": "Rank on {node} among the units that compete; 1 is best",
            "_coverage": "Share of the weight below {node} that is observed",
        },
    ),
    "classify": Told(
        title="Groups of units, and the scores that they are by",
        unit=_SCORE,
        columns={"group": _GROUP},
        suffixes={"": "Score on {node}"},
    ),
    "stability": Told(
        title="How often each unit stays in its group on resamples",
        unit="Share of the resamples",
        columns={"group": _GROUP},
        others="Share of the resamples that put the unit into group {name}",
    ),
    "uncertainty": Told(
        title="Rank intervals over the assumptions of the index",
        unit="Rank; 1 is best",
        suffixes={
            "_rank": "Rank on {node} as declared",
            "_low": "Best rank on {node} of the interval over the draws",
            "_median": "Median rank on {node} over the draws",
            "_high": "Worst rank on {node} of the interval over the draws",
            "_ranked": "Share of the draws in which the unit has a rank on {node}",
        },
    ),
    "sensitivity": Told(
        title="Which assumptions matter: Sobol indices",
        unit="Share of the variance",
        columns={
            "S1": "First-order index: by this assumption alone",
            "S1_conf": "Half-width of its interval",
            "ST": "Total-order index: by this assumption and whatever it acts with",
            "ST_conf": "Half-width of its interval",
        },
        first="Assumption",
    ),
    "gap": Told(
        title="Why one unit's score differs from another's",
        unit="Difference of scores; values in the units of the indicators",
        columns={
            "contribution": "What the indicator adds to the difference; they sum to it",
            "normalised": "Normalised value of the unit",
            "other_normalised": "Normalised value of the other",
            "weight": "Weight of the indicator in the score",
            "value": "Value of the unit",
            "other_value": "Value of the other",
        },
        first="Id of the indicator",
    ),
    "path": Told(
        title="The least change that reaches a rank or a group",
        unit="In the units of the indicators; cost in units of change",
        columns={
            "before": "Value now",
            "after": "Value after the change",
            "change": "After less before",
            "unit": "What counts as one unit of change",
            "cost": "Change in units of change",
            "limit": "Value beyond which more changes nothing, or is not possible",
        },
        first="Id of the indicator that may change",
    ),
}

_DESCRIPTIONS: Mapping[str, Told] = {
    "variance": Told(
        title="What carries the variance of each axis",
        unit="Shares and correlations",
        columns={
            "part": _PART,
            "weight": "Weight as declared",
            "variance_share": "Share of the axis's variance",
            "correlation_ratio": "Correlation ratio with the axis",
            "correlation": "Correlation with the axis",
        },
        first="Id of the axis",
        keys=2,
    ),
    "correlations": Told(
        title="Correlations among the parts of the index",
        unit="Correlation",
        suffixes={"": "Correlation with {node}"},
        first=_PART,
    ),
    "components": Told(
        title="Principal components of the index",
        unit="Eigenvalues, shares and loadings",
        columns={"eigenvalue": "Eigenvalue", "share": "Share of the variance"},
        suffixes={"": "Loading of {node}"},
        first="Component",
    ),
    "alpha": Told(
        title="How consistent the parts of the index are: Cronbach's alpha",
        unit="Coefficient",
        columns={"parts": "How many parts", "alpha": "Cronbach's alpha among them"},
        first="Node or level whose parts are meant",
    ),
    "validity": Told(
        title="How scores go with a criterion",
        unit="Correlations and a straight line",
        columns={
            "units": "How many units have both",
            "pearson": "Pearson correlation",
            "spearman": "Spearman rank correlation",
            "kendall": "Kendall rank correlation",
            "slope": "Of the score, by one unit of the criterion",
            "intercept": "Score where the criterion is 0",
            "r_squared": "Share of the variance that the line explains",
        },
        first="Id of the node",
    ),
    "availability": Told(
        title="How much of each unit is observed",
        unit="Share of the indicators that have a value",
        columns={"all_indicators": "Of all indicators"},
        suffixes={"": "Of the indicators below {node}"},
    ),
}


def told_of(arguments: argparse.Namespace) -> Told:
    """Return what the result of a command is."""
    if arguments.name == "describe":
        return _DESCRIPTIONS[arguments.table]
    return _COMMANDS[arguments.name]


def words_of(name: str, told: Told, framework: dx.Framework, *, first: bool) -> str:
    """Return what a column holds.

    >>> words_of("adoption_rank", _COMMANDS["score"], dx.load_framework("wdr2016"), first=False)
    'Rank on Digital adoption (adoption) among the units that compete; 1 is best'
    """
    if first:
        return told.first
    if name in told.columns:
        return told.columns[name]
    for suffix, words in told.suffixes.items():
        part = name.removesuffix(suffix)
        if name.endswith(suffix) and part in framework.parts:
            return words.format(node=f"{framework.label(part)} ({part})")
    return told.others.format(name=name)
