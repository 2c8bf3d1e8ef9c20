"""What came of a refresh, series by series."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import DataError


@dataclass(frozen=True)
class Outcome:
    """What came of one series.

    Attributes:
        indicator: its id.
        result: "refreshed", "unchanged" (the figures held are the newest), "refused" or "unreachable".
        kind: of the first refusal ("values", "economies", "years", "units", "revision", "vintage"), or "".
        reason: why it was refused or not reached, in English.
        vintage: when the publisher last updated it, as the publisher says.
        code: under which it was found.
        fetched: when it was fetched.
        new, revised, withdrawn: how many values differ from those held before.
        left_out: places with values that are no economies of the snapshot.

    >>> print(Outcome("internet_users", "refused", "units", "values look like shares"))
    internet_users: refused: values look like shares
    """

    indicator: str
    result: str
    kind: str = ""
    reason: str = ""
    vintage: str = ""
    code: str = ""
    fetched: str = ""
    new: int = 0
    revised: int = 0
    withdrawn: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether no figures came that could be taken."""
        return self.result in ("refused", "unreachable")

    def as_check(self, now: str) -> dict[str, str]:
        """Return what the cache records of it."""
        return {
            "checked": self.fetched or now,
            "result": self.result,
            "kind": self.kind,
            "reason": self.reason,
            "vintage": self.vintage,
        }

    def __str__(self) -> str:
        told = f"{self.indicator}: {self.result}"
        if self.failed:
            return f"{told}: {self.reason}"
        changes = [
            f"{count:,} {what}"
            for count, what in ((self.new, "new"), (self.revised, "revised"), (self.withdrawn, "withdrawn"))
            if count
        ]
        return f"{told}, vintage {self.vintage}" + (f": values {', '.join(changes)}" if changes else "")


@dataclass(frozen=True)
class Refresh:
    """What came of a refresh.

    Attributes:
        folder: the figures that are current now; None where the snapshot is.
        outcomes: one per series asked for, in the catalogue's order.
        requests: how many requests were sent.
    """

    folder: Path | None
    outcomes: tuple[Outcome, ...]
    requests: int


class RefreshError(DataError):
    """Nothing could be refreshed; `outcomes` says of each series why."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = tuple(outcomes)
        reasons = "\n".join(f"- {one}" for one in outcomes)
        super().__init__(f"Nothing was refreshed, and the figures are as they were:\n{reasons}")
