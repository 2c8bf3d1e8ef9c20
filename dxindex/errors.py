"""Every error this package raises on purpose.

Each is a :class:`ValueError` (what scikit-learn's estimator contract asks for), names the offending ids and
says what to do, so that the command line and the pages can show the message as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MAX_NAMED_IDS = 12
"""Ids spelled out in one message; the rest are counted, and all of them are in ``error.ids``."""


class DxIndexError(ValueError):
    """Base of all typed errors; ``ids`` holds every offending id, also where the message abbreviates."""

    def __init__(self, message: str, *, ids: Iterable[object] = ()) -> None:
        super().__init__(message)
        self.ids: tuple[str, ...] = tuple(str(item) for item in ids)


class FrameworkError(DxIndexError):
    """A framework that cannot be used; ``faults`` lists every fault found, one sentence each."""

    def __init__(self, message: str, *, faults: Sequence[str] = (), ids: Iterable[object] = ()) -> None:
        super().__init__(message, ids=ids)
        self.faults: tuple[str, ...] = tuple(faults)

    @classmethod
    def from_faults(cls, subject: str, faults: Sequence[str]) -> FrameworkError:
        """Build the error whose message lists ``faults`` below ``subject``."""
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = "".join(f"\n  - {fault}" for fault in faults)
        return cls(f"{subject}: {count}{lines}", faults=faults)


class InputError(DxIndexError):
    """A table of figures that cannot be used: columns, units or values that do not fit."""


class OptionError(DxIndexError):
    """A choice that does not exist or does not fit; the message lists the valid ones."""


class AggregationError(DxIndexError):
    """Values outside the domain of a mean, or a question that only an additive index can answer."""


def name_ids(ids: Iterable[object], *, limit: int = MAX_NAMED_IDS) -> str:
    """Return ids quoted and comma separated, abbreviated beyond ``limit``.

    >>> name_ids(["VNM", "SGP", "EST"], limit=2)
    "'VNM', 'SGP' and 1 more"
    """
    items = [str(item) for item in ids]
    named = ", ".join(f"'{item}'" for item in items[:limit])
    return named if len(items) <= limit else f"{named} and {len(items) - limit} more"
