"""A finished Vega-Lite specification made ready for the converter: whole data, clean text, a size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dxindex.charts.typesetting import FAMILY
from dxindex.errors import InputError

# The converter parses every text as XML and takes the whole process down with it where that fails: what
# XML 1.0 does not allow is taken out beforehand, also where an expression spells it as an escape.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = re.compile(
    r"(?<!\\)((?:\\\\)*)\\(?:x(?:0[0-8bcef]|1[0-9a-f])|u00(?:0[0-8bcef]|1[0-9a-f])|ufff[ef]|[bf])",
    re.IGNORECASE,
)
_EXPRESSIONS = {"expr", "labelExpr", "calculate", "filter", "test", "signal", "update"}
_COMPOSED = ("hconcat", "vconcat", "concat", "facet", "repeat")
_FACETS = ("row", "column", "facet")


def plain_text(text: str) -> str:
    """Return a text without the characters that XML does not allow.

    Examples
    --------
    >>> plain_text("Viet\\x0bnam\\x00")
    'Vietnam'
    """
    return _NOT_XML.sub("", text)


def drawable(spec: Mapping[str, Any], *, width: float, height: float | None) -> dict[str, Any]:
    """Return a specification that draws itself at a size, without its own title.

    Parameters
    ----------
    spec : mapping
        Vega-Lite, unchanged. ``datasets`` hold rows or the bytes of an Arrow IPC stream.
    width, height : float
        The size in all, axes and legends included; a height of None keeps the chart's own. Charts made of
        several (facets, concatenations) have sizes of their own and keep them.

    Raises
    ------
    InputError
        For a dataset that is neither rows, nor outlines, nor an Arrow stream.
    """
    made: dict[str, Any] = {
        name: _clean(value, name) for name, value in spec.items() if name not in ("datasets", "title")
    }
    if "datasets" in spec:
        made["datasets"] = {name: _clean(_rows(name, data)) for name, data in spec["datasets"].items()}
    made["config"] = {**made.get("config", {}), "font": FAMILY}
    if is_composed(spec):
        return {name: value for name, value in made.items() if value != "container"}
    made["width"] = width
    fit = "fit-x"
    if height is not None and not isinstance(spec.get("height"), Mapping):
        made["height"], fit = height, "fit"
    elif isinstance(spec.get("height"), int | float):
        fit = "fit"
    return {**made, "autosize": {"type": fit, "contains": "padding"}}


def is_composed(spec: Mapping[str, Any]) -> bool:
    """Tell whether a chart is made of several side by side, which cannot be fitted into a size."""
    return any(key in spec for key in _COMPOSED) or any(key in spec.get("encoding", {}) for key in _FACETS)


def _rows(name: str, data: Any) -> Any:
    if isinstance(data, bytes | bytearray | memoryview):
        import pyarrow as pa

        try:
            return pa.ipc.open_stream(pa.py_buffer(data)).read_all().to_pylist()
        except pa.ArrowInvalid as error:
            raise InputError(
                f"dataset '{name}' of the chart is no Arrow stream: {error}", ids=[name]
            ) from error
    if isinstance(data, list | Mapping):  # a mapping holds the outlines of a map
        return data
    raise InputError(
        f"dataset '{name}' of the chart is neither rows, nor outlines, nor an Arrow stream", ids=[name]
    )


def _clean(value: Any, key: str = "") -> Any:
    """Return JSON that the converter reads: no forbidden characters, dates as text."""
    if isinstance(value, str):
        text = plain_text(value)
        return _ESCAPED.sub(r"\1", text) if key in _EXPRESSIONS else text
    if isinstance(value, Mapping):
        return {plain_text(str(name)): _clean(item, str(name)) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, key) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else plain_text(str(value))
