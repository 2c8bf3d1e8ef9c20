"""How to cite the dashboard, the report it is after, and each publisher."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n

# As CITATION.cff says; a test holds them together.
TITLE = "dxindex: how ready is a country for digital transformation, how sure are we, and why?"
AUTHORS = "The dxindex authors"
REPORT_DOI = "10.1596/978-1-4648-0671-1"

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_{}"})


@dataclass(frozen=True)
class Cited:
    """A source as it asks to be cited, with its licence and what to know before using it."""

    citation: str
    licence: str
    licence_url: str
    page: str
    note: str


def text() -> str:
    """One line that names the software with the versions of method and data."""
    return (
        f"{AUTHORS}. {TITLE} Version {dx.__version__}, method version {dx.METHOD_VERSION}, data version "
        f"{data.version()}. After: World Bank (2016), World Development Report 2016: Digital Dividends, "
        f"doi:{REPORT_DOI}."
    )


@lru_cache(maxsize=1)
def bibtex() -> str:
    """The software, the report and every source as BibTeX."""
    software = _entry(
        "software",
        "dxindex",
        author=f"{{{AUTHORS}}}",
        title=f"{{{TITLE}}}",
        version=dx.__version__,
        note=f"Method version {dx.METHOD_VERSION}, data version {data.version()}",
    )
    report = _entry(
        "book",
        "wdr2016",
        author="{World Bank}",
        title="{World Development Report 2016: Digital Dividends}",
        publisher="World Bank",
        year="2016",
        doi=REPORT_DOI,
    )
    sources = [
        _entry(
            "misc",
            f"dxindex-{row.Index}",
            author=f"{{{_plain(row.publisher_en)}}}",
            title=f"{{{_plain(row.title_en)}}}",
            year=row.vintage[:4],
            url=row.landing_page,
            note=_plain(f"{row.citation} Vintage {row.vintage}; licence {row.licence}"),
        )
        for row in _published().itertuples()
    ]
    return "\n\n".join([software, report, *sources])


@lru_cache(maxsize=4)
def publishers(lang: str) -> tuple[Cited, ...]:
    """Each source's own citation, with its licence; files that are cited alike once."""
    cited = (
        Cited(
            citation=row.citation,
            licence=getattr(row, f"licence_name_{lang}"),
            licence_url=row.licence_url,
            page=row.landing_page,
            note=getattr(row, f"notes_{lang}"),
        )
        for row in _published().itertuples()
    )
    return tuple(dict.fromkeys(cited))


def publishers_text() -> str:
    """All publishers' citations, one a line, to copy at once."""
    return "\n".join(dict.fromkeys(cited.citation for cited in publishers(i18n.DEFAULT_LANGUAGE)))


def _published() -> pd.DataFrame:
    table = data.load_sources()
    return table[table["role"] != "derived"]


def _plain(words: str) -> str:
    return words.translate(_ESCAPED)


def _entry(kind: str, key: str, **fields: str) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}}}"
