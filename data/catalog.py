"""The catalogue: what each series is, where it comes from and under which licence.

`indicators.toml` and `sources.toml` are the only places that know a publisher's codes, licences and vintages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.catalog_sources import API, ID, LeftOut, Licence, Source, matching, read_sources
from data.derived import DERIVATIONS
from data.fields import FOLDER, Fields, Text, open_toml

__all__ = ["Catalogue", "Indicator", "LeftOut", "Licence", "Source", "load_catalogue"]


@dataclass(frozen=True)
class Indicator:
    """One series: its meaning, unit, direction and origin.

    `api` is the source that a refresh takes it from ("" for none); without `sources` it comes with a refresh only.
    """

    id: str
    sources: tuple[str, ...]
    api: str
    codes: tuple[str, ...]
    inputs: tuple[str, ...]
    direction: int
    range: tuple[float, float]
    decimals: int
    title: Text
    short: Text
    unit: Text
    year_note: Text
    note: Text
    api_note: Text


@dataclass(frozen=True)
class Catalogue:
    """All series and sources, in the order of their files; read-only."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    left_out: tuple[LeftOut, ...]

    def of_source(self, source: str) -> list[Indicator]:
        """Return the indicators that a source's file feeds."""
        return [indicator for indicator in self.indicators.values() if source in indicator.sources]

    def origins(self, indicator: Indicator, held: Mapping[str, str]) -> tuple[str, ...]:
        """Return the sources of a series in some figures; none where they lack a series that only a refresh brings.

        Args:
            indicator: one of the catalogue.
            held: for each series of the figures, the source that they name.
        """
        if indicator.inputs and not all(self.origins(self.indicators[i], held) for i in indicator.inputs):
            return ()
        own = held.get(indicator.id, "")
        return (own,) if own and own == indicator.api else indicator.sources


@cache
def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read and check `sources.toml` and `indicators.toml`.

    Returns:
        The catalogue, checked as a whole; frozen, so that callers can share it.

    Raises:
        CatalogueError: any fault in either file; all of them are listed.

    Source: Our World in Data's `etl`, where each input carries producer, citation, licence and checksum.

    >>> load_catalogue().indicators["internet_users"].unit.vi
    '% dân số'
    """
    sources, left_out = read_sources(folder / "sources.toml")
    indicators = _read_indicators(folder / "indicators.toml", sources)
    return Catalogue(MappingProxyType(indicators), MappingProxyType(sources), left_out)


def _read_indicators(path: Path, sources: Mapping[str, Source]) -> dict[str, Indicator]:
    indicators: dict[str, Indicator] = {}
    with open_toml(path) as top:
        for fields in top.take_tables("indicator"):
            indicator = _indicator(fields)
            _check_origin(indicator, sources, indicators, fields)
            indicators[indicator.id] = indicator
    return indicators


def _indicator(fields: Fields) -> Indicator:
    inputs = fields.take_list("inputs", str, [])
    api = fields.take("api", str, "")
    indicator = Indicator(
        id=matching(fields, "id", ID),
        sources=fields.take_list("sources", str, [] if api else None),
        api=api,
        codes=fields.take_list("codes", str, [] if inputs else None),
        inputs=inputs,
        direction=fields.take("direction", int),
        range=_range(fields),
        decimals=fields.take("decimals", int),
        title=fields.take_text("title"),
        short=fields.take_text("short"),
        unit=fields.take_text("unit"),
        year_note=fields.take_text("year_note"),
        note=fields.take_text("note", required=False),
        api_note=fields.take_text("api_note", required=False),
    )
    if indicator.direction not in (-1, 0, 1):
        fields.fault("direction must be 1, -1 or 0")
    if indicator.decimals < 0:
        fields.fault("decimals must be 0 or more")
    return indicator


def _check_origin(
    indicator: Indicator, sources: Mapping[str, Source], earlier: Mapping[str, Indicator], fields: Fields
) -> None:
    if not indicator.sources and not indicator.api:
        fields.fault("sources is empty")
    for name in indicator.sources:
        if name not in sources:
            fields.fault(f"unknown source {name}")
        elif sources[name].role == API:
            fields.fault(f"source {name} is no file: name it as api")
        elif (sources[name].role == "derived") != bool(indicator.inputs):
            fields.fault(
                f"source {name}: a derived series has inputs and a source of role derived, others neither"
            )
    _check_refresh(indicator, sources, fields)
    if indicator.inputs and indicator.id not in DERIVATIONS:
        fields.fault("no formula for it in data/derived.py")
    for name in indicator.inputs:
        if name not in earlier:
            fields.fault(f"input {name} must be declared before it")
    if not indicator.codes and not indicator.inputs:
        fields.fault("codes is empty")


def _check_refresh(indicator: Indicator, sources: Mapping[str, Source], fields: Fields) -> None:
    """A series is refreshed from an API, or its source says why not."""
    if indicator.api and (indicator.api not in sources or sources[indicator.api].role != API):
        fields.fault(f"api {indicator.api}: no source with the role {API}")
    first = sources.get(next(iter(indicator.sources), ""))
    if not indicator.api and not indicator.inputs and first and not first.no_refresh.en:
        fields.fault(f"it has no api, and source {first.id} has no no_refresh that says why")


def _range(fields: Fields) -> tuple[float, float]:
    bounds = fields.take_list("range", float)
    if len(bounds) != 2 or bounds[0] >= bounds[1]:
        fields.fault("range must be two numbers with a decimal point, the lower first")
        return (0.0, 1.0)
    return (bounds[0], bounds[1])
