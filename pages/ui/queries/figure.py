"""Finished tables and charts with all that belongs to them: what they show in words, and for a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from dxindex.statements import Statement
from pages.ui.queries.memory import remembered

Spec = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A table to take away, under names in the visitor's language, and what it says of itself.

    Shared between sessions; nobody changes it. ``surface`` is what pictures of it are drawn for.
    """

    name: str
    title: str
    table: pd.DataFrame
    unit: str
    period: str
    source: str
    lang: str
    surface: str


@dataclass(frozen=True)
class Figure(Sheet):
    """One chart; its ``table`` holds the figures that are drawn.

    ``spec`` is what the browser gets: its data are Arrow tables, made once and not on each rerun.
    ``alt`` says the finding, for those who cannot see it. ``say`` gives, per language, the sentences
    it supports; ``larger`` the same chart drawn for a room, which slides take.
    """

    spec: Spec
    alt: str
    say: Callable[[str], Sequence[Statement]] = field(default=lambda _lang: ())
    larger: Callable[[], Figure] | None = None


Drawn = TypeVar("Drawn", Figure, Figure | None)


def drawing(build: Callable[..., Drawn]) -> Callable[..., Drawn]:
    """Keep the figures that a function builds, by its arguments; the last one is the surface.

    None, where there is nothing to draw, is kept too.
    One at a time is built: whoever asks for the same waits for it instead of building it again.
    """
    building = Lock()

    @remembered()
    def kept(*arguments: Any) -> Drawn:
        figure = build(*arguments)
        if figure is None:
            return None
        *what, surface = arguments
        room = f"{surface.partition('-')[0]}-large"
        return replace(figure, larger=lambda: draw(*what, room))

    @wraps(build)
    def draw(*arguments: Any) -> Drawn:
        with building:
            return kept(*arguments)

    return draw


def finished(chart: Any) -> Spec:
    """Write a chart out once, with its data in the form in which it is sent.

    The framework would turn rows into Arrow on every rerun; here it is done when the chart is made.
    Charts are validated by the tests of their builders: doing it again here took longer than building.
    """
    return for_browser(chart.to_dict(validate=False))


def for_browser(spec: Spec) -> Spec:
    """Put the data of a specification in the form in which it is sent."""
    rows = spec.get("datasets", {})
    return {**spec, "datasets": {name: _as_arrow(values) for name, values in rows.items()}}


def _as_arrow(values: Any) -> Any:
    """Rows as an Arrow stream; anything else (a map's outlines) as it is.

    Texts that repeat are sent once and numbered.
    """
    if not isinstance(values, list):
        return values
    table = pa.Table.from_pylist(values)
    for place, column in enumerate(table.columns):
        if pa.types.is_string(column.type) and len(column.unique()) <= len(column) / 2:
            table = table.set_column(place, table.column_names[place], column.dictionary_encode())
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
