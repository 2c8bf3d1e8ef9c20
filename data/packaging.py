"""Tables as one file: a Frictionless Data Package, figures and their description in a ZIP."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.errors import SelectionError, listed
from data.package_tables import PackageTable
from data.store import checksum

DESCRIPTOR = "datapackage.json"
_UNDATED = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same figures give the same bytes
_UNIX = 3  # written as the maker on every system, for the same reason
# Said, because readers that guess how a file is separated are misled by odd signs in it.
_DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminator": "\n",
    "skipInitialSpace": False,
    "header": True,
}
_INFINITE = {float("inf"): "INF", float("-inf"): "-INF"}  # as the specification writes them


def pack(
    tables: Sequence[PackageTable],
    *,
    name: str,
    title: str,
    description: str,
    version: str,
    sources: pd.DataFrame,
    files: Mapping[str, bytes] | None = None,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """Build a tabular data package.

    Texts are written as they are: whoever packs a stranger's texts defuses what a spreadsheet would run.

    Args:
        tables: what it holds; those that others point to are among them.
        name: of the package: lower-case letters, digits, "-", "_" and ".".
        title, description, version: of the package.
        sources: where the figures are from, as `load_sources` has it (index source; columns title_en, publisher_en,
            licence, licence_name_en, licence_url, citation, vintage, landing_page); "" is not known, and left out.
            A licence is named for those that have one.
        files: other files, content by path, such as texts of licences.
        more: further properties of the descriptor.

    Returns:
        A ZIP of `datapackage.json` (profile tabular-data-package: schemas with keys, licences, sources, version,
        and per file its bytes and SHA-256) and one CSV per table (UTF-8, "." as decimal mark, empty cells are
        missing). Nothing in it is dated: the same tables give the same bytes, with the same version of the
        compression library.

    Raises:
        SelectionError: a table without a description of each column, rows that its key does not tell apart, a name
            that is taken, or an unknown source.

    Source: Data Package specification, version 1, https://specs.frictionlessdata.io

    >>> colours = PackageTable("colours", "Colours", "", pd.DataFrame({"id": ["red"]}), {"id": "Name"}, ("id",))
    >>> whole = pack(
    ...     [colours], name="x", title="X", description="", version="1", sources=pd.DataFrame({"licence": []})
    ... )
    >>> archive = zipfile.ZipFile(io.BytesIO(whole))
    >>> archive.namelist(), archive.read("data/colours.csv")
    (['datapackage.json', 'data/colours.csv'], b'id\\nred\\n')
    """
    _check(tables, sources)
    contents = {f"data/{item.name}.csv": _as_csv(item.table) for item in tables}
    descriptor = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "version": version,
        **(more or {}),
        **_origin(sources),
        "resources": [
            _resource(item, path, content, sources)
            for item, (path, content) in zip(tables, contents.items(), strict=True)
        ],
    }
    return archived({DESCRIPTOR: _as_json(descriptor), **contents, **(files or {})})


def archived(files: Mapping[str, bytes]) -> bytes:
    """Build a ZIP of files; the same files in the same order give the same bytes.

    Args:
        files: content by path.

    Returns:
        A ZIP in which nothing is dated. Raises nothing.

    >>> zipfile.ZipFile(io.BytesIO(archived({"a/b.txt": b"x"}))).read("a/b.txt")
    b'x'
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _UNDATED)
            entry.create_system = _UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def _check(tables: Sequence[PackageTable], sources: pd.DataFrame) -> None:
    names = [item.name for item in tables]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SelectionError(f"More than one table is called {listed(twice)}. Give each its own name.")
    for item in tables:
        if different := set(item.fields).symmetric_difference(item.table.columns):
            raise SelectionError(
                f"Table {item.name}: described and held columns differ in {listed(different)}. Describe each column."
            )
        if unknown := set(item.sources) - set(sources.index):
            raise SelectionError(
                f"Table {item.name}: unknown sources {listed(unknown)}. Name those it is from."
            )
        if item.key and item.table.duplicated(list(item.key)).any():
            raise SelectionError(
                f"Table {item.name}: rows are alike in {listed(item.key)}. Give a key that tells them apart."
            )


def _resource(item: PackageTable, path: str, content: bytes, sources: pd.DataFrame) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": item.name,
        "title": item.title,
        "description": item.description,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "bytes": len(content),
        "hash": f"sha256:{checksum(content)}",
        "schema": _schema(item),
        **_origin(sources.loc[list(item.sources)]),
    }


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
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if item.key:
        schema["primaryKey"] = list(item.key)
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


def _origin(sources: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    """Licences and sources; a list of none is left out, as the specification wants it."""
    rows = [{**row, "name": str(name)} for name, row in sources.iterrows()]
    licences = {row["licence"]: row for row in reversed(rows) if row["licence"]}
    found = {
        "licenses": [
            {"name": row["licence"], "title": row["licence_name_en"], "path": row["licence_url"]}
            for row in reversed(licences.values())
        ],
        "sources": [_source(row) for row in rows],
    }
    return {name: entries for name, entries in found.items() if entries}


def _source(row: Mapping[str, Any]) -> dict[str, str]:
    told = {
        "name": row["name"],
        "title": ": ".join(part for part in (row["publisher_en"], row["title_en"]) if part),
        "path": row["landing_page"],
        "version": row["vintage"],
        "licence": row["licence"],
        "citation": row["citation"],
    }
    return {field: str(text) for field, text in told.items() if text}


def _as_csv(table: pd.DataFrame) -> bytes:
    text: str = table.apply(_writable).to_csv(index=False, lineterminator="\n")
    return text.encode()


def _writable(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """A lone carriage return would begin a row, and an infinite number has a name of its own."""
    if _type(column) == "string":
        return column.replace("\r\n?", "\n", regex=True)
    infinite = column.isin(list(_INFINITE))
    return column.astype(object).replace(_INFINITE) if infinite.any() else column


def _as_json(descriptor: Mapping[str, Any]) -> bytes:
    return (json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n").encode()
