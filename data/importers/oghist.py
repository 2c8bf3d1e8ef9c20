"""The World Bank's income classification by year (OGHIST): a row per economy, a column per fiscal year."""

from pathlib import Path

import pandas as pd

from data.errors import SourceError, listed
from data.importers import cells

SHEET = "Country Analytical History"
GROUPS = ("L", "LM", "UM", "H")


def read_income_groups(path: Path) -> pd.DataFrame:
    """Read place, year and income group, by the calendar year of the income that decided it.

    The group in force from July 2015 to June 2016 (fiscal year 2016) rests on the income of 2014, and 2014 is
    the year returned. `..` and blanks mean not classified; an asterisk refers to a note.
    """
    raw = cells.read_sheet(path, SHEET)
    header = next(
        (row for row in raw.index if str(raw.loc[row, 1]).startswith("Data for calendar year")), None
    )
    if header is None:
        raise SourceError(
            f"{path.name}: no row says 'Data for calendar year'; the layout is not the expected one."
        )
    years = {column: year for column in raw.columns if (year := cells.year_of(raw.loc[header, column]))}
    # Thresholds have no code in the first column; titles and notes have no group in any year and fall away below.
    body = raw[raw[0] != ""]
    table = body.melt(id_vars=[0], value_vars=list(years), var_name="column", value_name="income_group")
    table["income_group"] = table["income_group"].str.rstrip("*")
    table = table[~table["income_group"].isin(["..", ""])]
    unknown = set(table["income_group"]) - set(GROUPS)
    if unknown:
        raise SourceError(f"{path.name}: unknown income groups {listed(unknown)}.")
    table["year"] = table["column"].map(years)
    return table.rename(columns={0: "place"})[["place", "year", "income_group"]].reset_index(drop=True)
