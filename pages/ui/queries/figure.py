"""A finished chart with all that belongs to it: what it shows in words, as a table, and for a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from dxindex.statements import Statement

Spec = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """One chart, shared between sessions; nobody changes it.

    ``spec`` is what the browser gets: its data are Arrow tables, made once and not on each rerun.
    ``alt`` says the finding, for those who cannot see it. ``table`` holds the figures that are drawn,
    under names in the visitor's language. ``say`` gives, per language, the sentences it supports.
    """

    name: str
    title: str
    spec: Spec
    alt: str
    table: pd.DataFrame
    unit: str
    period: str
    source: str
    lang: str
    surface: str
    say: Callable[[str], Sequence[Statement]] = field(default=lambda _lang: ())


def finished(chart: Any) -> Spec:
    """Validate a chart once, and put its data in the form in which it is sent.

    The framework would turn rows into Arrow on every rerun; here it is done when the chart is made.
    """
    spec: Spec = chart.to_dict()
    rows = spec.get("datasets", {})
    spec["datasets"] = {name: _as_arrow(values) for name, values in rows.items()}
    return spec


def _as_arrow(values: Any) -> Any:
    """Rows as an Arrow stream; anything else (a map's outlines) as it is."""
    if not isinstance(values, list):
        return values
    table = pa.Table.from_pylist(values)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
