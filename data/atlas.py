"""Where economies are: one land area without borders, and one point an economy.

No shape of a country is in the package, so no line between countries can be drawn from it.
"""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from data.errors import SnapshotError
from data.store import PROVENANCE, checksum

GEOGRAPHY = Path(__file__).parent / "geography"
LAND = "land.json"
POINTS = "points.csv"
REPAIR = "Restore the folder from version control, or build it again: python -m data.atlas_build --atlas DIR"


def load_land(*, folder: str | Path | None = None) -> dict[str, Any]:
    """Load the land of the world, Antarctica left out, as one area without any border.

    Args:
        folder: a folder of `python -m data.atlas_build`; None is the one that ships with the package.

    Returns:
        A TopoJSON topology with one object, "land", of one MultiPolygon without properties; every ring is an
        arc of its own. Degrees, to a twentieth: for a background, not for measuring.

    Raises:
        SnapshotError: the file is missing or damaged.

    Source: Natural Earth (public domain), from the 1:110 million land polygons.

    >>> [geometry["type"] for geometry in load_land()["objects"]["land"]["geometries"]]
    ['MultiPolygon']
    """
    land: dict[str, Any] = json.loads(_read(LAND, Path(folder or GEOGRAPHY)))
    return land


def load_points(*, folder: str | Path | None = None) -> pd.DataFrame:
    """Load one point for each economy, to draw a mark at.

    Args:
        folder: a folder of `python -m data.atlas_build`; None is the one that ships with the package.

    Returns:
        Index iso3, sorted; columns longitude (-180 to 180, east positive), latitude (float64, degrees, two
        digits): the point of the economy's largest land area that is farthest from its edge. It is a place
        for a mark, neither the capital nor the middle. Economies that Natural Earth lacks have no row.

    Raises:
        SnapshotError: the file is missing or damaged.

    Source: Natural Earth (public domain), from the 1:10 million countries.

    >>> longitude, latitude = load_points().loc["SGP"]
    >>> 103 < longitude < 104.1, 1.2 < latitude < 1.5
    (True, True)
    """
    content = _read(POINTS, Path(folder or GEOGRAPHY))
    # "NA" is no code of three letters, but nothing here is ever missing: nothing may be read as such.
    return pd.read_csv(io.BytesIO(content), keep_default_na=False).set_index("iso3")


@cache
def _read(name: str, folder: Path) -> bytes:
    """Read a file whose checksum is the one recorded beside it."""
    try:
        recorded = json.loads((folder / PROVENANCE).read_bytes())["outputs"][name]["sha256"]
        content = (folder / name).read_bytes()
    except OSError as error:
        raise SnapshotError(f"{error.filename} cannot be read ({error.strerror}). {REPAIR}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{folder / PROVENANCE} does not name the checksum of {name}. {REPAIR}"
        ) from error
    if checksum(content) != recorded:
        raise SnapshotError(
            f"{folder / name} is damaged: its checksum is not the one recorded in {PROVENANCE}. {REPAIR}"
        )
    return content
