"""Analyses of an index, one table each: what ``describe --table`` offers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

import dxindex as dx
from dxindex.cli_study import Figures, Study, make_study, say, with_ids
from dxindex.errors import InputError, name_ids
from dxindex.structure import parts_of

LEVELS = ("indicators", "pillars", "axes", "nodes")
"""Parts of an index that have a name of their own on the command line."""


def variance(arguments: argparse.Namespace, study: Study) -> pd.DataFrame:
    del arguments
    tables = {axis: dx.variance_shares(study.competing, axis) for axis in study.result.framework.axis_ids}
    return pd.concat(tables, names=["node", "part"]).reset_index()


def correlations(arguments: argparse.Namespace, study: Study) -> pd.DataFrame:
    found = dx.correlations(study.competing, _among(arguments), method=arguments.correlation)
    return found.rename_axis("part").reset_index()


def components(arguments: argparse.Namespace, study: Study) -> pd.DataFrame:
    found = dx.principal_components(study.competing, _among(arguments))
    say(f"{found.kaiser} of {len(found.shares)} components have an eigenvalue above 1 ({found.units} units)")
    return (
        pd.concat([found.eigenvalues, found.shares, found.loadings.T], axis=1)
        .rename_axis("component")
        .reset_index()
    )


def alpha(arguments: argparse.Namespace, study: Study) -> pd.DataFrame:
    del arguments
    framework = study.result.framework
    among = {node: framework.children(node) for node in framework.nodes if len(framework.children(node)) > 1}
    among |= {name: tuple(parts_of(study.competing, name).columns) for name in LEVELS}
    rows = {
        name: {"parts": len(parts), "alpha": dx.cronbach_alpha(study.competing, list(parts))}
        for name, parts in among.items()
        if len(parts) > 1
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("among").reset_index()


def availability(arguments: argparse.Namespace, study: Study) -> pd.DataFrame:
    del arguments
    framework, everyone = study.result.framework, study.figures.everyone
    shares = {"all_indicators": dx.availability(everyone, framework)}
    shares |= {node: dx.availability(everyone, framework, node) for node in framework.nodes}
    return with_ids(pd.DataFrame(shares).sort_index())


def validity(arguments: argparse.Namespace, study: Study) -> pd.DataFrame:
    background = study.figures.background
    if background is not None and arguments.criterion is None:
        criterion = np.log(background.countries()["gdp_per_capita"])
    else:
        columns = study.figures.panel
        if arguments.criterion not in columns or not pd.api.types.is_numeric_dtype(
            columns[arguments.criterion]
        ):
            raise InputError(
                f"--criterion '{arguments.criterion}' is no numeric column of the table, which has "
                f"{name_ids(columns.columns)}",
                ids=[arguments.criterion],
            )
        criterion = columns[arguments.criterion]
    return dx.validity(study.competing, criterion).summary.rename_axis("node").reset_index()


DESCRIPTIONS: Mapping[str, Callable[[argparse.Namespace, Study], pd.DataFrame]] = {
    "variance": variance,
    "correlations": correlations,
    "components": components,
    "alpha": alpha,
    "validity": validity,
    "availability": availability,
}


def describe_index(arguments: argparse.Namespace, figures: Figures) -> pd.DataFrame:
    """Return one analysis of the index as a table; which one, ``--table`` says."""
    study = make_study(arguments, figures)
    return DESCRIPTIONS[arguments.table](arguments, study)


def _among(arguments: argparse.Namespace) -> str | list[str]:
    return arguments.among.split(",") if "," in arguments.among else str(arguments.among)
