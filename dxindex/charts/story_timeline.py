"""What countries did, and when: a time line to scale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import altair as alt
import pandas as pd

from dxindex.charts.pixel_rows import down_to
from dxindex.charts.theme import LIGHT, Palette, configure
from dxindex.charts.wording import moment_label
from dxindex.i18n import translator

_NARROW = 300  # pixels of plot on a phone: what is kept apart there is apart on anything wider


def timeline(
    milestones: pd.DataFrame,
    *,
    chosen: str = "",
    names: Mapping[str, str] | None = None,
    lang: str = "en",
    colours: Palette = LIGHT,
) -> alt.LayerChart:
    """Draw milestones to scale on one time axis, a row for each country.

    Sentences do not fit beside points on a phone, and Vega breaks no lines: the milestones of ``chosen``
    bear numbers instead, for the page to list them by.

    Parameters
    ----------
    milestones : DataFrame
        Columns ``who``, ``start``, ``end`` (dates), ``precision`` (see :func:`~dxindex.charts.wording.moment_label`), ``text``.
        A decade or span is drawn as long as it lasted, anything else as a point in its middle.
    chosen : str
        Whose milestones are numbered, from 1 in the order of the table.
    names : mapping of str to str, optional
        Display name of each ``who``; rows are in its order.
    lang : str
        Language of the texts: ``"en"`` or ``"vi"``.
    colours : Palette
        Colours and sizes of the surface.

    Returns
    -------
    LayerChart
        Milestones that would touch on a phone stand above one another.

    Raises
    ------
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> days = {"start": [date(2001, 1, 1), date(2005, 1, 1)], "end": [date(2001, 12, 31), date(2009, 12, 31)]}
    >>> told = {"who": ["PER", "TGO"], "precision": ["year", "span"], "text": ["A law", "A plan"]}
    >>> timeline(pd.DataFrame(days | told), names={"PER": "Peru", "TGO": "Togo"}).layer[1].data["label"].tolist()
    ['2001', '2005–2009']
    """
    _ = translator(lang)
    names = names or {str(who): str(who) for who in milestones["who"].unique()}
    table, labels, height = _placed_milestones(milestones, names, chosen, lang, colours)
    first, last = float(table["from"].min()), float(table["to"].max())
    margin = 0.05 * (last - first) + 0.5
    years = alt.Scale(domain=[first - margin, last + margin], nice=False, zero=False)
    x = alt.X(
        "at:Q",
        title=None,
        scale=years,
        axis=alt.Axis(
            format="d", tickMinStep=1, tickCount=alt.ExprRef("max(3, floor(width / 90))"), grid=True
        ),
    )
    y = down_to("y", height)
    tooltip = [
        alt.Tooltip("name:N", title=_("Country")),
        alt.Tooltip("label:N", title=_("When")),
        alt.Tooltip("text:N", title=_("What")),
    ]
    numbered, others = table[table["number"] > 0], table[table["number"] == 0]
    named = alt.Chart(numbered)
    shade = alt.when(alt.datum.number > 0).then(alt.value(colours.accent)).otherwise(alt.value(colours.muted))
    layers = [
        alt.Chart(table[table["lasting"]])
        .mark_rule(strokeWidth=colours.size(5), strokeCap="round", opacity=0.55)
        .encode(x=alt.X("from:Q", scale=years), x2="to:Q", y=y, color=shade, tooltip=tooltip),
        alt.Chart(others)
        .mark_point(filled=True, shape="circle", size=colours.area(90), color=colours.muted, opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
        named.mark_point(
            filled=True, shape="circle", size=colours.area(380), color=colours.accent, opacity=1
        ).encode(x=x, y=y, tooltip=tooltip),
        named.mark_text(
            color=colours.paper, fontSize=colours.size(12), fontWeight=700, baseline="middle", aria=False
        ).encode(x=x, y=y, text="number:Q", tooltip=tooltip),
        alt.Chart(labels)
        .mark_text(align="left", baseline="middle", color=colours.ink, fontSize=colours.size(13))
        .encode(x=alt.value(0), y=y, text="name:N"),
    ]
    chart = alt.layer(*layers).properties(width="container", height=height + colours.size(24))
    return configure(chart, colours, lang)


def _placed_milestones(
    milestones: pd.DataFrame, names: Mapping[str, str], chosen: str, lang: str, colours: Palette
) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Give each milestone its place in time and its height in pixels, each row its name, the chart its height."""
    table = milestones.assign(
        lasting=milestones["precision"].isin(["decade", "span"]),
        name=milestones["who"].map(names),
        label=[
            moment_label(start, end, precision, lang)
            for start, end, precision in zip(
                milestones["start"], milestones["end"], milestones["precision"], strict=True
            )
        ],
    )
    table["from"] = [_in_years(day) for day in table["start"]]
    table["to"] = [_in_years(day) for day in table["end"]]
    table["at"] = (table["from"] + table["to"]) / 2
    table["number"] = 0
    table.loc[table["who"] == chosen, "number"] = range(1, int((table["who"] == chosen).sum()) + 1)
    gap = colours.size(24) / _NARROW * (table["to"].max() - table["from"].min() + 1)
    top, labels = 0.0, []
    for who, name in names.items():
        labels.append({"name": name, "y": top + colours.size(10)})
        own = table[table["who"] == who]
        lanes = _lanes(own, gap)
        top += colours.size(32)
        table.loc[own.index, "y"] = [top + lane * colours.size(25) for lane in lanes]
        top += (max(lanes, default=0) + 1) * colours.size(25)
    table = table.drop(columns=["start", "end", "precision"])
    return table, pd.DataFrame(labels), top


def _lanes(milestones: pd.DataFrame, gap: float) -> list[int]:
    """The lowest lane for each milestone in which it keeps its distance from those before it."""
    ends: list[float] = []
    lanes = []
    for at, first, last, lasting in zip(
        milestones["at"], milestones["from"], milestones["to"], milestones["lasting"], strict=True
    ):
        left, right = (
            (min(first, at - gap / 2), max(last, at + gap / 2)) if lasting else (at - gap / 2, at + gap / 2)
        )
        lane = next((lane for lane, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [right]
        lanes.append(lane)
    return lanes


def _in_years(day: date) -> float:
    """A day as a fraction of its year: the middle of 2000 is 2000.5."""
    return round(day.year + (day.timetuple().tm_yday - 0.5) / 366, 3)
