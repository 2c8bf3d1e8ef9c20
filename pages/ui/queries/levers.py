"""The figures of a country that can be moved, how far, and changes of them as a link holds them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from dxindex import i18n
from pages.ui.queries import codes, scores
from pages.ui.queries.memory import remembered


@dataclass(frozen=True)
class Lever:
    """One indicator of a country: its own value, and what the world has shown.

    ``low`` and ``high`` are the panel's, rounded outwards to ``step``; ``least`` and ``most`` are those figures
    themselves. ``own`` is rounded to ``step`` too, ``exact`` is the figure; both are None where it is missing.
    """

    indicator: str
    axis: str
    title: str
    unit: str
    low: float
    high: float
    least: float
    most: float
    own: float | None
    exact: float | None
    middle: float
    step: float
    decimals: int
    direction: int
    lowest: str
    highest: str

    def value(self, shown: float) -> float:
        """The figure that a place on the slider stands for: never beyond what was observed."""
        if self.exact is not None and shown == self.own:
            return self.exact
        return min(max(shown, self.least), self.most)

    def place(self, value: float) -> float:
        """The place on the slider at a figure, rounded so that nothing of an improvement is lost."""
        size = 10**self.decimals
        turned = math.ceil if self.direction > 0 else math.floor
        rounded = turned(round(value * size, 6)) / size
        return min(max(rounded, self.low), self.high) + 0.0


@remembered(256)
def levers(edition: str, country: str, lang: str) -> tuple[Lever, ...]:
    """The indicators of the edition's index, in tree order, as a country can move them."""
    scheme, figures, catalogue = scores.framework(edition), scores.panel(edition), codes.indicators(edition)
    names = codes.country_names(edition, lang)
    found = []
    for indicator in scheme.indicators:
        values = figures[indicator].dropna().astype(float)
        decimals = int(catalogue.at[indicator, "decimals"])
        size = 10**decimals
        exact = float(figures.at[country, indicator])
        known = not math.isnan(exact)
        found.append(
            Lever(
                indicator=indicator,
                axis=scheme.axis_of(indicator),
                title=str(catalogue.at[indicator, f"short_{lang}"]),
                unit=str(catalogue.at[indicator, f"unit_{lang}"]),
                low=math.floor(round(values.min() * size, 6)) / size + 0.0,
                high=math.ceil(round(values.max() * size, 6)) / size + 0.0,
                least=float(values.min()),
                most=float(values.max()),
                own=_rounded(exact, decimals) if known else None,
                exact=exact if known else None,
                middle=_rounded(float(values.median()), decimals),
                step=1 / size,
                decimals=decimals,
                direction=scheme.indicator(indicator).direction,
                lowest=names[values.idxmin()],
                highest=names[values.idxmax()],
            )
        )
    return tuple(found)


def _rounded(value: float, decimals: int) -> float:
    """Round as numbers are written on the page, so that a slider and a text never differ.

    >>> _rounded(8.65, 1), _rounded(-0.001, 1)
    (8.6, 0.0)
    """
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals))) + 0.0


def written(indicator: str, value: float) -> str:
    """A change as the URL holds it (see ``choices.read_change``).

    >>> written("mean_years_schooling", 9.5)
    'mean_years_schooling:9.5'
    """
    return f"{indicator}:{value:g}"


@remembered(256)
def read(
    edition: str, country: str, changes: tuple[str, ...]
) -> tuple[dict[str, float], tuple[tuple[str, str], ...]]:
    """Split changes into those that are possible here, and those that are not with the reason.

    Not possible are ``foreign`` ones, of an indicator that this edition's index does not use, and ``beyond``,
    outside what its panel has shown. A change to the country's own value is none. The last change of an
    indicator holds.
    """
    here = {lever.indicator: lever for lever in levers(edition, country, i18n.DEFAULT_LANGUAGE)}
    used: dict[str, float] = {}
    ignored: list[tuple[str, str]] = []
    for change in changes:
        indicator, _mark, text = change.partition(":")
        lever = here.get(indicator)
        if lever is None:
            ignored.append((change, "foreign"))
        elif not lever.low <= float(text) <= lever.high:
            ignored.append((change, "beyond"))
        elif round(float(text), lever.decimals) == lever.own:
            used.pop(indicator, None)
        else:
            used[indicator] = round(float(text), lever.decimals) + 0.0
    ordered = {indicator: used[indicator] for indicator in here if indicator in used}
    return ordered, tuple(ignored)


def with_change(
    edition: str, country: str, changes: tuple[str, ...], indicator: str, value: float | None
) -> tuple[str, ...]:
    """Changes with one more: a value, or None to take the indicator's change back."""
    used, _ignored = read(edition, country, changes)
    kept = {other: place for other, place in used.items() if other != indicator}
    if value is not None:
        kept[indicator] = value
    return tuple(
        written(other, place)
        for other, place in read(edition, country, tuple(written(*item) for item in kept.items()))[0].items()
    )
