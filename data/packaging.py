"""Everything as one file: a Frictionless Data Package, figures and their description in a ZIP."""

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data.catalog import Licence, load_catalogue
from data.errors import SelectionError, listed
from data.fields import FOLDER
from data.package_tables import PackageTable, snapshot_tables
from data.sources import load_sources
from data.store import checksum
from data.verification import version

DESCRIPTOR = "datapackage.json"
_UNDATED = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same figures give the same bytes
_UNIX = 3  # written as the maker on every system, for the same reason


def build_package(*, more: Iterable[PackageTable] = (), folder: str | Path | None = None) -> bytes:
    """Build a tabular data package of a snapshot: sources, indicators, economies, income groups, observations,
    and the figures that each edition uses.

    Args:
        more: tables to put beside those, such as scores.
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        A ZIP of `datapackage.json` (profile tabular-data-package: schemas with keys, licences, sources, version,
        and per file its bytes and SHA-256), one CSV per table (UTF-8, "." as decimal mark, empty cells are
        missing) and the texts of licences that must travel with the figures. Nothing in it is dated: the same
        snapshot gives the same bytes, with the same version of the compression library.

    Raises:
        SelectionError: a table without a description of each column, a name that is taken or an unknown source.
        SnapshotError: the snapshot is missing or damaged.

    Source: Data Package specification, version 1, https://specs.frictionlessdata.io

    >>> names = zipfile.ZipFile(io.BytesIO(build_package())).namelist()
    >>> names[0], "data/observations.csv" in names
    ('datapackage.json', True)
    """
    tables = [*snapshot_tables(folder), *more]
    _check(tables)
    contents = {f"data/{item.name}.csv": _as_csv(item.table) for item in tables}
    sources = load_sources(folder=folder)
    resources = [
        _resource(item, path, content, sources)
        for item, (path, content) in zip(tables, contents.items(), strict=True)
    ]
    texts = {load_catalogue().sources[name].licence.file for name in sources.index} - {""}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, DESCRIPTOR, _as_json(_descriptor(resources, folder)))
        for path, content in contents.items():
            _add(archive, path, content)
        for path in sorted(texts):
            _add(archive, path, (FOLDER / path).read_bytes())
    return buffer.getvalue()


def _check(tables: list[PackageTable]) -> None:
    names = [item.name for item in tables]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SelectionError(f"More than one table is called {listed(twice)}. Give each its own name.")
    for item in tables:
        if different := set(item.fields).symmetric_difference(item.table.columns):
            raise SelectionError(
                f"Table {item.name}: described and held columns differ in {listed(different)}. Describe each column."
            )
        if unknown := set(item.sources) - set(load_catalogue().sources):
            raise SelectionError(f"Table {item.name}: unknown sources {listed(unknown)}. See sources.toml.")


def _descriptor(resources: list[dict[str, Any]], folder: str | Path | None) -> dict[str, Any]:
    sources = load_sources(folder=folder)
    return {
        "profile": "tabular-data-package",
        "name": "dxindex",
        "title": "dxindex: digital readiness of countries, figures and sources",
        "description": (
            "Open figures behind a two-axis index of digital adoption and its enabling factors, after the World "
            "Development Report 2016, as published, and as each edition of the index uses them. Licences differ by source: "
            "cite the publishers named in sources.csv. When the snapshot was built is not recorded; each source "
            "says when its publisher last updated it."
        ),
        "version": version(folder),
        "keywords": ["digital adoption", "digital transformation", "composite indicators", "open data"],
        "licenses": _licences(load_catalogue().sources[name].licence for name in sources.index),
        "sources": [_source(name, sources) for name in sources.index],
        "contributors": [{"title": "The dxindex authors", "role": "wrangler"}],
        "resources": resources,
    }


def _resource(item: PackageTable, path: str, content: bytes, sources: pd.DataFrame) -> dict[str, Any]:
    catalogue = load_catalogue().sources
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": item.name,
        "title": item.title,
        "description": item.description,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{checksum(content)}",
        "schema": _schema(item),
    }
    if item.sources:
        resource["licenses"] = _licences(catalogue[name].licence for name in item.sources)
        resource["sources"] = [_source(name, sources) for name in item.sources]
    return resource


def _schema(item: PackageTable) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {
            "name": column,
            "type": _type(item.table[column]),
            "description": item.fields[column],
            **({"constraints": {"required": True}} if column in item.key else {}),
        }
        for column in item.table.columns
    ]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(item.key), "missingValues": [""]}
    if item.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": table, "fields": [there]}}
            for column, (table, there) in item.references.items()
        ]
    return schema


def _type(column: "pd.Series[Any]") -> str:
    kinds = pd.api.types
    if kinds.is_bool_dtype(column):
        return "boolean"
    if kinds.is_integer_dtype(column):
        return "integer"
    return "number" if kinds.is_float_dtype(column) else "string"


def _licences(licences: Iterable[Licence]) -> list[dict[str, str]]:
    return [
        {"name": licence.id, "title": licence.name.en, "path": licence.url}
        for licence in dict.fromkeys(licences)
    ]


def _source(name: str, sources: pd.DataFrame) -> dict[str, str]:
    source = load_catalogue().sources[name]
    return {
        "name": name,
        "title": f"{source.publisher.en}: {source.title.en}",
        "path": source.landing_page,
        "version": str(sources.at[name, "vintage"]),
        "licence": source.licence.id,
        "citation": source.citation,
    }


def _as_csv(table: pd.DataFrame) -> bytes:
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text.encode()


def _as_json(descriptor: dict[str, Any]) -> bytes:
    return (json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n").encode()


def _add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, _UNDATED)
    entry.create_system = _UNIX
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
