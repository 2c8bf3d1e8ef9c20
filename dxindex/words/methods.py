"""How the index is made, in words and formulas; which units are ranked, and what it must not be used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxindex.aggregate import COVERAGE_FLOOR
from dxindex.groupings import N_INIT
from dxindex.i18n import joined, number, percent, translator
from dxindex.statements import FIRM

HANDBOOK = "[OECD/JRC, Handbook on Constructing Composite Indicators (2008)](https://doi.org/10.1787/9789264043466-en)"
_LLOYD = "[Lloyd (1982)](https://doi.org/10.1109/TIT.1982.1056489)"
_OWEN = "[Shapley (1953)](https://doi.org/10.1515/9781400881970-018), [Owen (1977)](https://doi.org/10.1007/978-3-642-45494-3_7)"
_ENSEMBLE = "[Saisana, Saltelli and Tarantola (2005)](https://doi.org/10.1111/j.1467-985X.2005.00350.x)"
_SOBOL = "[Saltelli et al. (2010)](https://doi.org/10.1016/j.cpc.2009.09.018), [Jansen (1999)](https://doi.org/10.1016/S0010-4655%2898%2900154-4)"


@dataclass(frozen=True)
class Formula:
    """One step of the calculation.

    Attributes
    ----------
    title, words
        What it does.
    latex, line
        The formula, for pages that typeset, and as one line of plain text for those that do not.
    source
        Where it is from, as Markdown links; empty where it needs none.
    """

    title: str
    words: str
    latex: str
    line: str
    source: str


def computing(n_groups: int, lang: str) -> tuple[Formula, ...]:
    """From a figure to a score, a rank, one of ``n_groups`` groups, and what each indicator has in it."""
    _ = translator(lang)
    return (
        Formula(
            _("Normalisation"),
            _(
                "Each value is placed between two fixed goalposts (where less is better, from the upper to the lower one) and kept "
                "within 0 and 1; a value beyond a goalpost is flagged. The goalposts are in the table above and do not move between editions."
            ),
            r"x'_{ui} = \min\!\left(1, \max\!\left(0, \frac{x_{ui} - g^{-}_i}{g^{+}_i - g^{-}_i}\right)\right)",
            "x′ = min(1, max(0, (x − g⁻) / (g⁺ − g⁻)))",
            _("{handbook}, step 5").format(handbook=HANDBOOK),
        ),
        Formula(
            _("Mean and coverage"),
            _(
                "A pillar is the weighted mean of its indicators, an axis that of its pillars, with equal weights. Where a figure is missing "
                "the rest share its weight; with less than {floor} of the weight observed there is no score."
            ).format(floor=percent(COVERAGE_FLOOR, lang)),
            r"s_{u,n} = \frac{\sum_{c \in n} w_c \, s_{u,c}}{\sum_{c \in n} w_c}",
            "s = Σ w · x′ / Σ w",
            _("{handbook}, step 6").format(handbook=HANDBOOK),
        ),
        Formula(
            _("Ranks"),
            _(
                "1 is best; ties share the best rank; who has no score has no rank. Only the countries of the panel are ranked, whatever is filtered."
            ),
            r"r_{u,n} = 1 + \left|\{v : s_{v,n} > s_{u,n}\}\right|",
            "r(u) = 1 + |{v : s(v) > s(u)}|",
            "",
        ),
        Formula(
            _("Groups"),
            _(
                "k-means makes {groups} groups on the two axes as they are: it puts each country with the nearest group centre so that the squared "
                "distances are least. The best of {starts} starts is taken, with a fixed seed. Groups are named by the mean of their centre's "
                "coordinates, from low to high. The number of groups is a convention after the report, and its thresholds are not public: "
                "the grouping is ours."
            ).format(groups=n_groups, starts=number(N_INIT, lang, 0)),
            r"\min_{m_1, \dots, m_k} \sum_u \min_j \left\lVert s_u - m_j \right\rVert^2",
            "min Σ ‖s(u) − m(u)‖²",
            _LLOYD,
        ),
        Formula(
            _("Contributions and gaps"),
            _(
                "What an indicator contributes to a score is its weight, after missing ones have been shared out, times its normalised value; the "
                "contributions add up to the score. The gap between two countries is the sum of the differences, indicator by "
                "indicator; where a figure is missing on one side, shares are averaged over all orders in which "
                "the indicators can be exchanged, so that they still add up. It is arithmetic, not an effect of policy."
            ),
            r"\begin{gathered} s_u = \sum_i w_i \, x'_{ui} \\ s_u - s_v = \sum_i \phi_i, \quad \phi_i = w_i \left(x'_{ui} - x'_{vi}\right) \end{gathered}",
            "s(u) − s(v) = Σ w · (x′(u) − x′(v))",
            _OWEN,
        ),
    )


def rank_intervals(lang: str) -> Formula:
    """How the interval of a rank is had from the runs."""
    _ = translator(lang)
    return Formula(
        _("Rank intervals"),
        _(
            "Of the ranks of a country in all runs, the interval leaves out the same share at either end: at least {level} of the runs lie within. "
            "Inside a run values are kept above zero, so that every kind of mean exists."
        ).format(level=percent(FIRM, lang)),
        r"\left[\, q_{(1-\ell)/2}(r_u),\; q_{(1+\ell)/2}(r_u) \,\right]",
        "[ q(5 %), q(95 %) ] of r(u)",
        f"{_ENSEMBLE}; " + _("{handbook}, step 7").format(handbook=HANDBOOK),
    )


def sureness(lang: str) -> tuple[Formula, ...]:
    """How intervals of ranks, shares of runs and the weight of each assumption are had."""
    _ = translator(lang)
    return (
        rank_intervals(lang),
        Formula(
            _("Who is ahead of whom"),
            _(
                "The share of runs in which one country ranks above another, of those in which both have a rank."
            ),
            r"P(u \succ v) = \frac{\left|\{d : r^{(d)}_u < r^{(d)}_v\}\right|}{\left|\{d : r^{(d)}_u, r^{(d)}_v \in \mathbb{N}\}\right|}",
            "P(u ≻ v) = |{d : r(u) < r(v)}| / |{d : r(u), r(v) ∈ ℕ}|",
            _ENSEMBLE,
        ),
        Formula(
            _("Which choice matters"),
            _(
                "Sobol indices share out the variance of a rank over runs among the choices: the first-order index is what a choice explains "
                "alone, the total-order index what it explains alone and together with the others."
            ),
            r"\begin{gathered} S_a = \frac{\operatorname{Var}\left(\operatorname{E}[r \mid a]\right)}{\operatorname{Var}(r)} \\ "
            r"S^T_a = \frac{\operatorname{E}\left[\operatorname{Var}(r \mid {\sim} a)\right]}{\operatorname{Var}(r)} \end{gathered}",
            "S = Var(E[r | a]) / Var(r);  Sᵀ = E[Var(r | ∼a)] / Var(r)",
            f"{_SOBOL}; {_ENSEMBLE}",
        ),
    )


def panel_rule(population_floor: float, near_misses: Mapping[str, float], lang: str) -> str:
    """Say which countries are ranked, and who just misses; ``near_misses`` are numbers of people by name."""
    _ = translator(lang)
    names = [f"{name} ({number(people, lang, 0)})" for name, people in near_misses.items()]
    return _(
        "Our rule: economies with a full Digital Adoption Index for 2014, a starting-a-business score, years of schooling and all six "
        "governance scores, and at least {floor} people in 2014. The report's own list is not public. "
        "Just below the population line: {names}."
    ).format(floor=number(population_floor, lang, 0), names=joined(names, lang))


def limits(lang: str) -> list[str]:
    """Say what the index is not."""
    _ = translator(lang)
    return [
        _(
            "Not the report's own table: the index was released again with new sources, and the report's list and thresholds are not public."
        ),
        _("Not a measure of the present: the newest Digital Adoption Index is of 2016."),
        _("Not a cause: a higher score on one axis does not produce one on the other."),
        _("Not a verdict: ranks a few places apart are not different."),
    ]


def misuses(lang: str) -> list[str]:
    """Say what it must not be used for."""
    _ = translator(lang)
    return [
        _("To give or withhold money, loans or aid by rank or group."),
        _(
            "To say that a policy worked or failed: the figures show where countries stand, not why they moved."
        ),
        _("To name a winner between two countries whose rank intervals overlap widely."),
        _(
            "To read a change of rank between editions as progress or decline: governance scores and the government part of adoption are relative positions."
        ),
        _("To describe today: the figures are of the years that are named beside them."),
    ]
