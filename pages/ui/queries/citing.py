"""How to cite the dashboard, the report it is after, and each publisher."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

import dxindex as dx
from dxindex import i18n
from pages.ui.queries import bases, scores
from pages.ui.queries.memory import remembered

# As CITATION.cff says; a test holds them together.
TITLE = "dxindex: how ready is a country for digital transformation, how sure are we, and why?"
AUTHORS = "The dxindex authors"
REPORT_DOI = "10.1596/978-1-4648-0671-1"

_ESCAPED = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
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
    """The software, the report and every source as BibTeX."""
    basis = bases.of(edition)
    software = _entry(
        "software",
        "dxindex",
        author=f"{{{AUTHORS}}}",
        title=f"{{{TITLE}}}",
        version=dx.__version__,
        note=f"Method version {dx.METHOD_VERSION}, data version {_plain(basis.version)}",
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
    if bases.own_of(edition) is not None:
        file = _entry(
            "misc",
            "dxindex-own",
            title=f"{{{_plain(basis.name)}}}",
            note=_plain(_own_figures(edition)),
        )
        return "\n\n".join([software, report, file])
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
        for row in _published(edition).itertuples()
    ]
    return "\n\n".join([software, report, *sources])


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


def _plain(words: str) -> str:
    return words.translate(_ESCAPED)


def _entry(kind: str, key: str, **fields: str) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}}}"
