"""Build a snapshot from publishers' files: importers in, checked tables out.

The build stops when a source looks wrong; what it stops for is in the `check_*` functions and in the
importers.
"""

import importlib
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from data.catalog import Catalogue, Indicator, Source, load_catalogue
from data.checks import KEY, find_duplicates, find_out_of_bounds
from data.classifications import load_income_groups, load_regions
from data.errors import SourceError, listed
from data.fields import FOLDER
from data.holdings import FIRST_YEAR, summarise
from data.importers import oghist, wdi_api_xls
from data.places import load_place_rules, name_economies, resolve
from data.store import SNAPSHOT, check_replaceable, checksum, write_snapshot

CATALOGUE = ("classifications.toml", "country_codes.toml", "indicators.toml", "sources.toml")
"""The package's own files that decide what is built; the others are applied when figures are loaded."""

TOOLS = ("pandas", "pyarrow", "babel", "python-calamine")


def _say_nothing(line: str) -> None:
    """Report no progress."""


def build_snapshot(
    sources: str | Path,
    output: str | Path = SNAPSHOT,
    *,
    catalogue: Catalogue | None = None,
    report: Callable[[str], None] = _say_nothing,
) -> None:
    """Build a snapshot from a folder of publishers' files.

    The same files give the same bytes (with the same versions of the tools, which the provenance records).
    The output folder is replaced only when everything has been built and checked.

    Args:
        sources: the folder that holds the files at the paths given in `sources.toml`.
        output: the snapshot folder to write.
        catalogue: the series and sources to build; None for those of the package.
        report: called with one line of progress at a time.

    Raises:
        SourceError: a file is missing, is another than expected, or holds unknown places, duplicates or
        values
            out of bounds; everything of one kind is listed at once.
        SnapshotError: the output folder holds other files than a snapshot.
        CatalogueError: a TOML file of the package is faulty.
    """
    folder = Path(sources)
    check_replaceable(Path(output))
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}. Give the folder that holds the publishers' files.")
    catalogue = catalogue or load_catalogue()
    inputs = check_inputs(folder, catalogue)
    countries = _read_countries(folder, catalogue)
    observations, left_out = _read_observations(folder, catalogue, countries, report)
    income_groups, left_out["income_groups"] = _read_income_groups(folder, catalogue, countries)
    indicators = summarise(observations, _origins(catalogue))
    tables = {
        "observations": observations,
        "countries": countries,
        "income_groups": income_groups,
        "indicators": indicators,
    }
    write_snapshot(Path(output), tables, _provenance(catalogue, inputs, indicators, left_out))
    report(f"wrote {output}: {len(observations):,} observations of {len(indicators)} series")


