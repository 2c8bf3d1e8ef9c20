"""Why an address is not answered."""

from __future__ import annotations

from typing import Any


class Refused(Exception):  # noqa: N818 - an answer, not a fault of ours
    """What is asked for is not there, or not as it is asked; ``answer`` says what is."""

    def __init__(self, status: int, answer: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        super().__init__(answer["error"])
        self.status = status
        self.answer = answer
        self.headers = headers or {}
