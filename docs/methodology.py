"""Write the tables of docs/methodology.md and docs/methodology.vi.md from the catalogue, the recipes and the frameworks.

Everything between ``<!-- table: ... -->`` and ``<!-- end of table -->`` is made here; the rest is written by hand, and
what it states in numbers is held by tests/docs/test_methodology.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pandas as pd

import data
import dxindex as dx
from data.catalog import load_catalogue
from data.recipes import load_recipes, load_yearly
from docs.index_tables import CONTEXT, OPEN, REFERENCE, VARIANTS, index, series, variants
from docs.markdown import fill, table
from docs.table_words import WORDS, heads, word
from dxindex.assumptions import Factor
from dxindex.build_ensemble import build_ensemble
from dxindex.i18n import MISSING, number, percent
from dxindex.words.assumptions import assumption_names, level_names
from dxindex.words.sources import origin_names

FOLDER = Path(__file__).parent
PAGES = {"en": FOLDER / "methodology.md", "vi": FOLDER / "methodology.vi.md"}


def near_misses(lang: str) -> str:
    """The economies that have all data of the panel rule and too few people."""
    rows = data.panel_near_misses().sort_values("population", ascending=False)
    return table(
        heads(lang, "economy", "population"),
        [
            (f"{row[f'name_{lang}']} ({iso3})", number(row["population"], lang, 0))
            for iso3, row in rows.iterrows()
        ],
    )


def editions(lang: str) -> str:
    """Which year the editions of the reference framework and its variants take, and how."""
    named = [key for key, row in data.editions().iterrows() if row["framework"] == REFERENCE]
    trees = [dx.load_framework(name) for name in (REFERENCE, *VARIANTS)]
    names = list(dict.fromkeys(name for tree in trees for name in tree.indicators))
    return _years_taken(named, names, lang)


def open_edition(lang: str) -> str:
    """Which years the edition of the open framework takes, and how."""
    named = [key for key, row in data.editions().iterrows() if row["framework"] == OPEN]
    return _years_taken(named, dx.load_framework(OPEN).indicators, lang)


def _years_taken(named: Iterable[str], names: Iterable[str], lang: str) -> str:
    known, vintages = data.load_indicators(), {edition: data.load_vintages(edition) for edition in named}
    rows = [
        (
            known.at[name, f"title_{lang}"],
            *(_told(rows[rows["indicator"] == name], lang) for rows in vintages.values()),
        )
        for name in names
    ]
    return table(heads(lang, "indicator", *vintages), together(rows))


def together(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield rows with the names in the first column joined where neighbours differ in nothing else.

    >>> list(together([("a", "2"), ("b", "2"), ("c", "3")]))
    [('a; b', '2'), ('c', '3')]
    """
    for rest, alike in groupby(rows, key=lambda row: row[1:]):
        yield "; ".join(row[0] for row in alike), *rest


def _told(rows: pd.DataFrame, lang: str) -> str:
    """Say of which years values are, and how they came in; with counts where that differs."""
    counts = rows.groupby(["year", "how"]).size().sort_index(ascending=False)
    parts = [
        f"{year}, {origin_names(lang)[how]}" + (f" ({count})" if len(counts) > 1 else "")
        for (year, how), count in counts.items()
    ]
    return "; ".join(parts) or MISSING


def yearly(lang: str) -> str:
    """The rule by which any year becomes an edition, for the series of its two frameworks and context."""
    rule, catalogue = load_yearly(), load_catalogue().indicators
    trees = [dx.load_framework(name) for name in (rule.framework, rule.richer)]
    used = dict.fromkeys(name for tree in trees for name in tree.indicators)
    series = dict.fromkeys(part for name in used for part in (catalogue[name].inputs or (name,)))
    series |= dict.fromkeys([*rule.interpolated, *CONTEXT])
    rows = []
    for name in series:
        longest = rule.interpolated.get(name)
        between = word(WORDS, "between", lang).format(n=_years(longest, lang)) if longest else MISSING
        rows.append((getattr(catalogue[name].title, lang), _years(rule.carried[name], lang), between))
    return table(heads(lang, "series", "carried", "interpolated"), together(rows))


def _years(count: int, lang: str) -> str:
    return word(WORDS, "year" if count == 1 else "years", lang).format(n=count)


def beyond(lang: str) -> str:
    """Values of the reference editions that lie beyond a goalpost and are held there."""
    tree, known = dx.load_framework(REFERENCE), data.load_indicators()
    rows = []
    for edition, recipe in load_recipes().items():
        if recipe.framework != REFERENCE:
            continue
        panel, names = data.load_panel(edition), data.load_countries(edition)[f"name_{lang}"]
        clipped = dx.fit_index(panel, tree).result(panel).clipped.stack()
        for iso3, name in clipped.index[clipped]:
            value, posts = panel.at[iso3, name], tree.indicator(name).goalposts
            post = min(posts, key=lambda post: abs(post - value))
            rows.append(
                (
                    edition,
                    names[iso3],
                    known.at[name, f"title_{lang}"],
                    number(value, lang),
                    number(post, lang, 1),
                )
            )
    return table(heads(lang, "edition", "economy", "indicator", "value", "goalpost"), rows)


def assumptions(lang: str) -> str:
    """What a run of the 2014 edition draws."""
    ensemble = build_ensemble(data.load_panel("2014"), dx.load_framework(REFERENCE))
    spread = percent(ensemble.weight_draws.spread if ensemble.weight_draws else 0.0, lang)
    rows = [
        (assumption_names(lang)[factor.name], f"`{factor.name}`", _drawn(factor, spread, lang))
        for factor in ensemble.factors
    ]
    return table(heads(lang, "assumption", "`assumptions=`", "alternatives"), rows)


def _drawn(factor: Factor, spread: str, lang: str) -> str:
    if not factor.acts:
        return word(WORDS, "no_errors", lang)
    if factor.name == "weights":
        return word(WORDS, "weights", lang).format(n=len(factor.columns), spread=spread)
    if factor.name == "leave_out":
        return word(WORDS, "leave_out", lang).format(n=sum(len(column) - 1 for column in factor.columns))
    if factor.name == "variant":
        known, reference = data.load_indicators(), dx.load_framework(REFERENCE)
        swapped = [
            known.at[name, f"title_{lang}"]
            for variant in factor.columns[0][1:]
            for name in dx.load_framework(variant).indicators
            if name not in reference.indicators
        ]
        return "; ".join([level_names(lang)["as declared"], *swapped])
    return "; ".join(level_names(lang)[level] for level in factor.columns[0])


TABLES: Mapping[str, Callable[[str], str]] = {
    "index": lambda lang: index(REFERENCE, lang),
    "series": series,
    "near-misses": near_misses,
    "editions": editions,
    "open": lambda lang: index(OPEN, lang),
    "open-edition": open_edition,
    "yearly": yearly,
    "beyond": beyond,
    "variants": variants,
    "assumptions": assumptions,
}
"""Name of a table to how it is made in a language; both documents have a place for each."""


def render(lang: str) -> str:
    """Return a page with its tables made anew."""
    text = PAGES[lang].read_text(encoding="utf-8")
    return fill(text, {name: make(lang) for name, make in TABLES.items()})


if __name__ == "__main__":
    for language, page in PAGES.items():
        page.write_text(render(language), encoding="utf-8")
