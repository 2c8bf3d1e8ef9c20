"""Plain sentences that the figures support, with a caution where a claim does not survive the uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

from dxindex.i18n import MISSING, number, percent, translator

FIRM = 0.90
"""Share of runs from which a claim may be made plainly: that of the rank intervals shown beside it."""

CLOSE_RANKS = 10
"""Width of a rank interval, in ranks, from which a rank should not be quoted without it."""


@dataclass(frozen=True)
class Statement:
    """A sentence to quote, and what to beware of when quoting it.

    Attributes
    ----------
    text : str
        The sentence, in the language that was asked for.
    caution : str
        What to beware of; empty where there is nothing.
    """

    text: str
    caution: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a unit stands on one node.

    Attributes
    ----------
    score : float
        On 0-1.
    rank : int or None
        None where there is no score.
    total : int
        How many units are ranked.
    low, high : int or None
        The interval of the rank; None where there is no score, or no interval was computed.
    coverage : float
        Share of the weight that is observed.

    Examples
    --------
    >>> Standing(score=0.467, rank=73, total=132).coverage
    1.0
    """

    score: float
    rank: int | None
    total: int
    low: int | None = None
    high: int | None = None
    coverage: float = 1.0


def state_rank(
    name: str, node: str, standing: Standing, *, period: str, source: str, runs: int, lang: str = "en"
) -> Statement:
    """Say at which rank a unit stands, with the interval of that rank.

    Parameters
    ----------
    name, node : str
        The unit's and the node's display names, in the language.
    standing : Standing
        Score, rank and interval.
    period, source : str
        The edition, and the databases the score is from.
    runs : int
        Number of runs behind the interval; 0 where there is none.
    lang : str
        Language of the sentence; its numbers are written as that language writes them.

    Returns
    -------
    Statement
        With a caution where the interval spans more than :data:`CLOSE_RANKS` ranks. Where there is no rank, the
        sentence says so, without a caution.

    Raises
    ------
    ValueError
        If there is no catalogue for the language; the message names those that there are.

    Examples
    --------
    >>> here = Standing(score=0.467, rank=73, total=132, low=66, high=80)
    >>> said = state_rank("Vietnam", "digital adoption", here, period="2014", source="DAI 2014", runs=10_000)
    >>> said.text  # doctest: +NORMALIZE_WHITESPACE
    'Vietnam ranks 73 of 132 on digital adoption (2014; score 0.467 on 0–1). Over 10,000 variations of the
    method, its rank stays between 66 and 80 in 90% of runs. Source: DAI 2014; ranks: our calculation.'
    >>> said.caution
    'The rank alone says too much: quote it with its interval, 66 to 80.'
    """
    _ = translator(lang)
    if standing.rank is None:
        text = _("{name} is not ranked on {node} ({period}): too few figures. Source: {source}.")
        return Statement(text.format(name=name, node=node, period=period, source=source))
    fields = {
        "name": name,
        "node": node,
        "period": period,
        "source": source,
        "rank": standing.rank,
        "total": standing.total,
        "score": number(standing.score, lang, 3),
    }
    text = _("{name} ranks {rank} of {total} on {node} ({period}; score {score} on 0–1).").format(**fields)
    caution = ""
    if standing.low is not None and standing.high is not None:
        text += " " + _(
            "Over {runs} variations of the method, its rank stays between {low} and {high} in {level} of runs."
        ).format(runs=number(runs, lang, 0), low=standing.low, high=standing.high, level=percent(FIRM, lang))
        if standing.high - standing.low > CLOSE_RANKS:
            caution = _("The rank alone says too much: quote it with its interval, {low} to {high}.").format(
                low=standing.low, high=standing.high
            )
    text += " " + _("Source: {source}; ranks: our calculation.").format(source=source)
    return Statement(text, caution)


