"""What a link says of the figures it was made on: versions, and the ranks its sender saw."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

import dxindex as dx
from dxindex import i18n
from pages.ui.queries import codes, scores

METHOD = dx.METHOD_VERSION
SEEN = 12  # countries whose ranks travel in a link


def of(edition: str, countries: Iterable[str]) -> dict[str, list[str]]:
    """The stamps of a link: ``data`` and ``m`` (method), and ``seen``, country and rank on each axis."""
    ranks = scores.result(edition).ranks
    seen = []
    for code in list(dict.fromkeys(countries))[:SEEN]:
        places = (ranks.at[code, axis] for axis in scores.framework(edition).axis_ids)
        seen.append(".".join([code, *("-" if pd.isna(rank) else str(rank) for rank in places)]))
    return {"data": [codes.data_version(edition)], "m": [METHOD], "seen": seen}


def foreign(edition: str, link_data: str, link_method: str) -> bool:
    """Whether a link was made on other figures, or by another method, than those here."""
    return bool(link_data or link_method) and (link_data, link_method) != (
        codes.data_version(edition),
        METHOD,
    )


def both_readings(edition: str, seen: Iterable[str], lang: str) -> pd.DataFrame:
    """Ranks as the link gives them beside the ranks here: a row a country, two columns an axis."""
    _ = i18n.translator(lang)
    scheme, ranks = scores.framework(edition), scores.result(edition).ranks
    rows = []
    for entry in seen:
        code, *theirs = entry.split(".")
        row = {"country": codes.country_names(edition, lang)[code]}
        for axis, rank in zip(scheme.axis_ids, theirs, strict=True):
            here = ranks.at[code, axis]
            label = scheme.label(axis, lang)
            row[_("{axis}: as sent").format(axis=label)] = i18n.MISSING if rank == "-" else rank
            row[_("{axis}: here").format(axis=label)] = i18n.MISSING if pd.isna(here) else str(here)
        rows.append(row)
    return pd.DataFrame(rows)
