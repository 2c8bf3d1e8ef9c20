"""The report on one unit: a page of HTML to take away, print or send, that needs no network.

Plain values, texts and drawings go in, one text comes out. Nothing in it runs: no script, no address is
fetched, every style is inside. Texts are escaped here, once; drawings must come from
:func:`dxindex.charts.to_svg`, which escapes its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from dxindex.i18n import percent, translator

_ADDRESSES = ("https://", "http://")  # what may become a link; anything else stays a text


@dataclass(frozen=True)
class Level:
    """One group and the share of runs in which the unit falls into it."""

    name: str
    share: float
    own: bool
    colour: str


@dataclass(frozen=True)
class Score:
    """One axis or pillar: its score on 0-1 (None where there is none), and its rank as a text."""

    name: str
    score: float | None
    text: str
    rank: str
    axis: bool


@dataclass(frozen=True)
class Report:
    """What a report says, in the language it says it in.

    Parameters
    ----------
    title, facts, period
        The unit's name, what is known of it, and the edition.
    lang
        Language of all texts.
    sentences
        The position in plain words, most important first.
    picture
        An SVG, as :func:`dxindex.charts.to_svg` draws it; empty where there is none.
    picture_note
        How to read the picture.
    scores, levels
        Axes with their pillars, and groups from the lowest.
    published
        What was published beside what is recomputed, a line each; empty where nothing was.
    columns, figures
        The table of figures: heads, and rows of as many texts.
    cautions
        What to beware of, most important first.
    sources, licences
        Citations, and the licences they are under.
    link, version
        Where the same view is found again, and the versions of data and method with the date of the data.
    """

    title: str
    facts: str
    period: str
    lang: str
    sentences: Sequence[str]
    picture: str
    scores: Sequence[Score]
    levels: Sequence[Level]
    columns: Sequence[str]
    figures: Sequence[Sequence[str]]
    cautions: Sequence[str]
    sources: Sequence[str]
    version: str
    link: str = ""
    licences: str = ""
    published: Sequence[str] = field(default=())
    picture_note: str = ""


def build_report(report: Report) -> str:
    """Write a report as one HTML page that prints on one sheet of A4.

    Parameters
    ----------
    report : Report
        What it says. Every text is escaped; the picture is taken as it is.

    Returns
    -------
    str
        A whole document in UTF-8 without scripts, outside addresses or fonts. A link that is no web address
        stays a text.

    Examples
    --------
    >>> page = build_report(Report(
    ...     title="A & B", facts="", period="2014", lang="en", sentences=["First <b>"], picture="<svg></svg>",
    ...     scores=[], levels=[], columns=["Value"], figures=[["7.7"]], cautions=[], sources=[], version="1",
    ... ))
    >>> "A &amp; B" in page, "First &lt;b&gt;" in page, "<script" in page
    (True, True, False)
    """
    _ = translator(report.lang)
    beside = [_scores(report), _levels(report), _published(report)]
    body = [
        f"<header><h1>{escape(report.title)}</h1><p>{escape(report.period)} · dxindex</p></header>",
        f'<p class="facts">{escape(report.facts)}</p>',
        *(f'<p class="say">{escape(text)}</p>' for text in report.sentences),
        f'<div class="two">{_picture(report)}<div>{"".join(beside)}</div></div>',
        _figures(report),
        _list(_("What to beware of"), report.cautions, "cautions"),
        _foot(report),
    ]
    title = escape(f"{report.title} · {report.period} · dxindex")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _picture(report: Report) -> str:
    note = f"<figcaption>{escape(report.picture_note)}</figcaption>" if report.picture_note else ""
    return f"<figure>{report.picture}{note}</figure>"


def _scores(report: Report) -> str:
    _ = translator(report.lang)
    rows = "".join(
        f'<tr class="{"axis" if row.axis else "pillar"}"><th scope="row">{escape(row.name)}</th>'
        f'<td class="bar">{_bar(row.score)}</td>'
        f"<td>{escape(row.text)}</td><td>{escape(row.rank)}</td></tr>"
        for row in report.scores
    )
    if not rows:
        return ""
    title, part, score, rank = (
        escape(text) for text in (_("Axes and pillars"), _("Axis or pillar"), _("Score 0–1"), _("Rank"))
    )
    heads = f'<th scope="col">{part}</th><th scope="col" colspan="2">{score}</th><th scope="col">{rank}</th>'
    return (
        f"<section><h2>{title}</h2>"
        f'<table class="scores"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>'
    )


def _bar(share: float | None, colour: str = "") -> str:
    if share is None:
        return ""
    look = f";background:{escape(colour, quote=True)}" if colour else ""
    return f'<i style="width:{100 * min(max(share, 0.0), 1.0):.1f}%{look}"></i>'


def _levels(report: Report) -> str:
    _ = translator(report.lang)
    rows = "".join(
        f'<tr class="{"axis" if level.own else "pillar"}"><th scope="row">{escape(level.name)}</th>'
        f'<td class="bar">{_bar(level.share, level.colour)}</td>'
        f"<td>{escape(percent(level.share, report.lang))}</td></tr>"
        for level in report.levels
    )
    if not rows:
        return ""
    title = escape(_("Share of runs in each group"))
    return f'<section><h2>{title}</h2><table class="scores">{rows}</table></section>'


def _published(report: Report) -> str:
    _ = translator(report.lang)
    lines = "".join(f"<p>{escape(line)}</p>" for line in report.published)
    title = escape(_("Published and recomputed"))
    return f"<section><h2>{title}</h2>{lines}</section>" if lines else ""


def _figures(report: Report) -> str:
    _ = translator(report.lang)
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in report.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in report.figures
    )
    title = escape(_("Every indicator"))
    return (
        f'<section><h2>{title}</h2><table class="figures"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _list(title: str, lines: Sequence[str], name: str) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<section class="{name}"><h2>{escape(title)}</h2><ul>{items}</ul></section>' if items else ""


def _foot(report: Report) -> str:
    _ = translator(report.lang)
    parts = [f"<p>{escape(' '.join(report.sources))}</p>" if report.sources else ""]
    parts.append(f"<p>{escape(report.licences)}</p>" if report.licences else "")
    link = escape(report.link, quote=True)
    if report.link.startswith(_ADDRESSES):
        link = f'<a href="{link}">{link}</a>'
    parts.append(f"<p>{escape(report.version)}</p>")
    parts.append(f'<p class="link">{link}</p>' if link else "")
    title = escape(_("Sources and licences"))
    return f"<footer><h2>{title}</h2>{''.join(parts)}</footer>"


# Arial and what has its measures come first: the sheet then fills alike wherever it is printed.
_STYLE = """
@page { size: A4; margin: 8mm 10mm }
* { box-sizing: border-box }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { margin: 0; background: #fff; color: #1b2430; font: 14px/1.38 Arial, "Liberation Sans", Helvetica, Roboto, sans-serif }
main { max-width: 900px; margin: 0 auto; padding: 20px }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; border-bottom: 2px solid #14246e }
h1 { font-size: 26px; line-height: 1.2; margin: 0 }
h2 { font-size: 13px; margin: 10px 0 2px; color: #14246e }
p { margin: 3px 0 }
header p, .facts { color: #5b6675 }
.say { font-size: 15px }
.two { display: grid; grid-template-columns: 1.55fr 1fr; gap: 14px; align-items: start }
figure { margin: 6px 0 0 }
figure svg { width: 100%; height: auto; display: block }
table { border-collapse: collapse; width: 100%; font-size: 12px }
th, td { text-align: left; padding: 1px 6px 1px 0; vertical-align: top; font-weight: 400 }
thead th { color: #5b6675; border-bottom: 1px solid #c6ccd5; vertical-align: bottom }
tbody tr + tr > * { border-top: 1px solid #e4e8ee }
.axis > * { font-weight: 700 }
.scores .pillar th { padding-left: 8px }
.scores td { white-space: nowrap }
figcaption { color: #5b6675; font-size: 11px }
.scores th { width: 38% }
.scores .bar { width: 28% }
.bar i { display: block; height: 8px; margin-top: 5px; background: #2f8fd8; min-width: 1px }
.figures td { white-space: nowrap }
.figures td:last-child { white-space: normal }
.figures thead th:nth-child(4) { width: 13% }
ul { margin: 2px 0; padding-left: 16px; font-size: 12px }
footer { color: #5b6675; font-size: 11px; line-height: 1.3; margin-top: 4px }
footer p { margin: 2px 0 }
.link { overflow-wrap: anywhere }
@media (max-width: 640px) {
  main { padding: 12px }
  .two { grid-template-columns: 1fr }
  section:has(.figures) { overflow-x: auto }
}
@media print {
  body { font-size: 8.8pt; line-height: 1.28 }
  main { max-width: none; padding: 0 }
  h1 { font-size: 17pt }
  h2 { font-size: 8.6pt; margin: 5pt 0 1pt }
  p { margin: 1.5pt 0 }
  .say { font-size: 9.2pt }
  .two { grid-template-columns: 1.55fr 1fr; gap: 9pt }
  table, ul { font-size: 7.2pt }
  th, td { padding: 0.4pt 5pt 0.4pt 0 }
  .bar i { height: 5pt; margin-top: 3pt }
  figcaption { font-size: 6.8pt }
  footer { font-size: 6.3pt; line-height: 1.18 }
  a { color: inherit; text-decoration: none }
}
"""
