"""What can go wrong with data, as types a caller can tell apart.

Every message names the offending ids, files or cells and says what to do about them.

>>> issubclass(SnapshotError, DataError)
True
"""

from collections.abc import Iterable


class DataError(Exception):
    """Something is wrong with the data or with what was asked of it; the message says what and where."""


class CatalogueError(DataError):
    """One of the package's own TOML files is faulty; every fault is listed."""


class SourceError(DataError):
    """A publisher's file is missing, is not the expected one, or holds what it should not."""


class SnapshotError(DataError):
    """A snapshot is missing, damaged or inconsistent; the file is named."""


class SelectionError(DataError, ValueError):
    """An edition, indicator or choice that does not exist was asked for; the valid ones are listed."""


def listed(items: Iterable[object], limit: int = 20) -> str:
    """Join items for a message, sorted, naming at most `limit` of them.

    >>> listed({"b", "a"})
    'a, b'
    >>> listed(range(4), limit=2)
    '0, 1 and 2 more'
    """
    names = sorted(str(item) for item in items)
    rest = len(names) - limit
    return ", ".join(names[:limit]) + (f" and {rest} more" if rest > 0 else "")
