"""Groups made otherwise: by another method, number, features, scaling or seed, and what that changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

import dxindex as dx
from dxindex import charts, i18n
from dxindex.agreement import adjusted_rand
from dxindex.stability import BORDERLINE_SHARE
from dxindex.statements import Statement
from pages.ui.queries import certainty, choices, codes, provenance, scores, sentences, tables
from pages.ui.queries.figure import KEPT, Figure, drawing, finished

if TYPE_CHECKING:
    from dxindex.classify import GroupCounts, Groups
    from dxindex.comparison import MethodComparison
    from dxindex.stability import Stability

RESAMPLES = 500
FEWER_RESAMPLES = {"gaussian_mixture": 60}
"""Methods that need some 50 ms a resample get fewer: a visitor waits seconds, not a minute."""


@dataclass(frozen=True)
class Way:
    """One way of making the groups."""

    edition: str
    method: str
    n_groups: int
    features: str
    scaled: bool
    seed: int

    @property
    def options(self) -> dict[str, object]:
        """What :func:`dxindex.classify` takes, but for the number of groups."""
        return {
            "method": self.method,
            "features": self.features,
            "scaled": self.scaled,
            "random_state": self.seed,
        }

    @property
    def default(self) -> Way:
        """The default way on the same edition."""
        return Way(self.edition, "kmeans", scores.GROUPS, "axes", False, scores.SEED)

    @property
    def resamples(self) -> int:
        """How many resamples its stability is tested with."""
        return FEWER_RESAMPLES.get(self.method, RESAMPLES)


@st.cache_resource(max_entries=128, show_spinner=False)
def groups(way: Way) -> Groups:
    """The groups made this way."""
    return dx.classify(scores.result(way.edition), n_groups=way.n_groups, **way.options)


@st.cache_resource(max_entries=64, show_spinner=False)
def counts(way: Way) -> GroupCounts:
    """How well more and fewer groups part the countries, by the same method; ``n_groups`` plays no role."""
    return dx.diagnose_group_counts(scores.result(way.edition), **way.options)


@st.cache_resource(max_entries=32, show_spinner=False)
def stability(way: Way) -> Stability:
    """How stable they are over resamples of the countries."""
    return dx.stability(scores.result(way.edition), n=way.resamples, n_groups=way.n_groups, **way.options)


@st.cache_resource(max_entries=32, show_spinner=False)
def methods(way: Way) -> MethodComparison:
    """All methods with everything else as chosen; the method chosen is the reference."""
    others = [method for method in choices.methods() if method != way.method]
    return dx.compare_methods(
        scores.result(way.edition),
        methods=[way.method, *others],
        features=[way.features],
        scaled=[way.scaled],
        n_groups=way.n_groups,
        random_state=way.seed,
    )


# The map of the groups


def way_name(way: Way, lang: str) -> str:
    """Say in a few words how the groups are made."""
    _ = i18n.translator(lang)
    features = {"axes": _("on the two axes"), "pillars": _("on the six pillars")}[way.features]
    scaled = ", " + _("scaled") if way.scaled else ""
    return (
        _("{method}, {n} groups, {features}").format(
            method=choices.method_names(lang)[way.method], n=way.n_groups, features=features
        )
        + scaled
    )


@drawing
def scatter(
    way: Way,
    highlight: tuple[str, ...],
    shown: frozenset[str],
    country: str,
    lang: str,
    surface: str,
) -> Figure:
    """All countries on the two axes, in the groups as chosen."""
    _ = i18n.translator(lang)
    edition, found = way.edition, groups(way)
    axes = list(scores.framework(edition).axis_ids)
    # Groups made of pillars have their centres among pillars: on the axes they are the means of their members.
    centres = scores.result(edition).scores[axes].groupby(found.labels).mean().reindex(list(found.levels))
    chart = charts.two_axis(
        scores.result(edition),
        replace(found, centroids=centres),
        highlight=highlight,
        names=codes.country_names(lang),
        shown=shown,
        period=codes.edition_titles(lang)[edition],
        sources={axis: provenance.databases_of(edition, axis, lang) for axis in axes},
        lang=lang,
        colours=charts.palette(surface),
    )
    table = tables.axes_table(edition, lang, shown)
    labels = found.labels.reindex(table.index)
    return Figure(
        name=f"groups-{way.method}-{way.n_groups}-{way.features}{'-scaled' if way.scaled else ''}-{edition}",
        title=_("Groups: {way}").format(way=way_name(way, lang)),
        spec=finished(chart),
        alt=move_sentence(way, lang),
        table=table.assign(**{_("Group"): [charts.level_name(label, lang) for label in labels]}),
        unit=_("Score 0–1, higher is better"),
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: statements(way, country, language),
    )


def statements(way: Way, country: str, lang: str) -> list[Statement]:
    """State the group of a country by the way chosen, with a caution where the default has another."""
    _ = i18n.translator(lang)
    name, period = codes.country_names(lang)[country], codes.edition_titles(lang)[way.edition]
    label, usual = groups(way).labels.get(country), groups(way.default).labels.get(country)
    if not isinstance(label, str) or not isinstance(usual, str):
        return [sentences.group_statement(way.edition, country, lang)]
    text = _(
        "{name} is in the group “{group}” ({period}) when {n} groups are made: {command}. "
        "Source: {source}; groups: our classification."
    ).format(
        name=name,
        group=charts.level_name(label, lang),
        period=period,
        n=way.n_groups,
        command=command(way),
        source=provenance.source_line(way.edition, lang),
    )
    caution = ""
    if way.n_groups == way.default.n_groups and label != usual:
        caution = _("By the default method it is {group}: say how these groups are made.").format(
            group=charts.level_name(usual, lang).lower()
        )
    elif way.n_groups != way.default.n_groups:
        caution = _("These levels are not the three groups of WDR 2016's vocabulary.")
    return [Statement(text, caution)]


# Against the default


def agreement_with_default(way: Way) -> float:
    """The adjusted Rand index of the groups and the default ones, over the countries that have both."""
    both = _beside_default(way)
    usual, own = (pd.factorize(both[column])[0][np.newaxis] for column in ("usual", "chosen"))
    return float(adjusted_rand(usual, own)[0, 0])


def _beside_default(way: Way) -> pd.DataFrame:
    return pd.DataFrame({"usual": groups(way.default).labels, "chosen": groups(way).labels}).dropna()


@lru_cache(maxsize=KEPT)
def movers(way: Way, lang: str) -> pd.DataFrame:
    """Countries in another group than by default, index iso3; only for as many groups as by default."""
    _ = i18n.translator(lang)
    both = _beside_default(way)
    both = both[both["usual"] != both["chosen"]]
    names = codes.country_names(lang)
    table = pd.DataFrame(
        {
            _("Country"): [names[code] for code in both.index],
            _("By default"): [charts.level_name(level, lang) for level in both["usual"]],
            _("By these choices"): [charts.level_name(level, lang) for level in both["chosen"]],
        },
        index=both.index,
    )
    return table.sort_values(_("Country"))


@lru_cache(maxsize=KEPT)
def cross_table(way: Way, lang: str) -> pd.DataFrame:
    """How many countries of each default group are in each group as chosen."""
    _ = i18n.translator(lang)
    both = _beside_default(way)
    table = pd.crosstab(both["usual"], both["chosen"]).reindex(
        index=list(groups(way.default).levels), columns=list(groups(way).levels), fill_value=0
    )
    table.columns = pd.Index([charts.level_name(level, lang) for level in table.columns])
    table.insert(0, _("By default"), [charts.level_name(level, lang) for level in table.index])
    return table


@lru_cache(maxsize=KEPT)
def move_sentence(way: Way, lang: str) -> str:
    """Say how large the groups are, and how many countries change group against the default."""
    _ = i18n.translator(lang)
    found = groups(way)
    sizes = i18n.joined(
        [
            f"{charts.level_name(level, lang).lower()}: {size}"
            for level, size in found.diagnostics.sizes.items()
        ],
        lang,
    )
    fields = {
        "edition": codes.edition_titles(lang)[way.edition],
        "sizes": sizes,
        "index": i18n.number(agreement_with_default(way), lang, 2),
    }
    if way == way.default:
        return _("These are the default groups ({edition}): {sizes}.").format(**fields)
    if way.n_groups != way.default.n_groups:
        return _(
            "Groups ({edition}): {sizes}. Agreement with the three default groups (adjusted Rand index, 1 is the same): {index}."
        ).format(**fields)
    n = len(movers(way, lang))
    if not n:
        return _("Groups ({edition}): {sizes}. Nobody is in another group than by default.").format(**fields)
    return _(
        "Groups ({edition}): {sizes}. Countries in another group than by default: {n} of {total}; agreement (adjusted Rand index, 1 is the same): {index}."
    ).format(**fields, n=n, total=len(_beside_default(way)))


# How well they are separated


@drawing
def separation(way: Way, lang: str, surface: str) -> Figure:
    """Three criteria over the number of groups."""
    _ = i18n.translator(lang)
    found, edition = counts(way), way.edition
    best = {str(name): int(k) for name, k in found.best.items()}
    chart = charts.group_counts(
        found.table, best, chosen=way.n_groups, lang=lang, colours=charts.palette(surface)
    )
    table = found.table
    return Figure(
        name=f"separation-{way.method}-{way.features}-{edition}",
        title=_("How well do groups separate, by their number?"),
        spec=finished(chart),
        alt=separation_sentence(way, lang),
        table=pd.DataFrame(
            {
                _("Number of groups"): list(table.index),
                _("Silhouette"): [i18n.number(value, lang, 3) for value in table["silhouette"]],
                _("Calinski-Harabasz"): [i18n.number(value, lang, 1) for value in table["calinski_harabasz"]],
                _("Davies-Bouldin"): [i18n.number(value, lang, 3) for value in table["davies_bouldin"]],
                _("Sizes, lowest group first"): [", ".join(map(str, sizes)) for sizes in table["sizes"]],
            }
        ),
        unit=_("Criteria without unit"),
        period=codes.edition_titles(lang)[edition],
        source=provenance.source_line(edition, lang),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(separation_sentence(way, language))],
    )


@lru_cache(maxsize=KEPT)
def separation_sentence(way: Way, lang: str) -> str:
    """Say which number of groups the criteria favour, and what the groups are."""
    _ = i18n.translator(lang)
    found = counts(way)
    best, silhouettes = found.best, found.table["silhouette"]
    k = int(best["silhouette"])
    fields = {
        "k": k,
        "silhouette": i18n.number(silhouettes[k], lang, 2),
        "n": way.n_groups,
        "own": i18n.number(silhouettes[way.n_groups], lang, 2),
        "ch": int(best["calinski_harabasz"]),
        "db": int(best["davies_bouldin"]),
        "correlation": i18n.number(found.correlation, lang, 2),
        "edition": codes.edition_titles(lang)[way.edition],
    }
    text = _(
        "The silhouette favours {k} groups ({silhouette}) over {n} ({own}); Calinski-Harabasz favours {ch}, Davies-Bouldin {db} ({edition})."
    )
    if k == way.n_groups:
        text = _(
            "The silhouette favours {k} groups ({silhouette}), as chosen; Calinski-Harabasz favours {ch}, Davies-Bouldin {db} ({edition})."
        )
    return (
        text
        + " "
        + _(
            "The features correlate at {correlation} on average: groups are bands along one gradient, and three of them are a convention."
        )
    ).format(**fields)


@lru_cache(maxsize=KEPT)
def diagnostics(way: Way, lang: str) -> tuple[tuple[str, str, str], ...]:
    """Name, value and meaning of what says how well the groups as chosen are separated."""
    _ = i18n.translator(lang)
    found = groups(way).diagnostics
    return (
        (_("Silhouette"), i18n.number(found.silhouette, lang, 3), _("−1 to 1, higher is better")),
        (
            _("Calinski-Harabasz"),
            i18n.number(found.calinski_harabasz, lang, 1),
            _("0 or more, higher is better"),
        ),
        (_("Davies-Bouldin"), i18n.number(found.davies_bouldin, lang, 3), _("0 or more, lower is better")),
        (
            _("Sizes"),
            " · ".join(str(size) for size in found.sizes.values()),
            _("countries per group, lowest group first"),
        ),
    )


# Stability


@lru_cache(maxsize=KEPT)
def borderline(way: Way, lang: str) -> pd.DataFrame:
    """Countries that their group keeps in too few resamples: least kept first."""
    _ = i18n.translator(lang)
    table, names = stability(way).borderline, codes.country_names(lang)
    return pd.DataFrame(
        {
            _("Country"): [names[code] for code in table.index],
            _("Group"): [charts.level_name(level, lang) for level in table["group"]],
            _("Stays in"): [i18n.percent(share, lang) for share in table["share"]],
            _("Otherwise mostly"): [charts.level_name(level, lang) for level in table["other"]],
            _("Share elsewhere"): [i18n.percent(share, lang) for share in table["other_share"]],
        },
        index=table.index,
    )


def stability_sentence(way: Way, lang: str) -> str:
    """Say how far groups made on resamples agree with those of all countries, and how many are borderline."""
    _ = i18n.translator(lang)
    found = stability(way)
    low, high = found.adjusted_rand_interval(certainty.LEVEL)
    return _(
        "Over {n} resamples of the countries the groups agree with these by an adjusted Rand index of {middle} ({level} between {low} and {high}; 1 is the same). "
        "Borderline, kept by their group in less than {share} of resamples: {count} of {total} countries."
    ).format(
        n=way.resamples,
        level=i18n.percent(certainty.LEVEL, lang),
        share=i18n.percent(BORDERLINE_SHARE, lang),
        middle=i18n.number(float(found.adjusted_rand.median()), lang, 2),
        low=i18n.number(low, lang, 2),
        high=i18n.number(high, lang, 2),
        count=len(found.borderline),
        total=len(found.shares.dropna()),
    )


# Methods against one another


@drawing
def method_agreement(way: Way, lang: str, surface: str) -> Figure:
    """How far all methods agree with one another, all else as chosen."""
    _ = i18n.translator(lang)
    found, titles = methods(way), choices.method_names(lang)
    labels = [titles[str(method)] for method in found.choices["method"]]
    chart = charts.agreement(
        found.adjusted_rand, labels, chosen=0, lang=lang, colours=charts.palette(surface)
    )
    table = found.adjusted_rand.round(3)
    table.columns = pd.Index(labels)
    table.insert(0, _("Method"), labels)
    return Figure(
        name=f"method-agreement-{way.n_groups}-{way.features}-{way.edition}",
        title=_("How far do the methods agree?"),
        spec=finished(chart),
        alt=method_sentence(way, lang),
        table=table,
        unit=_("Adjusted Rand index, 1 is the same grouping"),
        period=codes.edition_titles(lang)[way.edition],
        source=provenance.source_line(way.edition, lang),
        lang=lang,
        surface=surface,
    )


def method_sentence(way: Way, lang: str) -> str:
    """Say which two methods agree most, and which least."""
    _ = i18n.translator(lang)
    found, titles = methods(way), choices.method_names(lang)
    labels = [titles[str(method)] for method in found.choices["method"]]
    matrix = found.adjusted_rand.to_numpy()
    pairs = {(one, other): float(matrix[one, other]) for one in range(len(labels)) for other in range(one)}
    if not pairs:
        return _("Only one method can make these groups.")
    most, least = max(pairs, key=pairs.__getitem__), min(pairs, key=pairs.__getitem__)
    return _(
        "Of the methods, {a} and {b} agree most (adjusted Rand index {most}), {c} and {d} least ({least}), {edition}."
    ).format(
        a=labels[most[0]],
        b=labels[most[1]],
        c=labels[least[0]],
        d=labels[least[1]],
        most=i18n.number(pairs[most], lang, 2),
        least=i18n.number(pairs[least], lang, 2),
        edition=codes.edition_titles(lang)[way.edition],
    )


# Again, elsewhere


def command(way: Way) -> str:
    """The command line that makes these groups again."""
    return " ".join(
        [
            "python -m dxindex classify",
            f"--edition {way.edition}",
            f"--method {way.method}",
            f"--groups {way.n_groups}",
            f"--features {way.features}",
            *(["--scaled"] if way.scaled else []),
            f"--seed {way.seed}",
        ]
    )


def lines_of_python(way: Way) -> str:
    """The same in Python."""
    framework = scores.framework(way.edition).id
    return "\n".join(
        [
            "import data",
            "import dxindex as dx",
            "",
            f'panel = data.load_panel("{way.edition}")',
            f'result = dx.CompositeIndex(dx.load_framework("{framework}")).fit(panel).result(panel)',
            "groups = dx.classify(",
            "    result,",
            f'    method="{way.method}",',
            f"    n_groups={way.n_groups},",
            f'    features="{way.features}",',
            f"    scaled={way.scaled},",
            f"    random_state={way.seed},",
            ")",
            "groups.labels",
        ]
    )
