"""Where a unit stands, how firmly, and what its figures hide at first sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dxindex.charts import level_name
from dxindex.i18n import joined, number, percent, translator
from dxindex.statements import FIRM, Standing


def country_sentence(
    name: str, level: str | None, axes: Mapping[str, Standing], period: str, lang: str
) -> str:
    """Say where a unit stands: group, rank and score on each axis, with the edition.

    Parameters
    ----------
    name, period : str
        Of the unit and of the edition, in the language.
    level : str or None
        The unit's group; None where it is in none.
    axes : mapping
        Where it stands, by the axis's name.

    Examples
    --------
    >>> here = Standing(score=0.467, rank=73, total=132, coverage=0.5)
    >>> country_sentence("Vietnam", "transitioning", {"Digital adoption": here}, "2014", "en")
    '**Vietnam** is **transitioning** in the 2014 edition. Digital adoption: 73 of 132 (score 0.467, from 50% of the weight).'
    """
    _ = translator(lang)
    parts = []
    for axis, here in axes.items():
        if here.rank is None:
            parts.append(_("{axis}: not ranked, too few figures").format(axis=axis))
            continue
        text = _("{axis}: {rank} of {total} (score {score})")
        if here.coverage < 1:
            text = _("{axis}: {rank} of {total} (score {score}, from {share} of the weight)")
        parts.append(
            text.format(
                axis=axis,
                rank=here.rank,
                total=here.total,
                score=number(here.score, lang, 3),
                share=percent(here.coverage, lang),
            )
        )
    return _("**{country}** is **{group}** in the {edition} edition. {positions}.").format(
        country=name,
        group=level_name(level, lang).lower() if level else _("in no group"),
        edition=period,
        positions="; ".join(parts),
    )


def firmness(axes: Mapping[str, Standing], level: str | None, share: float, runs: int, lang: str) -> str:
    """Say between which ranks a unit stays when the method is varied, and in how many runs in its group.

    Parameters
    ----------
    axes : mapping
        Where it stands, by the axis's name; an axis without an interval is passed over.
    level : str or None
        The unit's group; None where it is in none.
    share : float
        Share of runs in which it falls into that group; not read where it is in none.
    runs : int
        Number of variations.

    Returns
    -------
    str
        Empty where there is no interval.

    Examples
    --------
    >>> here = Standing(score=0.467, rank=73, total=132, low=66, high=80)
    >>> print(firmness({"digital adoption": here}, "transitioning", 0.994, 10_000, "en"))
    When the method is varied 10,000 times, its rank stays within 66–80 on digital adoption in 90% of the runs. It is transitioning in 99% of them.
    """
    _ = translator(lang)
    spans = [
        _("{low}–{high} on {axis}").format(low=here.low, high=here.high, axis=axis)
        for axis, here in axes.items()
        if here.low is not None
    ]
    if not spans:
        return ""
    text = _(
        "When the method is varied {runs} times, its rank stays within {spans} in {level} of the runs."
    ).format(runs=number(runs, lang, 0), spans=joined(spans, lang), level=percent(FIRM, lang))
    if level is None:
        return text
    return f"{text} " + _("It is {group} in {share} of them.").format(
        group=level_name(level, lang).lower(), share=percent(share, lang)
    )


def country_facts(
    about: Mapping[str, Any], regions: Mapping[str, str], incomes: Mapping[str, str], lang: str
) -> str:
    """Name region, income group and population, each with the year it is of; what is not known is left out.

    Parameters
    ----------
    about : mapping
        ``region``, ``income_group``, ``income_year``, ``population`` (people; may be NaN), ``population_year``.
    regions, incomes : mapping
        Titles by code, in the language.

    Examples
    --------
    >>> row = {"region": "EAS", "income_group": "LMC", "income_year": 2014, "population": float("nan")}
    >>> country_facts(row, {"EAS": "East Asia"}, {"LMC": "Lower middle"}, "en")
    'East Asia · Lower middle (income of 2014)'
    """
    _ = translator(lang)
    known = [regions[about["region"]]] if about["region"] in regions else []
    if about["income_group"] in incomes:
        known.append(
            _("{group} (income of {year})").format(
                group=incomes[about["income_group"]], year=about["income_year"]
            )
        )
    if pd.notna(about["population"]):
        known.append(
            _("{n} million people ({year})").format(
                n=number(about["population"] / 1e6, lang, 1), year=about["population_year"]
            )
        )
    return " · ".join(known)


@dataclass(frozen=True)
class Noted:
    """A figure as the notes below a table know it: name, whether it is held at a goalpost, known, and how it came in."""

    title: str
    clipped: bool
    known: bool
    how: str


def figure_notes(figures: Iterable[Noted], lang: str) -> list[str]:
    """Say what a unit's figures hide at first sight: values held at a goalpost, stand-ins, gaps.

    >>> figure_notes([Noted("Schooling", True, True, "interpolated"), Noted("Rules", False, False, "")], "en")[:2]
    ['Beyond a goalpost and held there: Schooling.', 'No figure: Rules. What is there shares the weight.']
    """
    _ = translator(lang)
    figures = list(figures)
    notes = {
        _("Beyond a goalpost and held there: {names}."): [one for one in figures if one.clipped],
        _("No figure: {names}. What is there shares the weight."): [one for one in figures if not one.known],
        _("Interpolated between two years: {names}."): [one for one in figures if one.how == "interpolated"],
        _("Carried from an earlier year: {names}."): [one for one in figures if one.how == "carried"],
        _("Imputed, not measured: {names}."): [one for one in figures if one.how == "imputed"],
    }
    return [text.format(names=joined([one.title for one in hit], lang)) for text, hit in notes.items() if hit]
