"""The published site: the shipped figures, computed and written as pages that need no server.

One of the places where ``data`` and ``dxindex`` meet: figures are loaded and computed here, and put into words
and files by :mod:`dxindex.site`, which loads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import data
import dxindex as dx
from data.panel_rule import PANEL_POPULATION_FLOOR
from dxindex.errors import InputError, name_ids
from dxindex.i18n import LANGUAGES
from dxindex.site.build import build_site
from dxindex.site.edition import Edition
from dxindex.site.facts import Facts
from dxindex.site.folder import check_replaceable, write_site

RUNS = 10_000
SEED = 0
GROUPS = 3
CLUBS = ("ASEAN", "EU", "OECD")


def gather(editions: Sequence[str] = (), *, runs: int = RUNS) -> Facts:
    """Load and compute all that a site says.

    Parameters
    ----------
    editions : sequence of str
        Codes of editions, the default one first; all that are comparable with the published index when empty.
    runs : int
        Variations of the method behind rank intervals and shares.

    Raises
    ------
    InputError
        For an edition that does not exist.
    """
    known = data.editions()
    wanted = list(dict.fromkeys(editions)) or list(known.index[known["status"] == "reference"])
    strangers = [code for code in wanted if code not in known.index]
    if strangers:
        raise InputError(
            f"no edition {name_ids(strangers)}; there are {name_ids(known.index)}", ids=strangers
        )
    sources = data.load_sources()
    return Facts(
        editions=tuple(_edition(str(code), runs) for code in wanted),
        indicators=data.load_indicators(),
        sources=sources[sources["role"] != "derived"],
        regions=data.load_regions(),
        incomes=data.load_income_groups(),
        published=data.load_published(),
        points=data.load_points(),
        land=data.load_land(),
        near_misses=data.panel_near_misses(),
        population_floor=PANEL_POPULATION_FLOOR,
        clubs=CLUBS,
        data_version=data.version(),
        newest=str(sources["vintage"].max()),
        method=dx.METHOD_VERSION,
    )


def _edition(code: str, runs: int) -> Edition:
    table = data.editions()
    row = table.loc[code]
    panel, framework = data.load_panel(code), dx.load_framework(str(row["framework"]))
    fitted = dx.fit_index(panel, framework)
    result = fitted.result(panel)
    everyone = data.load_panel(code, units="all")
    counts = dx.diagnose_group_counts(result, counts=(2, GROUPS), random_state=SEED)
    same = list(table.index[table["framework"] == row["framework"]])
    before = same[same.index(code) - 1] if same.index(code) else None
    return Edition(
        code=code,
        titles={lang: str(row[f"title_{lang}"]) for lang in LANGUAGES},
        notes={lang: str(row[f"notes_{lang}"]) for lang in LANGUAGES},
        reference=str(row["status"]) == "reference",
        panel=panel,
        countries=data.load_countries(code),
        vintages=data.load_vintages(code),
        result=result,
        groups=dx.classify(result, method="kmeans", n_groups=GROUPS, random_state=SEED),
        sure=dx.uncertainty(panel, framework, n=runs, random_state=SEED, nodes=framework.nodes),
        earlier=_scores(str(before), framework) if before is not None else None,
        outside=fitted.result(everyone.drop(index=panel.index)).scores,
        separation=dict(
            zip(map(int, counts.table.index), counts.table["silhouette"].astype(float), strict=True)
        ),
    )


def _scores(code: str, framework: dx.Framework) -> dx.IndexResult:
    panel = data.load_panel(code)
    return dx.fit_index(panel, framework).result(panel)


def publish(folder: Path, editions: Sequence[str] = (), *, runs: int = RUNS) -> dict[str, bytes]:
    """Write the site into a folder, which holds the old one or the new one whole at any moment.

    Parameters
    ----------
    folder : Path
        New, empty, or one that holds a site.
    editions, runs
        As for :func:`gather`.

    Returns
    -------
    dict
        Content by path. The same figures give the same bytes.

    Raises
    ------
    InputError
        For an edition that does not exist, a folder that holds other files, or one that cannot be written.
    """
    check_replaceable(folder.resolve())
    try:
        facts = gather(editions, runs=runs)
    except data.DataError as error:
        raise InputError(str(error)) from error
    files = build_site(facts)
    write_site(folder, files)
    return files
