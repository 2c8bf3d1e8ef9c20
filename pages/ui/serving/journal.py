"""What the log does not hold: who asked, and for what.

Requests are not logged at all. The web server would still write a line with the visitor's address for
each connection of the dashboard; that one is left out too. A proxy before it has a log of its own.
"""

from __future__ import annotations

import logging
from typing import Any

_OF_VISITORS = ('%s - "', "connection open", "connection closed")


def is_impersonal(record: logging.LogRecord) -> bool:
    """Whether a line of the web server's log says nothing of a visitor.

    >>> line = logging.LogRecord("x", 20, "", 0, '%s - "WebSocket %s" [accepted]', ("10.0.0.7:1", "/?q=a"), None)
    >>> is_impersonal(line), is_impersonal(logging.LogRecord("x", 20, "", 0, "Shutting down", (), None))
    (False, True)
    """
    return record.name != "uvicorn.access" and not str(record.msg).startswith(_OF_VISITORS)


def keep_impersonal() -> None:
    """Leave visitors out of the web server's log, however it was started."""
    for name in ("uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).addFilter(is_impersonal)


def to_stderr() -> dict[str, Any]:
    """Return where the web server writes its log: to stderr, for whatever runs it to keep."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "loggers": {"uvicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    }
