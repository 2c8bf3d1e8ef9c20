"""What commands of the command line work on: figures, the index computed of them, and what they answer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

import dxindex as dx
from dxindex.classify import FEATURE_SETS
from dxindex.cli_values import parse_weights, split_names
from dxindex.errors import name_ids

NEED_SHIPPED = ("group_median", "last_observation")
"""Imputations that need what only the shipped figures bring: regions and incomes, or a history."""


@dataclass(frozen=True)
class Background:
    """What the catalogue knows beside the figures of an edition, each loaded when it is asked for.

    Attributes
    ----------
    countries
        The edition's economies: ``region``, ``income_group``, ``gdp_per_capita`` and more.
    observations
        Every value of every year: ``iso3``, ``year``, ``indicator``, ``value``.
    year
        That the edition describes.
    sources
        Of some of its indicators.
    """

    countries: Callable[[], pd.DataFrame]
    observations: Callable[[], pd.DataFrame]
    year: Callable[[], int]
    sources: Callable[[Iterable[str]], pd.DataFrame]


@dataclass(frozen=True)
class Figures:
    """What a command computes with.

    Attributes
    ----------
    panel
        The units that are fitted by, ranked and grouped.
    everyone
        All units that are scored.
    framework
        As declared, before other weights.
    edition
        Of the catalogue's figures; empty for one's own.
    background
        What else the catalogue knows of them; None for one's own.
    period
        The edition, or the year of one's own; empty where they have none.
    """

    panel: pd.DataFrame
    everyone: pd.DataFrame
    framework: dx.Framework
    edition: str = ""
    background: Background | None = None
    period: str = ""


@dataclass(frozen=True)
class Answer:
    """The table of a command, and the figures it rests on."""

    table: pd.DataFrame
    figures: Figures

    @property
    def framework(self) -> dx.Framework:
        """As declared, before other weights."""
        return self.figures.framework


@dataclass(frozen=True)
class Study:
    """An index computed as asked: fitted, all units, and those that compete for ranks and groups."""

    figures: Figures
    index: dx.CompositeIndex
    result: dx.IndexResult
    competing: dx.IndexResult


def weighted(arguments: argparse.Namespace, framework: dx.Framework) -> dx.Framework:
    """Return the framework with the weights asked for."""
    weights = parse_weights(arguments.weights)
    return framework if weights is None else dx.reweight(framework, weights)


def make_study(arguments: argparse.Namespace, figures: Figures) -> Study:
    """Return the index computed as asked, and say what a reader of it must know."""
    index = dx.CompositeIndex(
        weighted(arguments, figures.framework),
        normalise=arguments.normalise,
        aggregate=arguments.aggregate,
        screen=arguments.screen,
        impute=_imputation(arguments, figures),
        treat=arguments.treat,
    ).fit(figures.panel)
    study = Study(
        figures=figures,
        index=index,
        result=index.result(figures.everyone, ranked=figures.panel.index),
        competing=index.result(figures.panel),
    )
    _describe(study.result)
    return study


def _imputation(arguments: argparse.Namespace, figures: Figures) -> Any:
    known, year = known_beside(arguments, figures)
    if known is None:
        return arguments.impute
    return dx.GroupMedian(known) if year is None else dx.LastObservation(known, year=year)


def known_beside(arguments: argparse.Namespace, figures: Figures) -> tuple[pd.DataFrame | None, int | None]:
    """Return what an imputation needs beside the panel: groups, or observations and the year that is filled."""
    background = figures.background
    if background is None or arguments.impute not in NEED_SHIPPED:
        return None, None
    if arguments.impute == "group_median":
        return background.countries()[["region", "income_group"]], None
    year, observations = background.year(), background.observations()
    used = observations["indicator"].isin(figures.framework.indicators)
    return observations.loc[used, ["iso3", "year", "indicator", "value"]], year


def grouping(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return how to group, as :func:`dxindex.classify` takes it."""
    return {
        "method": arguments.method,
        "n_groups": arguments.groups,
        "features": split_names(arguments.features, FEATURE_SETS),
        "scaled": arguments.scaled,
        "random_state": arguments.seed,
    }


def with_ids(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its ids as the first column."""
    return table.rename_axis(str(table.index.name or "unit")).reset_index()


def say(text: str) -> None:
    """Say something beside the data, on standard error."""
    sys.stderr.write(text + "\n")


def _describe(result: dx.IndexResult) -> None:
    """Say what was computed, and what a reader of the scores must know about them."""
    units, indicators = result.normalised.shape
    say(f"{result.framework.id}: {units} units, {indicators} indicators")
    for flags, words in (
        (result.imputed, "values were missing and are imputed"),
        (result.treated, "values were changed as outliers"),
        (result.clipped, "values lie beyond a bound and are held there"),
    ):
        hit = flags.any(axis=1)
        if hit.any():
            say(f"{int(flags.to_numpy().sum())} {words}: {name_ids(flags.index[hit.to_numpy()])}")
    for axis in result.framework.axis_ids:
        unscored = result.scores.index[result.scores[axis].isna().to_numpy()]
        if len(unscored):
            say(f"too little data for {axis}: {name_ids(unscored)}")
