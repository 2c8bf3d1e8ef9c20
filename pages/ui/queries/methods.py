"""What Data & methods tells: the formulas as the engine has them, the panel, the state of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

import data
from data.panel_rule import PANEL_POPULATION_FLOOR
from dxindex import charts, i18n
from dxindex.aggregate import COVERAGE_FLOOR
from dxindex.groupings import N_INIT
from pages.ui.queries import bases, certainty, codes, scores
from pages.ui.queries.memory import remembered

HANDBOOK = "[OECD/JRC, Handbook on Constructing Composite Indicators (2008)](https://doi.org/10.1787/9789264043466-en)"
_LLOYD = "[Lloyd (1982)](https://doi.org/10.1109/TIT.1982.1056489)"
_OWEN = "[Shapley (1953)](https://doi.org/10.1515/9781400881970-018), [Owen (1977)](https://doi.org/10.1007/978-3-642-45494-3_7)"
_ENSEMBLE = "[Saisana, Saltelli and Tarantola (2005)](https://doi.org/10.1111/j.1467-985X.2005.00350.x)"
_SOBOL = "[Saltelli et al. (2010)](https://doi.org/10.1016/j.cpc.2009.09.018), [Jansen (1999)](https://doi.org/10.1016/S0010-4655(98)00154-4)"


@dataclass(frozen=True)
class Formula:
    """One step of the calculation: what it does in words, as a formula, and where it is from."""

    title: str
    words: str
    latex: str
    source: str


def computing(lang: str) -> tuple[Formula, ...]:
    """From a figure to a score, a rank and a group."""
    _ = i18n.translator(lang)
    return (
        Formula(
            _("Normalisation"),
            _(
                "Each value is placed between two fixed goalposts (where less is better, from the upper to the lower one) and kept "
                "within 0 and 1; a value beyond a goalpost is flagged. The goalposts are in the table above and do not move between editions."
            ),
            r"x'_{ui} = \min\!\left(1, \max\!\left(0, \frac{x_{ui} - g^{-}_i}{g^{+}_i - g^{-}_i}\right)\right)",
            _("{handbook}, step 5").format(handbook=HANDBOOK),
        ),
        Formula(
            _("Mean and coverage"),
            _(
                "A pillar is the weighted mean of its indicators, an axis that of its pillars, with equal weights. Where a figure is missing "
                "the rest share its weight; with less than {floor} of the weight observed there is no score."
            ).format(floor=i18n.percent(COVERAGE_FLOOR, lang)),
            r"s_{u,n} = \frac{\sum_{c \in n} w_c \, s_{u,c}}{\sum_{c \in n} w_c}",
            _("{handbook}, step 6").format(handbook=HANDBOOK),
        ),
        Formula(
            _("Ranks"),
            _(
                "1 is best; ties share the best rank; who has no score has no rank. Only the countries of the panel are ranked, whatever is filtered."
            ),
            r"r_{u,n} = 1 + \left|\{v : s_{v,n} > s_{u,n}\}\right|",
            "",
        ),
        Formula(
            _("Groups"),
            _(
                "k-means makes {groups} groups on the two axes as they are: it puts each country with the nearest group centre so that the squared "
                "distances are least. The best of {starts} starts is taken, with a fixed seed. Groups are named by the mean of their centre's "
                "coordinates, from low to high. The number of groups is a convention after the report, and its thresholds are not public: "
                "the grouping is ours."
            ).format(groups=scores.GROUPS, starts=i18n.number(N_INIT, lang, 0)),
            r"\min_{m_1, \dots, m_k} \sum_u \min_j \left\lVert s_u - m_j \right\rVert^2",
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
            _OWEN,
        ),
    )


def sureness(lang: str) -> tuple[Formula, ...]:
    """How intervals of ranks, shares of runs and the weight of each assumption are had."""
    _ = i18n.translator(lang)
    return (
        Formula(
            _("Rank intervals"),
            _(
                "Of the ranks of a country in all runs, the interval leaves out the same share at either end: at least {level} of the runs lie within. "
                "Inside a run values are kept above zero, so that every kind of mean exists."
            ).format(level=i18n.percent(certainty.LEVEL, lang)),
            r"\left[\, q_{(1-\ell)/2}(r_u),\; q_{(1+\ell)/2}(r_u) \,\right]",
            f"{_ENSEMBLE}; " + _("{handbook}, step 7").format(handbook=HANDBOOK),
        ),
        Formula(
            _("Who is ahead of whom"),
            _(
                "The share of runs in which one country ranks above another, of those in which both have a rank."
            ),
            r"P(u \succ v) = \frac{\left|\{d : r^{(d)}_u < r^{(d)}_v\}\right|}{\left|\{d : r^{(d)}_u, r^{(d)}_v \in \mathbb{N}\}\right|}",
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
            f"{_SOBOL}; {_ENSEMBLE}",
        ),
    )


def population_floor(lang: str) -> str:
    return i18n.number(PANEL_POPULATION_FLOOR, lang, 0)


@remembered(16)
def panel_list(edition: str, lang: str) -> pd.DataFrame:
    """The countries of the panel by name, with group, region, income group and people as of an edition."""
    table = codes.countries(edition).loc[list(codes.panel_codes_by_name(edition, lang))]
    labels = scores.groups(edition).labels.reindex(table.index)
    return pd.DataFrame(
        {
            "country": table[f"name_{lang}"],
            "code": table.index,
            "group": [charts.level_name(label, lang) for label in labels],
            "region": table["region"].map(codes.region_titles(lang)),
            "income": table["income_group"].map(codes.income_titles(lang)).fillna(i18n.MISSING),
            "population": table["population"],
        }
    )


@dataclass(frozen=True)
class Holdings:
    """How much the snapshot holds."""

    observations: str
    series: str
    economies: str
    newest: str


@remembered(8)
def holdings(edition: str, lang: str) -> Holdings:
    table = bases.of(edition).sources
    catalogue = codes.indicators(edition)
    return Holdings(
        observations=i18n.number(int(catalogue["values"].sum()), lang, 0),
        series=i18n.number(int(catalogue["values"].gt(0).sum()), lang, 0),
        economies=i18n.number(len(codes.countries(edition)), lang, 0),
        newest=str(table["vintage"].max()),
    )


@remembered(8)
def snapshot_state(edition: str, lang: str) -> pd.DataFrame:
    """Every source with its vintage, and the newest year, series, economies and values that the snapshot has of it."""
    table = bases.of(edition).sources
    table = table[table["role"] != "derived"]
    return pd.DataFrame(
        {
            "source": table[f"title_{lang}"],
            "vintage": table["vintage"],
            "newest": table["last_year"],
            "series": table["series"],
            "economies": table["economies"],
            "values": table["values"],
            "publisher": table[f"publisher_{lang}"],
            "obtained": table["obtained"],
        }
    )


@remembered(4)
def snapshot_files(edition: str) -> pd.DataFrame:
    """The snapshot's files, read afresh and found to be as recorded: rows, bytes and SHA-256."""
    return data.verify(bases.of(edition).folder).reset_index()
