"""What can be wrong with a file of one's own figures, told in words: what it means and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from dxindex.errors import InputError
from dxindex.i18n import number, translator

MAX_QUOTED = 40
"""Letters of a file's text that a fault repeats: a cell can be as large as the file."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file, and where.

    Attributes
    ----------
    kind
        A key of :func:`wordings`.
    row
        As a spreadsheet numbers it, 1 is the first of the file; None for the file as a whole.
    column
        The column's name in the file, or the indicator that is meant.
    found
        What stands there.
    facts
        Numbers and ids that the words name.
    """

    kind: str
    row: int | None = None
    column: str = ""
    found: str = ""
    facts: Mapping[str, float | str] = field(default_factory=dict)


class RefusedFileError(InputError):
    """A file of which nothing can be read; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(" ".join(told(fault, "en")))
        self.fault = fault


def quotable(text: str) -> str:
    """Return a file's text without control signs and in one line, cut where it is long.

    >>> quotable("  a\\nb\\x00 ")
    'a b'
    """
    clean = tidy(text[: 4 * MAX_QUOTED])
    return clean if len(clean) <= MAX_QUOTED else clean[: MAX_QUOTED - 1] + "…"


def tidy(text: str) -> str:
    """Return a text in one form of Unicode, white space single, without signs that are not seen.

    Some of those turn the direction of reading, also of what stands beside the text.

    >>> tidy("Viê\\u0323t  Nam\\u202e")
    'Việt Nam'
    """
    seen = (" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def told(fault: Fault, lang: str) -> tuple[str, str]:
    """Return what a fault means for the reading of the file, and what to do about it.

    >>> told(Fault("too_many_rows", facts={"found": 6000, "most": 5000}), "en")
    ('The file has 6,000 rows; at most 5,000 are read.', 'Divide the file.')
    """
    facts = {
        name: fact if isinstance(fact, str) else number(fact, lang, 0 if float(fact).is_integer() else 2)
        for name, fact in fault.facts.items()
    }
    meaning, remedy = wordings(lang)[fault.kind]
    return meaning.format(**facts), remedy.format(**facts)


def wordings(lang: str) -> dict[str, tuple[str, str]]:
    """Return, for each kind of fault, what it means and what to do."""
    _ = translator(lang)
    as_csv = _("In the spreadsheet, save as “CSV UTF-8”.")
    return {
        # Nothing of the file can be read.
        "empty": (_("The file is empty."), _("Begin with the template.")),
        "too_large": (
            _("The file has {found} bytes; at most {most} are read."),
            _("Leave out columns that are not in the template, or divide the file."),
        ),
        "workbook": (_("This is a workbook or an archive, not a CSV file."), as_csv),
        "not_text": (_("From here on the file is not text in UTF-8."), as_csv),
        "broken_quotes": (
            _("From here on quotation marks do not pair, so that cells cannot be told apart."),
            _("Close the quotation mark, or double it where it is part of a text."),
        ),
        "huge_cell": (
            _("Here a cell has more than {most} letters."),
            _("See whether a quotation mark is left open; else shorten the text."),
        ),
        "too_many_rows": (_("The file has {found} rows; at most {most} are read."), _("Divide the file.")),
        "too_many_columns": (
            _("The file has {found} columns; at most {most} are read."),
            _("Leave out columns that are not in the template."),
        ),
        "no_rows": (
            _("There is no row of figures below the header."),
            _("Add a row for each unit, with its name first."),
        ),
        "no_units": (
            _("The first column is an indicator, so that units have no names."),
            _("Put a column with a name or code before it."),
        ),
        "no_indicator": (
            _("No column is an indicator of this edition."),
            _("Name the columns in the first row as the template does."),
        ),
        # A column is not read.
        "doubled_column": (
            _("The column occurs {found} times: none of them is read."),
            _("Keep one of them."),
        ),
        "unknown_column": (
            _("Not an indicator of this edition: the column is not read."),
            _("Nothing, unless it is meant to be one: then name it as the template does."),
        ),
        "misspelt_column": (
            _("Not an indicator of this edition: the column is not read."),
            _("If {nearest} is meant, name it so."),
        ),
        "missing_column": (
            _("The indicator is not in the file: coverage is lower for all units."),
            _("Add the column where you have figures."),
        ),
        # A row is left out.
        "no_name": (
            _("The row has no name or code: it is left out."),
            _("Write one in the first column."),
        ),
        "doubled_unit": (
            _("The name also stands in row {other}: none of these rows is read."),
            _("Keep one row, or give each its own name."),
        ),
        "extra_cells": (
            _("The row has {found} cells, the header {most}: it is left out."),
            _(
                "Put texts with commas in quotation marks; write decimals with a point, or separate by semicolons."
            ),
        ),
        # A cell counts as missing.
        "short_row": (
            _("The row ends before its last column: what is not there counts as missing."),
            _("Nothing, if it is missing; else fill the cells."),
        ),
        "not_a_number": (
            _("Not a number: the value counts as missing."),
            _("Write digits alone, without spaces, units or separators of thousands."),
        ),
        "comma_in_comma_file": (
            _("A comma in a number, in a file separated by commas: the value counts as missing."),
            _("Write the decimal point, or separate the file by semicolons."),
        ),
        "mixed_marks": (
            _("Commas and points both mark decimals in this file: values with a comma count as missing."),
            _("Use one decimal mark throughout, and no separators of thousands."),
        ),
        "impossible": (
            _("Outside what is possible ({low} to {high}): the value counts as missing."),
            _("Check the unit of the column and the decimal mark."),
        ),
    }
