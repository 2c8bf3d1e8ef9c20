"""What the texts of options mean; argparse reports what cannot be read as a usage fault."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import dxindex as dx
from dxindex.aggregate import resolve_aggregation
from dxindex.errors import name_ids


def aggregation(text: str) -> str | float:
    """Return the name of a mean, or its power."""
    try:
        choice: str | float = text if text in dx.AGGREGATIONS else float(text)
        resolve_aggregation(choice)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not one of {name_ids(dx.AGGREGATIONS)}, nor a number"
        ) from error
    return choice


def whole(text: str) -> int:
    """Return a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def names(text: str) -> list[str]:
    """Return what commas separate."""
    return text.split(",")


def parse_weights(text: str | None) -> str | dict[str, float] | None:
    """Return the weights of a ``--weights`` text.

    Raises
    ------
    OptionError
        For anything that is neither ``equal`` nor pairs of an id and a number.

    Examples
    --------
    >>> parse_weights("adoption.people=2,dai_people=0.5")
    {'adoption.people': 2.0, 'dai_people': 0.5}
    """
    if text is None or text == "equal":
        return text
    weights = {}
    for pair in text.split(","):
        name, _, number = pair.rpartition("=")
        try:
            weights[name] = float(number)
        except ValueError as error:
            raise dx.OptionError(f"--weights: '{pair}' is not 'equal' nor ID=WEIGHT", ids=[pair]) from error
    return weights


def split_names(text: str, known: Sequence[str]) -> str | list[str]:
    """Return a name that is known as it is, and anything else as a list of ids."""
    return text if text in known else text.split(",")
