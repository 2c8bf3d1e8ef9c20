"""Take fields out of TOML tables, noting every fault instead of stopping at the first."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from data.errors import CatalogueError

FOLDER = Path(__file__).parent
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "vi": "Vietnamese"})
"""The fields of `Text`, and what each is called in English."""

T = TypeVar("T")


@dataclass(frozen=True)
class Text:
    """A text in the languages of the project; all are required.

    >>> Text("years", "năm").vi
    'năm'
    """

    en: str
    vi: str

    @classmethod
    def blank(cls) -> "Text":
        """Return the text that says nothing."""
        return cls(*("" for _ in LANGUAGES))

    def columns(self, name: str) -> dict[str, str]:
        """Return the text as table columns, one per language.

        >>> Text("years", "năm").columns("unit")
        {'unit_en': 'years', 'unit_vi': 'năm'}
        """
        return {f"{name}_{language}": getattr(self, language) for language in LANGUAGES}


class Fields:
    """One TOML table: each field is taken by type, and faults go to a shared list.

    Tables taken from a table are finished with it.

    >>> faults = []
    >>> table = Fields({"id": "x", "decimals": "two", "colour": 1}, "indicator 1", faults)
    >>> table.take("id", str), table.take("decimals", int)
    ('x', 0)
    >>> table.finish()
    >>> faults
    ['indicator 1: decimals must be int', 'indicator 1: unknown field colour']
    """

    def __init__(self, table: Mapping[str, Any], where: str, faults: list[str]) -> None:
        self._table = table
        self._taken: set[str] = set()
        self._inner: list[Fields] = []
        self.where = where
        self.faults = faults

    def fault(self, message: str) -> None:
        """Note a fault of this table."""
        self.faults.append(f"{self.where}: {message}")

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """Return a field of the given type, `default` where it is absent, or note the fault.

        A faulty field yields the type's empty value, so that the other fields are checked too.
        """
        self._taken.add(key)
        value = self._table.get(key, default)
        if value is None:
            self.fault(f"{key} is missing")
        elif type(value) is kind:
            if value or kind is not str or default is not None:
                return value
            self.fault(f"{key} is empty")
        else:
            self.fault(f"{key} must be {kind.__name__}")
        return date.min if kind is date else kind()  # type: ignore[return-value]

    def take_list(self, key: str, kind: type[T], default: list[T] | None = None) -> tuple[T, ...]:
        """Return a list field whose members are all of one type."""
        values = self.take(key, list, default)
        wrong = [value for value in values if type(value) is not kind]
        if wrong:
            self.fault(f"{key} must hold {kind.__name__} only, not {wrong[0]!r}")
        return tuple(value for value in values if type(value) is kind)

    def take_text(self, key: str, *, required: bool = True) -> Text:
        """Return a field with one text per language."""
        if not required and key not in self._table:
            return Text.blank()
        languages = self.take_table(key)
        return Text(*(languages.take(language, str) for language in LANGUAGES))

    def take_table(self, key: str, default: dict[str, Any] | None = None) -> "Fields":
        """Return a table within this one."""
        return self._open(self.take(key, dict, default), f"{self.where}, {key}")

    def take_tables(self, kind: str, *, required: bool = True) -> list["Fields"]:
        """Return the tables of one kind (`[[kind]]`), named by their id or else by their number.

        An id that occurs twice is a fault.
        """
        tables = self.take_list(kind, dict, None if required else [])
        names = [table.get("id", number) for number, table in enumerate(tables, 1)]
        for name in sorted({str(name) for name in names if names.count(name) > 1}):
            self.faults.append(f"{kind} {name} is declared twice")
        return [self._open(table, f"{kind} {name}") for name, table in zip(names, tables, strict=True)]

    def names(self) -> list[str]:
        """Return the names of the table's fields, in the order of the file."""
        return list(self._table)

    def finish(self) -> None:
        """Note every field that nobody asked for: a misspelt name must not pass in silence."""
        for key in self._table:
            if key not in self._taken:
                self.fault(f"unknown field {key}")
        for fields in self._inner:
            fields.finish()

    def _open(self, table: Mapping[str, Any], where: str) -> "Fields":
        self._inner.append(Fields(table, where, self.faults))
        return self._inner[-1]


@contextmanager
def open_toml(path: Path) -> Iterator[Fields]:
    """Open a TOML file as fields; on leaving, every fault noted in it is raised at once.

    Raises:
        CatalogueError: the file cannot be read, is not TOML, or has faults.
    """
    faults: list[str] = []
    top = Fields(_read_toml(path), path.name, faults)
    yield top
    top.finish()
    if faults:
        raise CatalogueError(f"{path.name} has {len(faults)} fault(s):\n- " + "\n- ".join(faults))


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(
            f"{path.name} cannot be read ({error.strerror}): reinstall the package."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name} is not valid TOML: {error}.") from error
