"""The cities of the Doing Business workbook as a table of one's own: what `notebooks/cities.csv` is made by.

`python -m data.cities --sources DIR --output FILE` writes it anew, to the same bytes; which series and years, `cities.toml`
says.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data.catalog import load_catalogue
from data.errors import DataError, SourceError
from data.fields import FOLDER, open_toml
from data.importers import doing_business

SOURCE = "doing_business"


def build_cities(path: Path) -> bytes:
    """Return the cities' figures as CSV: a row a city and year, a column a series, the source in remarks above.

    Args:
        path: the publisher's workbook.

    Returns:
        UTF-8; columns code, city, year and the series of `cities.toml`, in its order; rows by code and year. A cell
        without a value is empty.

    Raises:
        SourceError: the workbook lacks a series altogether.
    """
    codes, years = _read_choice()
    figures = doing_business.read_cities(path, list(codes))
    figures = figures[figures["year"].isin(years)]
    lacking = set(codes) - set(figures["code"])
    if lacking:
        raise SourceError(f"{path.name}: no figures of cities for {', '.join(sorted(lacking))}.")
    wide = figures.pivot_table(index=["place", "year"], columns="code", values="value")[list(codes)]
    table = wide.rename(columns=codes).rename_axis(index=["code", "year"], columns=None).reset_index()
    table.insert(1, "city", table["code"].map(doing_business.name_cities(path)))
    return (_remarks(years) + table.to_csv(index=False, lineterminator="\n")).encode()


def main(argv: Sequence[str] | None = None) -> int:
    """Write the file; returns 0, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m data.cities", description="Write the worked example's figures."
    )
    parser.add_argument("--sources", type=Path, required=True, metavar="DIR", help="the publishers' files")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="the CSV file to write")
    arguments = parser.parse_args(argv)
    try:
        content = build_cities(arguments.sources / load_catalogue().sources[SOURCE].file)
        arguments.output.write_bytes(content)
    except (DataError, OSError) as error:
        sys.stderr.write(f"data: {error}\n")
        return 1
    return 0


def _read_choice(folder: Path = FOLDER) -> tuple[dict[str, str], tuple[int, ...]]:
    """Ids by the publisher's codes, and the years."""
    with open_toml(folder / "cities.toml") as top:
        years = top.take_list("years", int)
        series = top.take_tables("series")
        return {fields.take("code", str): fields.take("id", str) for fields in series}, years


def _remarks(years: Sequence[int]) -> str:
    source = load_catalogue().sources[SOURCE]
    lines = {
        "title": "Doing business in 22 cities",
        "period": ", ".join(map(str, years)),
        "source": source.citation,
        "link": source.landing_page,
        "licence": source.licence.name.en,
        "note": source.notes.en,
        "made by": "python -m data.cities",
    }
    return "".join(f"# {name}: {text}\n" for name, text in lines.items())


if __name__ == "__main__":
    sys.exit(main())
