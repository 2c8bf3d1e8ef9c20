"""Which editions there are: those with a name, and one per year by rule."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from data.editions import yearly_recipes
from data.fields import LANGUAGES
from data.recipes import Edition, load_recipes
from data.store import open_store

COLUMNS = [
    *("edition", *(f"title_{language}" for language in LANGUAGES), "status", "framework", "year"),
    *(f"notes_{language}" for language in LANGUAGES),
]


def editions() -> pd.DataFrame:
    """List the named editions.

    Returns:
        Index edition (id), in order; columns title_en, title_vi, status ("reference" or "experimental"),
        framework (the id of the framework made for it), year (int), notes_en, notes_vi.

    >>> editions()["status"].to_dict()
    {'2014': 'reference', '2016': 'reference', '2019': 'experimental'}
    """
    return _list_editions(load_recipes().values())


def yearly_editions(*, folder: str | Path | None = None) -> pd.DataFrame:
    """List the editions that the rule for any year makes: one per year in which a series of it was observed.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        As for `editions()`, oldest first. That a year is listed says nothing of how much of it there is: a series
        of that year is missing where it has no value that may stand in.

    Raises:
        SnapshotError: the snapshot is missing or damaged.

    >>> yearly_editions().loc["open-2012", ["title_en", "framework"]].tolist()
    ['2012 (open series, experimental)', 'open']
    """
    return _list_editions(yearly_recipes(open_store(folder)).values())


def _list_editions(recipes: Iterable[Edition]) -> pd.DataFrame:
    rows = [
        {
            "edition": recipe.id,
            **recipe.title.columns("title"),
            "status": recipe.status,
            "framework": recipe.framework,
            "year": recipe.year,
            **recipe.notes.columns("notes"),
        }
        for recipe in recipes
    ]
    return pd.DataFrame(rows, columns=COLUMNS).set_index("edition")
