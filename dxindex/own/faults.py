"""One thing that is wrong with somebody's file: what it is, where, and the error that refuses a file."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dxindex.errors import InputError
from dxindex.i18n import number
from dxindex.own.limits import MAX_FAULTS
from dxindex.own.words import REMARKS, wordings

MAX_QUOTED = 40
"""Letters of a file's text that a fault repeats: a cell can be as large as the file."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file, or worth knowing about it, and where.

    Attributes
    ----------
    kind
        A key of :func:`dxindex.own.words.wordings`.
    row
        As a spreadsheet numbers it, 1 is the first of the file; None for the file as a whole.
    column
        The column's name in the file, or the indicator that is meant.
    found
        What stands there.
    facts
        Numbers and ids that the words name.

    Examples
    --------
    >>> fault = Fault("no_name", 3)
    >>> fault.row, fault.remark
    (3, False)
    """

    kind: str
    row: int | None = None
    column: str = ""
    found: str = ""
    facts: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def remark(self) -> bool:
        """Whether nothing is lost: it is only worth knowing."""
        return self.kind in REMARKS


class RefusedFileError(InputError):
    """A file that cannot be used; ``fault`` says why, ``faults`` lists it first and then all others found."""

    def __init__(self, fault: Fault, others: Sequence[Fault] = ()) -> None:
        where = f"row {fault.row}: " if fault.row else ""
        super().__init__(where + " ".join(told(fault, "en")))
        self.fault = fault
        self.faults: tuple[Fault, ...] = (fault, *others)


class FaultList:
    """Faults as they are found: the first :data:`~dxindex.own.limits.MAX_FAULTS` kept, all of them counted.

    >>> faults = FaultList()
    >>> faults.add(Fault("no_name", 3))
    >>> faults.count, faults.kept
    (1, [Fault(kind='no_name', row=3, column='', found='', facts={})])
    """

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.counts: Counter[str] = Counter()

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it while there is room."""
        self.counts[fault.kind] += 1
        if len(self.kept) < MAX_FAULTS:
            self.kept.append(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add several."""
        for fault in faults:
            self.add(fault)

    @property
    def count(self) -> int:
        """How many were found."""
        return self.counts.total()


def quotable(text: str) -> str:
    """Return a file's text without control signs and in one line, cut where it is long.

    Parameters
    ----------
    text : str
        As it stands in the file.

    Returns
    -------
    str
        At most :data:`MAX_QUOTED` letters; what is cut ends in an ellipsis. Raises nothing.

    Examples
    --------
    >>> quotable("  a\\nb\\x00 ")
    'a b'
    """
    clean = tidy(text[: 4 * MAX_QUOTED])
    return clean if len(clean) <= MAX_QUOTED else clean[: MAX_QUOTED - 1] + "…"


def tidy(text: str) -> str:
    """Return a text in one form of Unicode, white space single, without signs that are not seen.

    Some of those turn the direction of reading, also of what stands beside the text.

    >>> tidy("Viê\\u0323t  Nam\\u202e")
    'Việt Nam'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    seen = (" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def told(fault: Fault, lang: str) -> tuple[str, str]:
    """Return what a fault means for the reading of the file, and what to do about it.

    Parameters
    ----------
    fault : Fault
        With the facts that its kind names.
    lang : str
        Language of the sentences: ``"en"`` or ``"vi"``.

    Returns
    -------
    tuple of str
        The meaning, and the remedy.

    Raises
    ------
    KeyError
        For a kind that has no words, or where a fact is missing.
    ValueError
        For a language without a catalogue.

    Examples
    --------
    >>> told(Fault("too_many_rows", facts={"found": 600_000, "most": 100_000}), "en")
    ('The file has 600,000 rows; at most 100,000 are read.', 'Divide the file, or leave out years.')
    """
    facts = {name: _written(fact, lang) for name, fact in fault.facts.items()}
    meaning, remedy = wordings(lang)[fault.kind]
    return meaning.format(**facts), remedy.format(**facts)


def _written(fact: float | str, lang: str) -> str:
    if isinstance(fact, str):
        return fact
    return number(fact, lang, 0 if float(fact).is_integer() else 2)
