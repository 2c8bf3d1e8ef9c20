"""What can be wrong with somebody's file, in words: what it means and what to do."""

from __future__ import annotations

from dxindex.i18n import translator
from dxindex.own.framework_words import framework_wordings

REMARKS = frozenset(
    {
        *(
            "unread_column",
            "empty_column",
            "near_column",
            "assumed_encoding",
            "other_sheets",
            "missing_column",
        ),
        *("beyond_goalposts", "unknown_place", "unclear_place", "doubled_place", "contradicting_place"),
        *("constant", "series_without_values"),
    }
)
"""Kinds that lose no figure."""


def wordings(lang: str) -> dict[str, tuple[str, str]]:
    """Return, for each kind of fault, what it means and what to do."""
    return {
        **_of_files(lang),
        **_of_contents(lang),
        **_of_columns(lang),
        **_of_rows(lang),
        **_of_cells(lang),
        **_of_units(lang),
        **framework_wordings(lang),
    }


def _of_files(lang: str) -> dict[str, tuple[str, str]]:
    """Another kind of file than is read."""
    _ = translator(lang)
    as_csv = _("In the spreadsheet, save as “CSV UTF-8”.")
    as_xlsx = _("Save as an Excel workbook (.xlsx) or as CSV.")
    unpack = _("Unpack it, and choose the file of figures within.")
    return {
        "empty": (_("The file is empty."), _("Begin with the template.")),
        "too_large": (
            _("The file has {found} bytes; at most {most} are read."),
            _("Leave out columns that are not needed, or divide the file."),
        ),
        "xls": (_("This is a workbook of the old form (.xls), which is not read."), as_xlsx),
        "xlsb": (_("This is a binary workbook (.xlsb), which is not read."), as_xlsx),
        "ods": (_("This is an OpenDocument file, which is not read."), as_xlsx),
        "encrypted": (
            _("The workbook is encrypted."),
            _("Save a copy without a password; figures that are secret do not belong here."),
        ),
        "archive": (_("This is an archive, not a table."), unpack),
        "compressed": (_("The file is compressed."), unpack),
        "pdf": (
            _("This is a PDF, not a table."),
            _("Look for the figures as CSV or Excel where the PDF is from."),
        ),
        "picture": (_("This is a picture, not a table."), _("Look for the figures as CSV or Excel.")),
        "markup": (
            _("This is a web page or XML, not a table."),
            _("Where you saved the page, look for a download as CSV or Excel."),
        ),
        "json": (_("This is JSON, which is not read."), _("Save the figures as CSV, a row for each unit.")),
        "toml": (
            _("This is TOML, not a table."),
            _("If it is a framework, give it as a framework; figures are CSV, Excel or Parquet."),
        ),
        "not_text": (_("From here on the file is not text in UTF-8."), as_csv),
        "broken_workbook": (
            _("The workbook is damaged."),
            _("Open it in a spreadsheet and save it anew as .xlsx or as CSV."),
        ),
        "broken_parquet": (_("The Parquet file is damaged."), _("Write the file anew, or as CSV.")),
        "unreadable_xlsx": (
            _("The workbook could not be opened within the memory and time that are given to a file."),
            _("Open it in a spreadsheet, and save the one sheet of figures as CSV."),
        ),
        "unreadable_parquet": (
            _("The Parquet file could not be opened within the memory and time that are given to a file."),
            _("Write the figures as CSV."),
        ),
        "no_sheet": (
            _("The workbook has no sheet of this name; it has: {sheets}."),
            _("Choose one of these."),
        ),
    }


def _of_contents(lang: str) -> dict[str, tuple[str, str]]:
    """Nothing of the file can be used, or it is larger than is read."""
    _ = translator(lang)
    fewer = _("Leave out columns that are not needed, or divide the file.")
    divide = _("Divide the file, or leave out years.")
    return {
        "broken_quotes": (
            _("From here on quotation marks do not pair, so that cells cannot be told apart."),
            _("Close the quotation mark, or double it where it is part of a text."),
        ),
        "huge_cell": (
            _("Here a cell has more than {most} letters."),
            _("See whether a quotation mark is left open; else shorten the text."),
        ),
        "too_many_rows": (_("The file has {found} rows; at most {most} are read."), divide),
        "too_many_columns": (_("The file has {found} columns; at most {most} are read."), fewer),
        "too_many_cells": (_("The table has {found} cells; at most {most} are read."), fewer),
        "too_many_parts": (
            _("The workbook is made of {found} files; at most {most} are opened."),
            _("Copy the one sheet of figures into a new workbook."),
        ),
        "unpacks_too_large": (
            _("Unpacked, the file is larger than {most} bytes, which is as much as is read."),
            _("Copy the figures alone into a new file, or divide it."),
        ),
        "too_much_inside": (
            _("Opening the file takes more memory than is given to a file."),
            _("Copy the figures alone into a new file, or divide it."),
        ),
        "too_many_units": (_("The file has {found} units; at most {most} are scored."), divide),
        "too_many_indicators": (
            _("The file has {found} columns of figures; at most {most} are scored."),
            fewer,
        ),
        "nested_column": (
            _("The column holds values of the type {type}; read are numbers, texts and dates."),
            _("Write it as a column of numbers or texts, or leave it out."),
        ),
        "one_column": (
            _("No comma, semicolon, tab or bar divides the rows into columns."),
            _("Save the table as CSV with one of these between the cells."),
        ),
        "no_rows": (
            _("There is no row of figures below the header."),
            _("Add a row for each unit, with its name first."),
        ),
        "no_units": (
            _("The first column is an indicator, so that units have no names."),
            _("Put a column with a name or code before it."),
        ),
        "no_figures": (
            _("No column holds figures."),
            _("Give a column for each indicator with numbers below its name, or name the column of values."),
        ),
        "nothing_left": (
            _("No value is left after the faults that are listed."),
            _("Mend them, and give the file again."),
        ),
    }


