"""Take fields out of TOML tables, noting every fault instead of stopping at the first."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from data.errors import CatalogueError

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "vi")

T = TypeVar("T")


@dataclass(frozen=True)
class Text:
    """A text in the two languages of the project; both are required.

    >>> Text("years", "năm").vi
    'năm'
    """

    en: str
    vi: str

    def columns(self, name: str) -> dict[str, str]:
        """Return the text as table columns, one per language.

        >>> Text("years", "năm").columns("unit")
        {'unit_en': 'years', 'unit_vi': 'năm'}
        """
        return {f"{name}_{language}": getattr(self, language) for language in LANGUAGES}


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file, or raise `CatalogueError` naming it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(
            f"{path.name} cannot be read ({error.strerror}): reinstall the package."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name} is not valid TOML: {error}.") from error


class Fields:
    """One TOML table: each field is taken once, by type, and faults go to a shared list.

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
            return Text("", "")
        languages = Fields(self.take(key, dict), f"{self.where}, {key}", self.faults)
        text = Text(*(languages.take(language, str) for language in LANGUAGES))
        languages.finish()
        return text

    def finish(self) -> None:
        """Note every field that nobody asked for: a misspelt name must not pass in silence."""
        for key in self._table:
            if key not in self._taken:
                self.fault(f"unknown field {key}")


def check_ids(ids: list[str], kind: str, faults: list[str]) -> None:
    """Note every id that occurs more than once."""
    faults.extend(f"{kind} {name} is declared twice" for name in sorted({i for i in ids if ids.count(i) > 1}))


def raise_faults(file: str, faults: list[str]) -> None:
    """Raise one `CatalogueError` that lists all faults of a file, if there are any."""
    if faults:
        raise CatalogueError(f"{file} has {len(faults)} fault(s):\n- " + "\n- ".join(faults))
