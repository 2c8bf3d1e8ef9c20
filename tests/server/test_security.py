"""What the server withstands: each attack tried, and the headers of every kind of answer."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import http.client
import io
import json
import logging
import os
import re
import socket
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from pages.ui import scripts
from pages.ui.serving import bounds, journal, policy, settings
from pages.ui.serving.settings import Settings, SettingsError
from tests.server.asgi import answered
from tests.server.conftest import Answer, Ask, Server
from tests.tasks import finished

STATIC = re.search(r'src="\./(static/js/[^"]+)"', policy.start_page())[1]  # type: ignore[index]
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
EVERY_ANSWER = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "X-Frame-Options",
}
Scope = dict[str, Any]


async def reached(scope: Scope, receive: Any, send: Callable[..., Any]) -> None:
    """An application that answers whatever reaches it, once it has the whole body."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body"})


# Headers.


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200),
        ("/rankings?lang=vi", "GET", 200),
        ("/map?embed=true", "GET", 200),
        (f"/{STATIC}", "GET", 200),
        ("/_stcore/health", "GET", 200),
        ("/_stcore/host-config", "GET", 200),
        ("/data/metadata.json?lang=en", "GET", 200),
        ("/data/metadata.json?lang=xx", "GET", 400),
        ("/report/XXX.html", "GET", 404),
        ("/media/nothing.png", "GET", 404),
        ("/static/%2e%2e/x", "GET", 400),
        ("//example.org/x", "GET", 400),
        ("/rankings/", "GET", 301),
        ("/chart.svg", "POST", 405),
        ("/_stcore/metrics", "GET", 404),
        ("/?q=" + "a" * 30_000, "GET", 414),
        ("/_stcore/upload_file/a/b", "PUT", 403),
    ],
)
def test_every_answer_has_the_headers_and_no_banner(ask: Ask, path: str, method: str, status: int) -> None:
    answer = ask(path, method)
    assert answer.status == status
    missing = {name for name in EVERY_ANSWER if name.lower() not in answer.headers}
    assert not missing
    assert "server" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_no_request_is_answered_with_the_headers(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(b"HELLO\r\n\r\n")
        answer = line.makefile("rb").read().lower()
    assert answer.startswith(b"http/1.1 400")
    assert b"x-content-type-options: nosniff" in answer
    assert b"\r\nserver:" not in answer


def test_where_something_breaks_nothing_is_told_of_it() -> None:
    async def breaks(_request: Request) -> None:
        raise RuntimeError("the inside of the server")

    headers = policy.headers(Settings())
    app = Starlette(routes=[Route("/", breaks)], exception_handlers={Exception: policy.Fault(headers)})
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    with pytest.raises(RuntimeError):  # for the log
        finished(app(scope, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    assert {name.decode() for name, _ in sent[0]["headers"]} >= {name.lower() for name in headers}
    assert b"inside" not in sent[1]["body"]


def directives(text: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in text.split("; ")}


def test_only_known_scripts_run_and_nothing_comes_from_elsewhere() -> None:
    told = directives(policy.headers(Settings())[policy.CSP])
    known = (*policy.inline_scripts(policy.start_page()), *scripts.ALL)
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in known}
    assert set(told["script-src"]) == {"'self'", *(f"'sha256-{value}'" for value in hashes)}
    for name, sources in told.items():
        assert set(sources) <= {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'"} | set(
            told["script-src"]
        ), name
    assert [name for name, sources in told.items() if "'unsafe-inline'" in sources] == ["style-src"]


def test_files_hold_no_script_at_all(ask: Ask) -> None:
    told = directives(ask("/report/VNM.html").headers["content-security-policy"])
    assert told["default-src"] == ["'none'"]
    assert "script-src" not in told


def test_who_may_embed_is_the_operators_choice() -> None:
    told = settings.from_environment({"DXINDEX_FRAME_ANCESTORS": "'self' https://*.example.org"})
    headers = policy.headers(told)
    assert headers[policy.CSP].endswith("frame-ancestors 'self' https://*.example.org")
    assert "X-Frame-Options" not in headers, "it would forbid what the policy allows"
    nobody = policy.headers(settings.from_environment({"DXINDEX_FRAME_ANCESTORS": "'none'"}))
    assert nobody["X-Frame-Options"] == "DENY"


def test_tls_is_insisted_on_only_where_it_is_said() -> None:
    assert "Strict-Transport-Security" not in policy.headers(Settings())
    told = policy.headers(settings.from_environment({"DXINDEX_HSTS_SECONDS": "31536000"}))
    assert told["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DXINDEX_FRAME_ANCESTORS", "https://a.example; script-src *"),
        ("DXINDEX_FRAME_ANCESTORS", "*"),
        ("DXINDEX_FRAME_ANCESTORS", "'none' 'self'"),
        ("DXINDEX_PORT", "80000"),
        ("DXINDEX_MAKERS", "0"),
        ("DXINDEX_METRICS_FROM", "everywhere"),
        ("DXINDEX_HSTS_SECONDS", "-1"),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings.from_environment({name: value})


# Paths.

UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "%252e%252e%252f", "....//", "..;/", "%c0%ae%c0%ae/")
ROOTS = (
    "/",
    "/static/",
    "/static/js/",
    "/data/",
    "/report/",
    "/media/",
    "/component/",
    "/_stcore/bidi-components/x/",
)


@pytest.mark.parametrize("root", ROOTS)
def test_no_path_leads_out(ask: Ask, root: str) -> None:
    for up in UP:
        for target in ("etc/passwd", "pyproject.toml", ".streamlit/config.toml", "data/sources.toml"):
            answer = ask(f"{root}{up * 6}{target}")
            assert answer.status in {200, 301, 400, 404}, up
            if answer.status == 200:  # what is no file is a page of the dashboard
                assert answer.body == policy.start_page().encode(), up


# Headers that a request would write.

BREAK = "%0d%0aX-Evil:%201%0d%0a%0d%0a"


@pytest.mark.parametrize(
    "path",
    [
        f"/chart.svg?lang=en{BREAK}",
        f"/data/ranking.csv?q=a{BREAK}",
        f"/report/VNM{BREAK}.html",
        f"/report/VNM.html?vs={BREAK}",
        f"/x{BREAK}/",
        f"/media/{BREAK}",
        f"/?c={BREAK}",
    ],
)
def test_no_request_writes_a_header(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert "x-evil" not in answer.headers
    assert answer.status in {200, 301, 400, 404}
    assert not any("\r" in value or "\n" in value for value in answer.headers.values())


@pytest.mark.parametrize("host", ['a"><script>', "a/../b", "evil.example@x", "[::1", "x" * 300])
def test_a_strange_host_is_named_nowhere(ask: Ask, host: str) -> None:
    answer = ask("/data/ranking.csv?lang=en", Host=host)
    assert answer.status == 200
    assert host.encode() not in answer.body


# Sizes and slowness.


def test_what_is_too_large_is_refused(ask: Ask) -> None:
    assert ask("/chart.svg?q=" + "a" * 5_000).status == 414
    assert ask("/rankings?q=" + "a" * 25_000).status == 414
    many = {f"X-{number}": "a" * 4_000 for number in range(13)}
    assert ask("/", **many).status == 431
    assert ask("/", "POST", Content_Length="9999999999").status == 413


def test_heads_beyond_all_measure_are_not_read(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        try:
            for _ in range(4_000):
                line.sendall(b"X: " + b"a" * 1_000 + b"\r\n")
            answer = line.makefile("rb").read()
        except ConnectionError:
            answer = b""
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


def test_a_head_that_never_ends_is_hung_up_on_and_others_are_served_meanwhile(
    server: Server, ask: Ask
) -> None:
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(50)]
    try:
        for line in lines:
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert ask("/_stcore/health").status == 200
        assert [line.recv(1) for line in lines] == [b""] * 50, "closed without an answer"
    finally:
        for line in lines:
            line.close()


def test_a_body_that_never_comes_is_not_waited_for() -> None:
    async def never() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def send(_message: object) -> None:
        pass

    guarded = bounds.Bounds(reached, Settings(body_seconds=0))
    scope = {"type": "http", "path": "/_stcore/upload_file/a/b", "query_string": b"", "headers": []}
    with pytest.raises(HTTPException) as caught:
        finished(guarded(scope, never, send))
    assert caught.value.status_code == 408


# What is closed.


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/metrics?families=cache_memory_bytes",
        "/%5fstcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/agent/interact",
        "/_stcore/script-health-check",
    ],
)
def test_the_frameworks_insights_are_closed(ask: Ask, path: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = ask(path, method)
        assert answer.status == 404, method
        assert answer.body == b"Not Found"
    forwarded = ask(path, X_Forwarded_For="127.0.0.1")
    assert forwarded.status == 404


def test_metrics_are_read_from_where_the_operator_says_and_not_through_a_proxy() -> None:
    allowed = Settings(metrics_from=(ip_network("127.0.0.1"), ip_network("10.0.0.0/24")))
    app = bounds.Bounds(reached, allowed)
    path = {"path": "/_stcore/metrics", "raw_path": b"/_stcore/metrics"}
    assert answered(app, **path)[0] == 200
    assert answered(app, **path, client=("::ffff:10.0.0.9", 1))[0] == 200
    assert answered(app, **path, client=("10.0.1.9", 1))[0] == 404
    assert answered(app, **path, client=None)[0] == 404
    assert answered(app, **path, headers=[(b"x-forwarded-for", b"127.0.0.1")])[0] == 404


# Texts.


def test_no_script_comes_back_from_an_address(ask: Ask) -> None:
    from tests.server.test_addresses import TAKEN

    asked_for = {f"{address.path}?{param.code}" for address, _chart, param in TAKEN.values()}
    for where in sorted(asked_for):
        path, _mark, code = where.partition("?")
        answer = ask(f"{path.replace('{country}', 'VNM')}?{code}={quote(SCRIPT)}")
        assert b"<script" not in answer.body, where
        assert b"<img" not in answer.body, where
        assert answer.status in {200, 400}, where
    assert ask(f"/report/{quote(SCRIPT, safe='')}.html").status == 404


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", ",=1+1"])
def test_no_text_of_a_visitor_is_a_formula_in_a_table(ask: Ask, formula: str) -> None:
    answer = ask(f"/data/ranking.csv?lang=en&q={quote(formula)}")
    text = answer.body.decode("utf-8-sig")
    assert answer.status == 200
    assert formula not in text
    for cell in re.split(r"[,;\t\n]", text):
        plain = cell.strip().strip('"')
        assert not re.match(r"[=+@＝＋－＠]", plain), cell


def test_no_cell_of_a_table_is_a_formula(ask: Ask) -> None:
    table = pd.read_csv(io.BytesIO(ask("/data/ranking.csv?lang=vi").body), comment="#", dtype=str)
    for column in table:
        assert not table[column].str.match(r"[=+\-@]\D", na=False).any(), column


# The log.


def test_the_log_does_not_say_who_asked_for_what(server: Server, ask: Ask) -> None:
    ask("/rankings?q=a-private-matter")
    ask("/data/ranking.csv?q=a-private-matter")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "User-Agent": "a-private-matter",
    }
    connection.request("GET", "/_stcore/stream?q=a-private-matter", headers=upgrade)
    assert connection.getresponse().status == 101
    connection.close()
    ask("/_stcore/health")
    log = server.log.read_text()
    assert "private" not in log
    assert re.findall(r"127\.0\.0\.1:\d+", log) == [f"127.0.0.1:{server.port}"], "its own address alone"
    assert "Traceback" not in log


