"""What can go wrong with the World Bank's API, as types a caller can tell apart.

>>> issubclass(UnknownSeriesError, WorldBankError)
True
"""

from typing import ClassVar

from data.errors import DataError


class WorldBankError(DataError):
    """The World Bank's API did not give what was asked for; the message says what came and what to do.

    Attributes:
        passing: whether it may pass by itself, so that trying again is worth it.
        retry_after: seconds that the publisher asks to wait, or None.
    """

    advice: ClassVar[str] = "Try again later."

    def __init__(self, message: str, *, passing: bool = False, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.passing = passing
        self.retry_after = retry_after

    @classmethod
    def about(
        cls, what: str, came: str, *, passing: bool = False, retry_after: float | None = None
    ) -> "WorldBankError":
        """Say what was asked, what came instead, and what to do."""
        return cls(f"{what}: {came}. {cls.advice}", passing=passing, retry_after=retry_after)


class UnreachableError(WorldBankError):
    """No answer came, or it broke off: the network, or the publisher's server."""

    advice = "Check the network and try again."


class RefusedError(WorldBankError):
    """The publisher, or something on the way, answered that it will not or cannot."""

    advice = (
        "Try again later; where it stays, check the address in DXINDEX_WORLD_BANK and the network's proxy."
    )


class NotUnderstoodError(WorldBankError):
    """An answer came that is damaged, contradicts itself, or holds what no figure can be."""

    advice = "Nothing of it was taken over; try again later, and report it to the publisher where it stays."


class UnknownSeriesError(WorldBankError):
    """The publisher knows the series under none of its codes, or has no values for it."""

    advice = "See under which code the publisher has it now, and add that to indicators.toml."