def state_ahead(
    name: str,
    other: str,
    node: str,
    ahead: float,
    behind: float,
    *,
    period: str,
    source: str,
    runs: int,
    lang: str = "en",
) -> Statement:
    """Say whether one unit is ahead of another, or that this cannot be said.

    Parameters
    ----------
    name, other, node : str
        Display names of the two units and of the node, in the language.
    ahead, behind : float
        Shares of runs in which ``name`` outranks ``other``, and the reverse; ties count for neither.
        NaN where that is not known.
    period, source : str
        The edition, and the databases the scores are from.
    runs : int
        Number of runs behind the shares.
    lang : str
        Language of the sentence; its numbers are written as that language writes them.

    Returns
    -------
    Statement
        Plain from a share of :data:`FIRM`; below it with the caution not to say "ahead"; where ``other``
        is firmly ahead, the sentence is turned round. Where ``ahead`` is NaN, it says that the two cannot be compared.

    Raises
    ------
    ValueError
        If there is no catalogue for the language; the message names those that there are.

    Examples
    --------
    >>> said = state_ahead("Vietnam", "Thailand", "enabling factors", 0.58, 0.42, period="2014", source="WGI", runs=100)
    >>> said.caution
    'Ahead of Thailand in 58% of runs: do not say “ahead”.'
    """
    _ = translator(lang)
    if ahead != ahead:  # NaN is the one value that differs from itself
        text = _(
            "{name} and {other} cannot be compared on {node} ({period}): one of them has too few figures."
        )
        return Statement(text.format(name=name, other=other, node=node, period=period))
    if behind >= FIRM:
        name, other, ahead = other, name, behind
    fields = {
        "name": name,
        "other": other,
        "node": node,
        "period": period,
        "source": source,
        "runs": number(runs, lang, 0),
        "share": percent(ahead, lang),
    }
    if ahead >= FIRM:
        text = _(
            "{name} is ahead of {other} on {node} ({period}): in {share} of {runs} variations of the method. "
            "Source: {source}; ranks: our calculation."
        )
        return Statement(text.format(**fields))
    text = _(
        "{name} and {other} cannot be told apart on {node} ({period}): {name} is ahead in {share} of {runs} "
        "variations of the method. Source: {source}; ranks: our calculation."
    )
    caution = _("Ahead of {other} in {share} of runs: do not say “ahead”.")
    return Statement(text.format(**fields), caution.format(**fields))


def state_group(
    name: str,
    group: str | None,
    share: float | None,
    *,
    period: str,
    source: str,
    runs: int,
    lang: str = "en",
) -> Statement:
    """Say which group a unit is in, and how firmly.

    Parameters
    ----------
    name : str
        The unit's display name, in the language.
    group : str or None
        Display name of the group, None where the unit is in none.
    share : float or None
        Share of runs in which the unit falls into that group; None, where it is not known, is shown as a dash.
    period, source : str
        The edition, and the databases the figures are from.
    runs : int
        Number of runs behind the share.
    lang : str
        Language of the sentence; its numbers are written as that language writes them.

    Returns
    -------
    Statement
        With a caution where the share is below :data:`FIRM`. Where there is no group, the sentence says so, without
        a caution.

    Raises
    ------
    ValueError
        If there is no catalogue for the language; the message names those that there are.

    Examples
    --------
    >>> said = state_group("Vietnam", "transitioning", 0.71, period="2014", source="DAI", runs=100)
    >>> said.caution
    'Vietnam is in this group in 71% of runs only: call it a borderline case.'
    """
    _ = translator(lang)
    if group is None:
        text = _("{name} is in no group ({period}): too few figures. Source: {source}.")
        return Statement(text.format(name=name, period=period, source=source))
    fields = {
        "name": name,
        "group": group,
        "period": period,
        "source": source,
        "runs": number(runs, lang, 0),
        "share": percent(share, lang) if share is not None else MISSING,
    }
    text = _(
        "{name} is {group} ({period}), in {share} of {runs} variations of the method. "
        "Source: {source}; groups: our classification, in the vocabulary of WDR 2016."
    )
    caution = ""
    if share is not None and share < FIRM:
        caution = _("{name} is in this group in {share} of runs only: call it a borderline case.")
    return Statement(text.format(**fields), caution.format(**fields))