def _of_columns(lang: str) -> dict[str, tuple[str, str]]:
    """A column is not read, or not as its name says."""
    _ = translator(lang)
    return {
        "doubled_column": (
            _("The column occurs {found} times: none of them is read."),
            _("Keep one of them."),
        ),
        "unread_column": (
            _("The column holds texts, not figures: it is not read."),
            _("Nothing, unless it is the units' name, code or year: then choose it as such."),
        ),
        "empty_column": (_("The column is empty: it is not read."), _("Nothing, unless figures are lost.")),
        "near_column": (
            _("No indicator has this name; it is read as figures of your own."),
            _("If {nearest} is meant, name it so or choose it."),
        ),
        "twice_meant": (
            _("The indicator {indicator} is meant by another column too: this one is not read."),
            _("Keep one of them."),
        ),
        "missing_column": (
            _("The indicator is not in the file: coverage is lower for all units."),
            _("Add the column where you have figures."),
        ),
        "unknown_choice": (
            _("A column is chosen that the file does not have."),
            _("Choose among its columns: {columns}."),
        ),
        "constant": (
            _("All values are {value}: there is no spread to score by."),
            _("Give it goalposts, or leave it out of the framework."),
        ),
        "beyond_goalposts": (
            _(
                "Values beyond the framework's goalposts {low} and {high}: {found}. They count as the goalpost."
            ),
            _("Nothing, if the goalposts are meant so; else check the unit of the column."),
        ),
        "series_without_values": (
            _("The indicator has no value in any row."),
            _("Nothing, unless figures are lost."),
        ),
        "assumed_encoding": (
            _("The text is not UTF-8; it is read as {encoding}."),
            _("If names look wrong, save as “CSV UTF-8”."),
        ),
        "other_sheets": (
            _("The sheet “{sheet}” is read; the workbook also has: {others}."),
            _("Nothing, unless another one is meant: then choose it."),
        ),
    }


def _of_rows(lang: str) -> dict[str, tuple[str, str]]:
    """A row is left out."""
    _ = translator(lang)
    return {
        "no_name": (
            _("The row has no name or code: it is left out."),
            _("Write one in the column of units."),
        ),
        "no_year": (
            _("The row has no year: it is left out."),
            _("Write the year with four digits."),
        ),
        "not_a_year": (
            _("Not a year: the row is left out."),
            _("Write the year with four digits, from {low} to {high}."),
        ),
        "no_series": (
            _("The row names no indicator: it is left out."),
            _("Write the indicator's name or id."),
        ),
        "doubled_unit": (
            _("The name also stands in row {other}: none of these rows is read."),
            _("Keep one row, or give each its own name."),
        ),
        "doubled_unit_year": (
            _("The name with this year also stands in row {other}: none of these rows is read."),
            _("Keep one row for each unit and year."),
        ),
        "doubled_value": (
            _("The same unit, year and indicator also stand in row {other}: none of these values is read."),
            _("Keep one of them."),
        ),
        "extra_cells": (
            _("The row has {found} cells, the header {most}: it is left out."),
            _(
                "Put texts with commas in quotation marks; write decimals with a point, or separate by semicolons."
            ),
        ),
    }


def _of_cells(lang: str) -> dict[str, tuple[str, str]]:
    """A cell counts as missing."""
    _ = translator(lang)
    return {
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
        "infinite": (
            _("The value is infinite: it counts as missing."),
            _("Write a number, or leave the cell empty."),
        ),
        "impossible": (
            _("Outside what is possible ({low} to {high}): the value counts as missing."),
            _("Check the unit of the column and the decimal mark."),
        ),
    }


def _of_units(lang: str) -> dict[str, tuple[str, str]]:
    """A unit is not recognised as an economy."""
    _ = translator(lang)
    code = _("Write its ISO code (three letters), or nothing if it is no economy.")
    return {
        "unknown_place": (
            _("Not recognised as an economy: it stays a unit of its own, without a place."),
            code,
        ),
        "unclear_place": (
            _("Not recognised as one economy; it may be {nearest}. It stays a unit of its own."),
            code,
        ),
        "doubled_place": (
            _("Recognised as {iso3}, as is row {other}: both stay units of their own, without a place."),
            code,
        ),
        "contradicting_place": (
            _("The code says {code}, the name {name}: the unit stays without a place."),
            _("Check which of the two is right."),
        ),
    }
