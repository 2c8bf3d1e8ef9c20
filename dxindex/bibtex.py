"""How the software, the report it is after, and every source are cited: in a line, and as BibTeX."""

from __future__ import annotations

from typing import Any

import pandas as pd

import dxindex as dx

# As CITATION.cff says; a test holds them together.
TITLE = "dxindex: how ready is a country for digital transformation, how sure are we, and why?"
AUTHORS = "The dxindex authors"
REPORT_DOI = "10.1596/978-1-4648-0671-1"
REPORT = f"World Bank (2016), World Development Report 2016: Digital Dividends, doi:{REPORT_DOI}"

_ESCAPED = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def software() -> str:
    """Name the software with its version and that of the method."""
    return f"{AUTHORS}. {TITLE} Version {dx.__version__}, method version {dx.METHOD_VERSION}"


def citation(version: str) -> str:
    """Return one line that names the software with its versions, that of the figures, and the report it is after."""
    return f"{software()}, data version {version}. After: {REPORT}."


def bibtex(sources: pd.DataFrame, version: str) -> str:
    r"""Return entries for the software, for the report whose method it is after, and for each source.

    Parameters
    ----------
    sources : DataFrame
        Index: names of sources. Columns ``title_en``, ``publisher_en``, ``citation``, ``vintage``, ``licence``,
        ``landing_page``, as ``data.load_sources`` returns them; "" is not known, and left out.
    version : str
        Of the figures.

    Examples
    --------
    >>> row = {"title_en": "A & B", "publisher_en": "P", "citation": "P, A & B.", "vintage": "2018-08"}
    >>> row |= {"licence": "CC-BY-4.0", "landing_page": "https://example.org"}
    >>> print(bibtex(pd.DataFrame([row], index=["ab"]), "1").split("\n\n")[-1])
    @misc{dxindex-ab,
      author = {{P}},
      title = {{A \& B}},
      year = {2018},
      url = {https://example.org},
      note = {P, A \& B. Vintage 2018-08; licence CC-BY-4.0},
    }
    """
    software = _entry(
        "software",
        "dxindex",
        author=f"{{{AUTHORS}}}",
        title=f"{{{TITLE}}}",
        version=dx.__version__,
        note=f"Method version {dx.METHOD_VERSION}, data version {_plain(version)}",
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
    return "\n\n".join([software, report, *(_source(str(row.Index), row) for row in sources.itertuples())])


def _source(name: str, row: Any) -> str:
    vintage = f"Vintage {row.vintage}" if row.vintage else ""
    licence = f"licence {row.licence}" if row.licence else ""
    known = "; ".join(part for part in (vintage, licence) if part)
    return _entry(
        "misc",
        f"dxindex-{name}",
        author=_whole(row.publisher_en),
        title=_whole(row.title_en),
        year=row.vintage[:4],
        url=row.landing_page,
        note=_plain(" ".join(part for part in (row.citation, known) if part)),
    )


def _entry(kind: str, key: str, **fields: str) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}"


def _whole(words: str) -> str:
    """Words in braces of their own, which keep an institution's name and capitals as they are."""
    return f"{{{_plain(words)}}}" if words else ""


def _plain(words: str) -> str:
    return words.translate(_ESCAPED)