def test_the_log_leaves_visitors_out_however_the_server_was_started(caplog: pytest.LogCaptureFixture) -> None:
    journal.keep_impersonal()
    logger = logging.getLogger("uvicorn.error")
    try:
        with caplog.at_level(logging.INFO, "uvicorn.error"):
            logger.addHandler(caplog.handler)
            logger.info('%s - "WebSocket %s" [accepted]', "10.0.0.7:1", "/_stcore/stream")
            logger.info("Shutting down")
    finally:
        logger.removeHandler(caplog.handler)
        for name in ("uvicorn.error", "uvicorn.access"):
            logging.getLogger(name).removeFilter(journal.is_impersonal)
    assert {record.getMessage() for record in caplog.records} == {"Shutting down"}


# The framework's own protections.


def test_protections_are_on(ask: Ask) -> None:
    told: Answer = ask("/_stcore/host-config", Origin="https://evil.example")
    assert json.loads(told.body)["allowedOrigins"] == []
    assert "access-control-allow-origin" not in told.headers
    put = ask("/_stcore/upload_file/a/b", "PUT", body=b"", Content_Length="0")
    assert put.status == 403, "without the token of the page"


def test_other_sites_cannot_open_a_session(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Origin": "https://evil.example",
    }
    connection.request("GET", "/_stcore/stream", headers=upgrade)
    assert connection.getresponse().status == 403
    connection.close()


def test_the_policy_stands_on_every_answer_that_has_none_of_its_own() -> None:
    async def own(scope: Scope, receive: Any, send: Callable[..., Any]) -> None:
        headers = [(b"content-security-policy", b"default-src 'none'")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    status, headers = answered(policy.Headers(own, policy.headers(Settings())))
    assert (status, headers["content-security-policy"]) == (200, "default-src 'none'")
    assert headers["referrer-policy"] == "no-referrer"
