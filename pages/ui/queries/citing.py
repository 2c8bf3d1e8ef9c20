"""How to cite the dashboard, the report it is after, and each publisher."""

from __future__ import annotations

import pandas as pd

from dxindex import i18n
from dxindex.bibtex import REPORT, citation, software
from dxindex.bibtex import bibtex as made
from dxindex.words.sources import CitedSource, cited_sources
from pages.ui.queries import bases, scores
from pages.ui.queries.memory import remembered

_UNCHECKED = "own figures, not checked by the dxindex authors"


def text(edition: str) -> str:
    """One line that names the software with the versions of method and data; one's own figures by their file."""
    if bases.own_of(edition) is not None:
        return f"{software()}. {_own_figures(edition)}. Method after: {REPORT}."
    return citation(bases.of(edition).version)


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
def publishers(edition: str, lang: str) -> tuple[CitedSource, ...]:
    """Each source's own citation, with its licence; files that are cited alike once."""
    cited = cited_sources(_published(edition), lang)
    alike = {(one.citation, one.licence_url, one.page, one.note): one for one in reversed(cited)}
    return tuple(reversed(alike.values()))


def publishers_text(edition: str) -> str:
    """All publishers' citations, one a line, to copy at once."""
    return "\n".join(dict.fromkeys(cited.citation for cited in publishers(edition, i18n.DEFAULT_LANGUAGE)))


def _published(edition: str) -> pd.DataFrame:
    table = bases.of(edition).sources
    return table[table["role"] != "derived"]
