"""A visitor's own figures as something an index rests on; it lives and dies with their session."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any

import pandas as pd

import dxindex as dx

KEPT = 512  # results of all kinds for one body of own figures


class OwnBasis:
    def __init__(self, body: str) -> None:
        self.body = body
        self._results: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._computing = RLock()

    def recall(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Return what a function gives for some arguments, computed once and kept with these figures alone."""
        asked = (function, *arguments)
        with self._computing:
            if asked not in self._results:
                self._results[asked] = function(*arguments)
                if len(self._results) > KEPT:
                    self._results.popitem(last=False)
            self._results.move_to_end(asked)
            return self._results[asked]

    name = version = ""
    folder = None
    sources = pd.DataFrame()
    editions = indicators = near_misses = pd.DataFrame()

    def panel(self, edition: str) -> pd.DataFrame:
        return pd.DataFrame()

    def outside(self, edition: str) -> pd.DataFrame:
        return pd.DataFrame()

    def vintages(self, edition: str) -> pd.DataFrame:
        return pd.DataFrame()

    def countries(self, edition: str) -> pd.DataFrame:
        return pd.DataFrame()

    def observations(self, indicators: Iterable[str] | None = None) -> pd.DataFrame:
        return pd.DataFrame()

    def framework(self, edition: str) -> dx.Framework:
        raise NotImplementedError
