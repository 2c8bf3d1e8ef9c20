"""How to cite the dashboard, the report it is after, and each publisher."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

import dxindex as dx
from dxindex import i18n
from dxindex.bibtex import AUTHORS, REPORT_DOI, TITLE
from dxindex.bibtex import bibtex as made
from pages.ui.queries import bases, scores
from pages.ui.queries.memory import remembered

_UNCHECKED = "own figures, not checked by the dxindex authors"


@dataclass(frozen=True)
class Cited:
    """A source as it asks to be cited, with its licence and what to know before using it."""

    citation: str
    licence: str
    licence_url: str
    page: str
    note: str


def text(edition: str) -> str:
    """One line that names the software with the versions of method and data; one's own figures by their file."""
    software = f"{AUTHORS}. {TITLE} Version {dx.__version__}, method version {dx.METHOD_VERSION}"
    report = f"World Bank (2016), World Development Report 2016: Digital Dividends, doi:{REPORT_DOI}."
    if bases.own_of(edition) is not None:
        return f"{software}. {_own_figures(edition)}. Method after: {report}"
    return f"{software}, data version {bases.of(edition).version}. After: {report}"


def _own_figures(edition: str) -> str:
    """Own figures and the index on them: whoever has others has other results."""
    (file,) = bases.of(edition).sources["citation"]
    index = scores.framework(edition)
    return f"Figures: {file} ({_UNCHECKED}); index: {index.id}, SHA-256 {index.sha256[:16]}…"


@remembered(4)
def bibtex(edition: str) -> str:
    """The software, the report and every source as BibTeX; one's own figures with the index on them."""
    basis = bases.of(edition)
    if bases.own_of(edition) is None:
        return made(_published(edition), basis.version)
    own = _published(edition).assign(title_en=basis.name, citation=_own_figures(edition))
    return made(own.assign(publisher_en="", vintage=""), basis.version)


@remembered(8)
def publishers(edition: str, lang: str) -> tuple[Cited, ...]:
    """Each source's own citation, with its licence; files that are cited alike once."""
    cited = (
        Cited(
            citation=row.citation,
            licence=getattr(row, f"licence_name_{lang}"),
            licence_url=row.licence_url,
            page=row.landing_page,
            note=getattr(row, f"notes_{lang}"),
        )
        for row in _published(edition).itertuples()
    )
    return tuple(dict.fromkeys(cited))


def publishers_text(edition: str) -> str:
    """All publishers' citations, one a line, to copy at once."""
    return "\n".join(dict.fromkeys(cited.citation for cited in publishers(edition, i18n.DEFAULT_LANGUAGE)))


def _published(edition: str) -> pd.DataFrame:
    table = bases.of(edition).sources
    return table[table["role"] != "derived"]
