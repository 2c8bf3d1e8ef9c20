"""What docs/operations.md says is so: settings, tests, files; and what is shipped fits the server."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest

from pages.ui.serving import bounds, connections, settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SITE = (DEPLOY / "nginx" / "dxindex.conf").read_text(encoding="utf-8")
VARIABLE = re.compile(r"DXINDEX_[A-Z_]+")
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))


def table_of_settings() -> list[str]:
    lines = (settings.__doc__ or "").splitlines()
    return [line.replace("``", "`") for line in lines if line.startswith("| ``")]


def test_every_setting_is_told_as_the_code_tells_it() -> None:
    section = PAGE.partition("## Configuration")[2].partition("\n## ")[0]
    told = [line for line in section.splitlines() if line.startswith("| `")]
    assert told == table_of_settings()


def test_what_is_shipped_sets_only_what_there_is() -> None:
    known = {name for row in table_of_settings() for name in VARIABLE.findall(row)}
    shipped = {
        name for path in DEPLOY.rglob("*") if path.is_file() for name in VARIABLE.findall(path.read_text())
    }
    assert shipped - known == set()


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE))))
def test_every_test_that_is_named_is_there(named: tuple[str, str]) -> None:
    path, name = named
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not name or re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)|`(deploy/[\w./-]+)`", PAGE))))
def test_every_file_that_is_named_is_there(link: tuple[str, str]) -> None:
    beside, below = link
    assert (ROOT / below if below else ROOT / "docs" / beside).exists()


def size(option: str) -> int:
    number, unit = re.search(rf"{option} (?:\d+ )?(\d+)([km]);", SITE).groups()  # type: ignore[union-attr]
    return int(number) * {"k": 1024, "m": 1024**2}[unit]


def test_nginx_lets_through_what_the_server_takes() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    upload = config["server"]["maxUploadSize"] * 1024**2
    assert upload < size("client_max_body_size") < 1.1 * upload
    assert bounds.LONGEST_TARGET < size("large_client_header_buffers") < bounds.LARGEST_HEAD


def test_nginx_waits_for_more_than_one_sign_of_life() -> None:
    stream = SITE.partition("location = /_stcore/stream")[2].partition("}")[0]
    waits = int(re.search(r"proxy_read_timeout (\d+)s", stream)[1])  # type: ignore[index]
    assert waits > 2 * connections._PING


def test_nginx_logs_nothing_of_visitors() -> None:
    logged = SITE.partition("log_format")[2].partition(";")[0]
    assert not set(re.findall(r"\$(\w+)", logged)) & {
        "remote_addr", "remote_user", "args", "query_string", "request", "request_uri", "http_user_agent",
        "http_referer", "http_cookie", "binary_remote_addr",
    }  # fmt: skip
    assert re.search(r"access_log \S+ dxindex;", SITE)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_units_may_do_little(path: Path) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(path, encoding="utf-8")
    service = unit["Service"]
    expected = {
        "User": "dxindex",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "CapabilityBoundingSet": "",
    }
    assert {name: service[name] for name in expected} == expected
    if "@" in path.name:
        assert int(service["TimeoutStopSec"]) > connections._DRAIN
        assert service["IPAddressDeny"] == "any"
        assert "ReadWritePaths" not in service
        assert "CacheDirectory" not in service