def check_inputs(folder: Path, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Check that every file is there and is the one expected; return what the provenance says of them."""
    inputs, faults = [], []
    for source in _files(catalogue):
        path = folder / source.file
        try:
            content = path.read_bytes()
        except OSError as error:
            faults.append(f"{source.file}: cannot be read ({error.strerror})")
            continue
        if checksum(content) != source.sha256:
            faults.append(
                f"{source.file}: SHA-256 is {checksum(content)}, sources.toml expects {source.sha256}"
            )
        inputs.append(
            {"source": source.id, "file": source.file, "bytes": len(content), "sha256": source.sha256}
        )
    if faults:
        raise SourceError(
            f"{len(faults)} file(s) in {folder} are not those of sources.toml:\n- "
            + "\n- ".join(faults)
            + "\nGet the files from where sources.toml says, or enter the new checksum and vintage there."
        )
    return inputs


def check_values(observations: pd.DataFrame, indicators: Iterable[Indicator]) -> None:
    """Refuse two values for one indicator, economy and year, and values outside their sanity bounds."""
    twice = find_duplicates(observations)
    if twice:
        raise SourceError(f"More than one value for {listed(twice)}. Check the file and country_codes.toml.")
    outside = find_out_of_bounds(observations, indicators)
    if outside:
        raise SourceError(f"Out of bounds: {listed(outside)}. Check the file, or range in indicators.toml.")


def _files(catalogue: Catalogue) -> list[Source]:
    return [source for source in catalogue.sources.values() if source.file]


def _with_role(catalogue: Catalogue, role: str) -> Source:
    return next(source for source in catalogue.sources.values() if source.role == role)


def _read_countries(folder: Path, catalogue: Catalogue) -> pd.DataFrame:
    """The economies: those of the World Bank's list, and the few that country_codes.toml adds."""
    source = _with_role(catalogue, "economies")
    listed_there = wdi_api_xls.read_economies(folder / source.file)
    added = pd.DataFrame(
        [(e.iso3, e.name, e.region) for e in load_place_rules().economies], columns=["place", "name", "code"]
    )
    codes = {name: code for code, name in load_regions()["world_bank_name"].items()}
    unknown = set(listed_there["region"]) - set(codes)
    if unknown:
        raise SourceError(
            f"{source.file}: unknown regions {listed(unknown)}. Add them to classifications.toml."
        )
    economies = pd.concat(
        [listed_there.assign(code=listed_there["region"].map(codes)), added], ignore_index=True
    )
    economies = economies.sort_values("place", ignore_index=True)
    return pd.DataFrame(
        {"iso3": economies["place"], "name_world_bank": economies["name"], "region": economies["code"]}
    ).join(name_economies(economies["place"]))


def _read_observations(
    folder: Path, catalogue: Catalogue, countries: pd.DataFrame, report: Callable[[str], None]
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    left_out: dict[str, list[str]] = {}
    parts: list[pd.DataFrame] = []
    faults: list[str] = []
    for source in _files(catalogue):
        indicators = catalogue.of_source(source.id)
        if not indicators:
            continue
        report(f"reading {source.file}")
        rows = _read_series(folder / source.file, source, indicators)
        try:
            rows, left_out[source.id] = resolve(rows, source.places, countries, source.file)
        except SourceError as error:
            faults.append(str(error))
            continue
        parts.append(rows.assign(source=source.id, flag=source.flag))
    if faults:
        raise SourceError("\n".join(faults))
    observations = _fill(pd.concat(parts, ignore_index=True), catalogue)
    check_values(observations, catalogue.indicators.values())
    return observations, left_out


def _read_series(path: Path, source: Source, indicators: list[Indicator]) -> pd.DataFrame:
    """Read a source's indicators, each under the first of its codes that the file has."""
    reader = importlib.import_module(f"data.importers.{source.importer}").read
    rows: pd.DataFrame = reader(path, [code for indicator in indicators for code in indicator.codes])
    found = set(rows["code"])
    codes = {indicator.id: next((c for c in indicator.codes if c in found), None) for indicator in indicators}
    lacking = [name for name, code in codes.items() if code is None]
    if lacking:
        raise SourceError(
            f"{source.file}: no values for {listed(lacking)} under any of their codes in indicators.toml."
        )
    rows = pd.concat([rows[rows["code"] == code].assign(indicator=name) for name, code in codes.items()])
    return rows[source.wants(rows["year"], FIRST_YEAR)].drop(columns="code")


def _fill(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Keep, for each cell, the value of the first source of its indicator that has one."""
    order = {
        (i.id, source): rank for i in catalogue.indicators.values() for rank, source in enumerate(i.sources)
    }
    rank = pd.Series(
        [order[pair] for pair in zip(rows["indicator"], rows["source"], strict=True)], rows.index
    )
    best = rank.groupby([rows[name] for name in KEY]).transform("min")
    return rows[rank == best].sort_values(KEY, ignore_index=True)


def _read_income_groups(
    folder: Path, catalogue: Catalogue, countries: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    source = _with_role(catalogue, "income_groups")
    rows, left_out = resolve(
        oghist.read_income_groups(folder / source.file), source.places, countries, source.file
    )
    unknown = set(rows["income_group"]) - set(load_income_groups().index)
    if unknown:
        raise SourceError(
            f"{source.file}: unknown income groups {listed(unknown)}. Add them to classifications.toml."
        )
    rows = rows[rows["year"] >= FIRST_YEAR].sort_values(["iso3", "year"], ignore_index=True)
    twice = rows[rows.duplicated(["iso3", "year"])]
    if not twice.empty:
        raise SourceError(f"{source.file}: more than one income group for {listed(set(twice['iso3']))}.")
    return rows, left_out


def _origins(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """The first source of every series that has a file, and its vintage."""
    first = {
        name: indicator.sources[0] for name, indicator in catalogue.indicators.items() if indicator.sources
    }
    return {name: (source, catalogue.sources[source].vintage) for name, source in first.items()}


def _provenance(
    catalogue: Catalogue,
    inputs: list[dict[str, Any]],
    indicators: pd.DataFrame,
    left_out: Mapping[str, list[str]],
) -> dict[str, Any]:
    return {
        "inputs": inputs,
        "inputs_left_out": [
            {"file": f.file, "title": f.title, "reason": f.reason} for f in catalogue.left_out
        ],
        "places_left_out": {source: places for source, places in left_out.items() if places},
        "observations": dict(
            zip(indicators["indicator"], indicators["values"].astype(int).tolist(), strict=True)
        ),
        "newest_vintage": max(source.vintage for source in _files(catalogue)),
        "catalogue": {name: checksum((FOLDER / name).read_bytes()) for name in CATALOGUE},
        "tools": {name: version(name) for name in TOOLS},
    }
