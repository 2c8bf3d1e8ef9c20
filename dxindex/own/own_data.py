"""One's own figures, checked: tidy, with units and indicators described, ready for any index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dxindex.errors import OptionError, name_ids
from dxindex.i18n import DEFAULT_LANGUAGE, LANGUAGES, number, translator
from dxindex.own.faults import Fault, tidy
from dxindex.own.roles import Role
from dxindex.own.table import shown
from dxindex.own.understanding import ECONOMIES, Understanding


@dataclass(frozen=True, eq=False)
class OwnData:
    """Figures of one's own.

    Attributes
    ----------
    tidy
        Columns ``unit``, ``year`` (Int64, missing where the table has none), ``indicator``, ``value`` (float64, never
        missing), in the order of the file.
    units
        Index ``unit``, as the file writes it and in its order; columns ``name`` and ``iso3`` (missing where the unit
        is not recognised as an economy). Units of which no value is left are among them.
    indicators
        Index ``indicator``; columns ``title_en``, ``title_vi``, ``unit_en``, ``unit_vi`` (empty where not known),
        ``direction`` (1, -1, 0 not known), ``low``, ``high`` (of what is possible; infinite where not known),
        ``column`` (in the file), ``origin`` (``framework``, ``catalogue``, ``own``).
    faults, n_faults
        What is wrong or worth knowing: those kept, and how many there are.
    understanding
        How the table was read.
    """

    tidy: pd.DataFrame
    units: pd.DataFrame
    indicators: pd.DataFrame
    faults: tuple[Fault, ...]
    n_faults: int
    understanding: Understanding

    @property
    def kind(self) -> str:
        """``economies`` or ``units``."""
        return self.understanding.kind

    @property
    def fingerprint(self) -> str:
        """The content's SHA-256, its first 16 digits."""
        return self.understanding.table.fingerprint

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have values, rising; empty where the table has none."""
        return tuple(sorted(int(year) for year in self.tidy["year"].dropna().unique()))

    def panel(self, year: int | None = None) -> pd.DataFrame:
        """Return units x indicators of one year; None is the newest, or the table where it has no years.

        All units have a row and all indicators a column, in the order of the file; NaN is missing.

        Raises
        ------
        OptionError
            For a year without values.
        """
        years = self.years
        if year is not None and year not in years:
            raise OptionError(
                f"the figures have no year {year}; they have {name_ids(years) or 'none'}", ids=[year]
            )
        rows = self.tidy
        if years:
            rows = rows[rows["year"] == (years[-1] if year is None else year)]
        wide = rows.pivot_table(index="unit", columns="indicator", values="value", aggfunc="first")
        panel = wide.reindex(index=self.units.index, columns=self.indicators.index).astype(float)
        return panel.rename_axis(columns=None)

    def words(self, lang: str = DEFAULT_LANGUAGE) -> list[str]:
        """Say how the file was understood, a sentence each."""
        return list(_words(self, lang))


def describe_units(understanding: Understanding, units: Sequence[str]) -> pd.DataFrame:
    """Return name and ISO code by unit."""
    table = understanding.table
    codes = [tidy(shown(cell)) for cell in table.column(understanding.column_of("unit"))]
    column = understanding.column_of("name")
    names: dict[str, str] = {}
    if column:
        for code, cell in zip(codes, table.column(column), strict=True):
            if name := tidy(shown(cell)):
                names.setdefault(code, name)
    iso3 = [understanding.recognised.iso3.get(unit) for unit in units]
    return pd.DataFrame(
        {"name": [names.get(unit, unit) for unit in units], "iso3": iso3},
        index=pd.Index(list(units), name="unit", dtype="str"),
        dtype="str",
    )


def describe_indicators(understanding: Understanding) -> pd.DataFrame:
    """Return what is known of each indicator; the title of one's own is the name of its column."""
    rows = []
    for column, role in understanding.figures().items():
        known = understanding.known[role.indicator]
        title = known.titles.get(DEFAULT_LANGUAGE) or tidy(column)
        rows.append(
            {"indicator": role.indicator}
            | {f"title_{lang}": known.titles.get(lang, title) for lang in LANGUAGES}
            | {f"unit_{lang}": known.units.get(lang, "") for lang in LANGUAGES}
            | {"direction": known.direction, "low": known.low, "high": known.high}
            | {"column": column, "origin": role.origin}
        )
    return pd.DataFrame(rows).set_index("indicator")


