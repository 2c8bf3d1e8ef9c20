"""A snapshot, or what was refreshed on top of it, as a data package."""

from collections.abc import Iterable
from pathlib import Path

from data.catalog import load_catalogue
from data.fields import FOLDER
from data.package_tables import PackageTable, snapshot_tables
from data.packaging import pack
from data.sources import load_sources
from data.store import open_store
from data.verification import version

_REFRESHED = (
    " Series were refreshed from the publisher's API on top of the snapshot {snapshot}; revisions.csv, where there is "
    "one, lists what that revised."
)


def build_package(*, more: Iterable[PackageTable] = (), folder: str | Path | None = None) -> bytes:
    """Build a tabular data package of a snapshot.

    It holds sources, indicators, economies, income groups, observations, the figures that each edition uses, and for
    refreshed figures what was revised.

    Args:
        more: tables to put beside those, such as scores.
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        A ZIP as `pack` makes it, with the texts of licences that must travel with the figures. The same snapshot
        gives the same bytes.

    Raises:
        SelectionError: as `pack`.
        SnapshotError: the snapshot is missing or damaged.
        CacheError: the list of revisions is damaged.

    >>> import io, zipfile
    >>> names = zipfile.ZipFile(io.BytesIO(build_package())).namelist()
    >>> names[0], "data/observations.csv" in names
    ('datapackage.json', True)
    """
    sources = load_sources(folder=folder)
    below = open_store(folder).provenance.get("snapshot")
    return pack(
        [*snapshot_tables(folder), *more],
        name="dxindex",
        title="dxindex: digital readiness of countries, figures and sources",
        description=(
            "Open figures behind a two-axis index of digital adoption and its enabling factors, after the World "
            "Development Report 2016, as published, and as each edition of the index uses them. Licences differ by source: "
            "cite the publishers named in sources.csv. When the snapshot was built is not recorded; each source "
            "says when its publisher last updated it."
        )
        + (_REFRESHED.format(snapshot=below) if below else ""),
        version=version(folder),
        sources=sources,
        files=licence_texts(sources.index),
        more={
            "keywords": ["digital adoption", "digital transformation", "composite indicators", "open data"],
            "contributors": [{"title": "The dxindex authors", "role": "wrangler"}],
        },
    )


def licence_texts(sources: Iterable[str]) -> dict[str, bytes]:
    """Return the texts that must travel with figures: of licences that say so, by path.

    Args:
        sources: ids of the sources that figures are from.

    Returns:
        Content by path.

    Raises:
        KeyError: a source that the catalogue does not have.

    >>> list(licence_texts(["dai", "barro_lee_v3_1564"]))
    ['licences/barro_lee_mit.txt']
    """
    catalogued = load_catalogue().sources
    paths = {catalogued[name].licence.file for name in sources} - {""}
    return {path: (FOLDER / path).read_bytes() for path in sorted(paths)}
