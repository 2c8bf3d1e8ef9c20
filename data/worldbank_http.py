"""One document from the World Bank's API: requests that are bounded, polite and tried again where that helps."""

import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from data.worldbank_answers import check_status, decode
from data.worldbank_errors import NotUnderstoodError, RefusedError, UnreachableError, WorldBankError

T = TypeVar("T")

_HOPS = 3
"""Redirects that are followed, on the host that was asked."""
_BLOCK = 65_536


@dataclass(frozen=True)
class Limits:
    """How long, how often and how much.

    Attributes:
        connect: seconds to connect.
        read: seconds in which something must come.
        whole_answer: seconds for the body of an answer: one that drips in ends here.
        attempts: how often one page is asked for.
        first_wait: seconds before the second attempt; they double, with jitter.
        longest_wait: seconds, whatever the publisher asks for.
        per_page: rows per page. The publisher counts requests rather than rows; 5,000 rows are about a megabyte.
        largest_answer: bytes of one page, decompressed.
    """

    connect: float = 5.0
    read: float = 30.0
    whole_answer: float = 120.0
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    per_page: int = 5_000
    largest_answer: int = 32_000_000


class Transport:
    """Fetches documents below one address; may be used by several threads at once."""

    def __init__(self, address: str, limits: Limits, wait: Callable[[float], None]) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UnreachableError(f"{address!r} is not the address of an API: it must begin with https://.")
        self.requests_made = 0
        self._address = address.rstrip("/")
        self._limits = limits
        self._wait = wait
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []
        self._of_thread = threading.local()

    def fetch(self, path: str, params: Mapping[str, str], what: str, understand: Callable[[Any], T]) -> T:
        """Fetch a document and understand it, again where what went wrong may pass.

        Args:
            path: below the address.
            params: the query.
            what: how messages call it.
            understand: turns the document into what is wanted; raises `WorldBankError`.

        Raises:
            WorldBankError: what went wrong, after the last attempt.
        """
        attempts = self._limits.attempts
        retrying = Retrying(
            stop=stop_after_attempt(attempts),
            wait=self._pause,
            retry=retry_if_exception(lambda error: isinstance(error, WorldBankError) and error.passing),
            sleep=self._wait,
            reraise=True,
        )
        try:
            return retrying(lambda: understand(decode(self._get(path, params, what), what)))
        except WorldBankError as error:
            if not error.passing:
                raise
            raise type(error)(f"{error} It was tried {attempts} times.", passing=True) from error

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for session in self._sessions:
                session.close()

    def _pause(self, state: RetryCallState) -> float:
        """Double the wait each time, with jitter; wait longer where the publisher asks for it, within bounds."""
        limits = self._limits
        backoff = wait_exponential_jitter(limits.first_wait, limits.longest_wait, jitter=limits.first_wait)
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, WorldBankError) else None
        return min(limits.longest_wait, max(backoff(state), asked or 0.0))

    def _get(self, path: str, params: Mapping[str, str], what: str) -> bytes:
        """Ask once."""
        try:
            return self._follow(f"{self._address}/{path}", params, what)
        except requests.exceptions.SSLError as error:
            raise UnreachableError.about(what, f"the server could not be trusted ({error})") from error
        except requests.ConnectTimeout as error:
            came = f"no connection within {self._limits.connect:g} seconds"
            raise UnreachableError.about(what, came, passing=True) from error
        except (requests.Timeout, ReadTimeoutError) as error:
            came = f"nothing came for {self._limits.read:g} seconds"
            raise UnreachableError.about(what, came, passing=True) from error
        except (requests.RequestException, HTTPError) as error:
            came = f"the connection failed or broke off ({type(error).__name__})"
            raise UnreachableError.about(what, came, passing=True) from error

    def _follow(self, url: str, params: Mapping[str, str], what: str) -> bytes:
        asked = urlsplit(url)
        request = requests.Request("GET", url, params=dict(params)).prepare().url or url
        for _ in range(_HOPS + 1):
            with self._lock:
                self.requests_made += 1
            timeout = (self._limits.connect, self._limits.read)
            with self._session().get(
                request, stream=True, timeout=timeout, allow_redirects=False
            ) as response:
                if not response.is_redirect:
                    check_status(response, what)
                    return self._body(response, what)
                request = urljoin(request, response.headers["Location"])
            target = urlsplit(request)
            if (target.scheme, target.netloc) != (asked.scheme, asked.netloc):
                came = f"a redirect to another host came, {target.scheme}://{target.netloc}"
                raise RefusedError.about(what, came)
        raise RefusedError.about(what, f"more than {_HOPS} redirects came")

    def _body(self, response: requests.Response, what: str) -> bytes:
        """Read a body within the bounds of time and size.

        urllib3's own decompression would wait for a whole block, and takes a gzip stream that ends early.
        """
        deadline = time.monotonic() + self._limits.whole_answer
        packed = response.headers.get("Content-Encoding", "identity").lower()
        if packed not in ("gzip", "identity"):
            raise NotUnderstoodError.about(what, f"it came compressed as {packed!r}, which was not asked for")
        unpacker = zlib.decompressobj(wbits=31) if packed == "gzip" else None
        body = bytearray()
        try:
            while block := response.raw.read1(_BLOCK, decode_content=False):
                room = self._limits.largest_answer - len(body) + 1
                body += unpacker.decompress(block, room) if unpacker else block
                if len(body) > self._limits.largest_answer:
                    came = f"more came than {self._limits.largest_answer:,} bytes"
                    raise NotUnderstoodError.about(what, came)
                if time.monotonic() > deadline:
                    came = f"the answer was not complete after {self._limits.whole_answer:g} seconds"
                    raise UnreachableError.about(what, came, passing=True)
        except zlib.error as error:
            raise NotUnderstoodError.about(what, "the compressed answer is damaged", passing=True) from error
        if unpacker and (not unpacker.eof or unpacker.unused_data):
            raise NotUnderstoodError.about(what, "the compressed answer is not whole", passing=True)
        return bytes(body)

    def _session(self) -> requests.Session:
        """Sessions are not safe to share: each thread has its own."""
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = requests.Session()
            session.headers.update(
                {"User-Agent": user_agent(), "Accept": "application/json", "Accept-Encoding": "gzip"}
            )
            self._of_thread.session = session
            with self._lock:
                self._sessions.append(session)
        return session


def user_agent() -> str:
    """Say who asks, as publishers wish to know.

    >>> user_agent().startswith("dxindex/")
    True
    """
    try:
        number = version("dxindex")
    except PackageNotFoundError:
        number = "source"  # run from a source tree, without having been installed
    return f"dxindex/{number} {requests.utils.default_user_agent()}"
