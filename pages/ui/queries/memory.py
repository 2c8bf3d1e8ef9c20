"""What is kept between runs, with bounds: shared by all visitors, but for what rests on one's own figures.

The first argument of every function kept here is an edition's key, or something that has one as ``edition``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

import streamlit as st

from dxindex import i18n
from pages.ui.queries import bases

KEPT = 64  # of one kind; a finished chart is about 100 kB

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def remembered(most: int = KEPT) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Keep the results of what is quick to compute."""

    def keep(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return _own_apart(function, lru_cache(maxsize=most)(function))

    return keep


def computed_once(most: int = KEPT) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Keep the results of what takes long: whoever asks for the same meanwhile waits instead of computing it again."""

    def keep(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return _own_apart(function, st.cache_resource(max_entries=most, show_spinner=False)(function))

    return keep


def _own_apart(
    function: Callable[Arguments, Result], shared: Callable[..., Result]
) -> Callable[Arguments, Result]:
    """Keep what rests on a visitor's own figures with these figures alone."""

    @wraps(function)
    def ask(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        about = arguments[0]
        own = bases.own_of(about if isinstance(about, str) else about.edition)
        if own is None and not i18n.wording.get():
            return shared(*arguments, **named)
        if own is None:
            with i18n.speaking_of(""):  # what is shared is worded for everybody
                return shared(*arguments, **named)
        return cast("Result", own.recall(function, (*arguments, *named.values())))

    return ask