def _words(data: OwnData, lang: str) -> list[str]:
    _ = translator(lang)
    table, understanding = data.understanding.table, data.understanding

    def n(count: int) -> str:
        return number(count, lang, 0)

    shapes = {
        "wide": _("A row holds a unit, a column an indicator."),
        "tidy": _("A row holds one value: its unit, its indicator, and its year where there is one."),
        "across": _("A row holds a unit's indicator, a column a year."),
    }
    words = [
        _("Read: {units} units, {indicators} indicators, {values} values.").format(
            units=n(len(data.units)), indicators=n(len(data.indicators)), values=n(len(data.tidy))
        ),
        shapes[understanding.shape],
    ]
    years = data.years
    if len(years) > 1:
        words.append(
            _("{n} years, {first} to {last}.").format(n=n(len(years)), first=years[0], last=years[-1])
        )
    elif years:
        words.append(_("Year: {year}.").format(year=years[0]))
    else:
        words.append(_("No column of years."))
    unit, name = understanding.column_of("unit"), understanding.column_of("name")
    words.append(
        _("Units are told by the column “{unit}”, named by “{name}”.").format(unit=unit, name=name)
        if name
        else _("Units are told by the column “{unit}”.").format(unit=unit)
    )
    if understanding.kind == ECONOMIES:
        words.append(
            _("The units are economies: {found} of {units} are recognised.").format(
                found=n(int(data.units["iso3"].notna().sum())), units=n(len(data.units))
            )
        )
    else:
        words.append(_("The units are taken as they are named, not as economies."))
    return [*words, *_words_on_form(table.form, data, lang)]


def _words_on_form(form: str, data: OwnData, lang: str) -> list[str]:
    _ = translator(lang)
    table = data.understanding.table
    if form == "xlsx":
        return [_("Excel workbook, sheet “{sheet}”.").format(sheet=table.sheet)]
    if form == "parquet":
        return [_("Parquet file.")]
    separators = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
    marks = {",": _("comma"), ".": _("point"), "": _("none found")}
    return [
        _("Text in {encoding}; separator: {separator}; decimal mark: {mark}.").format(
            encoding=table.encoding.upper(),
            separator=separators[table.separator],
            mark=marks[data.understanding.marks.decimal],
        )
    ]


def roles_told(understanding: Understanding, lang: str) -> list[tuple[str, str]]:
    """Return each column with what it is taken for, in words.

    Parameters
    ----------
    understanding : Understanding
        As proposed, or with the choices of a person.
    lang : str
        Language of the words: ``"en"`` or ``"vi"``.

    Returns
    -------
    list of (str, str)
        Columns in the order of the file, then the texts of a tidy table's column of indicators.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> from dxindex.own.reading import read_table
    >>> from dxindex.own.understanding import understand
    >>> roles_told(understand(read_table(b"name;a\\nP;1,5\\n", "mine.csv")), "en")
    [('name', 'the unit: its code, or its name'), ('a', 'figures of your own')]
    """
    told = [(name, _role_words(role, lang)) for name, role in understanding.roles.items()]
    return [*told, *((text, _role_words(role, lang)) for text, role in understanding.series.items())]


def _role_words(role: Role, lang: str) -> str:
    _ = translator(lang)
    if role.kind != "figure":
        return {
            "unit": _("the unit: its code, or its name"),
            "name": _("the unit's name"),
            "year": _("the year"),
            "series": _("which indicator a row is of"),
            "value": _("the value"),
            "across": _("values of this year"),
            "ignored": _("not read"),
        }[role.kind]
    origins = {
        "framework": _("indicator {id} of your framework"),
        "catalogue": _("indicator {id} of the catalogue"),
        "own": _("figures of your own"),
    }
    words = origins[role.origin].format(id=role.indicator)
    if role.nearest:
        words = _("{what}; perhaps {nearest}").format(what=words, nearest=role.nearest)
    return words
