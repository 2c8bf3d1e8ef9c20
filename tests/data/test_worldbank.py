"""The client of the World Bank's API: figures, pages, codes, and every fault that the publisher or the way may have."""

import importlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import requests

import data
from data.worldbank import (
    ADDRESS,
    VARIABLE,
    Limits,
    NotUnderstoodError,
    RefusedError,
    UnknownSeriesError,
    UnreachableError,
    WorldBank,
    WorldBankError,
)
from data.worldbank_answers import decode
from data.worldbank_pages import read_observation
from tests.data.world_bank_api import Fault, WorldBankServer
from tests.data.world_bank_protocol import HCI, WDI, WGI

INTERNET, CORRUPTION, CAPITAL = "IT.NET.USER.ZS", "GOV_WGI_CC.EST", "HD.HCI.OVRL"
SERIES = {INTERNET: "internet_users", CORRUPTION: "wgi_control_of_corruption", CAPITAL: "human_capital_index"}
DATABASES = {INTERNET: WDI, CORRUPTION: WGI, CAPITAL: HCI}
EMPTY = "MADE.UP.EMPTY"
PLACES = ["AND", "KHM", "SGP", "USA", "VNM", "XKX"]
"""Enough for several pages; the snapshot lacks some of their values."""
LIMITS = Limits(read=20.0, whole_answer=20.0, attempts=3, per_page=60, largest_answer=1_000_000)
HASTY = {Fault.TIME_OUT: replace(LIMITS, read=1.5), Fault.DRIP: replace(LIMITS, whole_answer=1.5)}
"""For the faults that last: short only in what the fault is about."""
PAGE = 2
"""The page that goes wrong: neither the first nor the last."""

PASSING = {
    Fault.TIME_OUT: (UnreachableError, "nothing came for 1.5 seconds"),
    Fault.RESET: (UnreachableError, "broke off"),
    Fault.DRIP: (UnreachableError, "not complete after 1.5 seconds"),
    Fault.BUSY: (RefusedError, "429 Too Many Requests"),
    Fault.BUSY_SECONDS: (RefusedError, "429 Too Many Requests"),
    Fault.BUSY_DATE: (RefusedError, "429 Too Many Requests"),
    Fault.BUSY_FOREVER: (RefusedError, "429 Too Many Requests"),
    Fault.INTERNAL: (RefusedError, "500 Internal Server Error"),
    Fault.UNAVAILABLE: (RefusedError, "503 Service Unavailable"),
    Fault.MESSAGE: (RefusedError, "temporarily unavailable"),
    Fault.ARCHIVED: (RefusedError, "deleted or archived"),  # on a later page only: it contradicts the first
    Fault.XML: (NotUnderstoodError, "XML came instead of JSON"),
    Fault.HTML: (NotUnderstoodError, "a web page, as of a proxy"),
    Fault.HTML_AS_JSON: (NotUnderstoodError, "a web page, as of a proxy"),
    Fault.TRUNCATED: (NotUnderstoodError, "damaged or truncated text"),
    Fault.GZIP: (NotUnderstoodError, "the compressed answer is damaged"),
    Fault.GZIP_SHORT: (NotUnderstoodError, "the compressed answer is not whole"),
    Fault.EMPTY_PAGE: (NotUnderstoodError, "0 rows came instead of 60"),
    Fault.PAGE_COUNT: (NotUnderstoodError, "it says"),
}
"""What may pass: it is survived once, and refused with these words where it stays."""

CONTRADICTING = {
    Fault.DUPLICATED_PAGE: "page 2 repeats page 1",
    Fault.ROW_COUNT: "page 2 speaks of",
    Fault.FUTURE: "last updated 2999-12-31",
    Fault.OTHER_DATABASE: "database 57",
    Fault.TWICE: "comes twice",
}
"""Where pages contradict each other: all are fetched once more, as a revision may have come in between."""

FINAL = {
    Fault.FORBIDDEN: (RefusedError, "403 Forbidden"),
    Fault.ELSEWHERE: (RefusedError, "another host came, http://localhost:9"),
    Fault.BOMB: (NotUnderstoodError, "more came than 1,000,000 bytes"),
    Fault.NAN: (NotUnderstoodError, "'NaN' is not a number"),
    Fault.INFINITY: (NotUnderstoodError, "'Infinity' is not a number"),
    Fault.HUGE: (NotUnderstoodError, "is not a number"),
    Fault.TEXT: (NotUnderstoodError, "'41.0' is not a number"),
    Fault.BOOLEAN: (NotUnderstoodError, "True is not a number"),
    Fault.OTHER_SERIES: (NotUnderstoodError, "of another series, 'ANOTHER'"),
    Fault.MONTHS: (NotUnderstoodError, "'2014M03': not a year"),
}
"""What asking again would not mend."""

HARMLESS = {Fault.MOVED, Fault.UNKNOWN_PLACE}


@pytest.fixture(scope="module")
def figures() -> dict[str, pd.DataFrame]:
    """The snapshot's own figures, as a publisher would have them."""
    held = data.load_observations()
    chosen = held[held["iso3"].isin(PLACES)].rename(columns={"iso3": "place"})
    published = {
        code: chosen.loc[chosen["indicator"] == indicator, ["place", "year", "value"]]
        for code, indicator in SERIES.items()
    }
    return {**published, EMPTY: pd.DataFrame({"place": ["VNM"], "year": [2014], "value": [np.nan]})}


@pytest.fixture(scope="module")
def countries() -> pd.DataFrame:
    """The countries, and two of the publisher's aggregates."""
    held = data.load_countries().loc[PLACES].reset_index()
    frame = pd.DataFrame(
        {
            "iso3": held["iso3"],
            "iso2": ["AD", "KH", "SG", "US", "VN", "XK"],
            "name": held["name_world_bank"],
            "region": held["region"],
        }
    )
    groups = [["EAS", "Z4", "East Asia & Pacific", "NA"], ["WLD", "1W", "World", "NA"]]
    return pd.concat([frame, pd.DataFrame(groups, columns=frame.columns)], ignore_index=True)


@pytest.fixture
def server(figures: dict[str, pd.DataFrame], countries: pd.DataFrame) -> Iterator[WorldBankServer]:
    with WorldBankServer(figures, countries, databases=DATABASES) as started:
        yield started


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the client would have waited."""
    return []


@pytest.fixture
def limits(request: pytest.FixtureRequest) -> Limits:
    """The limits that a test can afford."""
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    return HASTY.get(parameters.get("kind"), LIMITS)


@pytest.fixture
def api(server: WorldBankServer, waits: list[float], limits: Limits) -> Iterator[WorldBank]:
    with WorldBank(server.address, limits=limits, wait=waits.append) as client:
        yield client


def values(rows: pd.DataFrame) -> dict[tuple[str, int], float]:
    """The values that are there, by place and year."""
    there = rows.dropna(subset="value")
    return dict(zip(zip(there["place"], there["year"], strict=True), there["value"], strict=True))


def message(act: Callable[[], object], kind: type[WorldBankError]) -> str:
    with pytest.raises(WorldBankError) as caught:
        act()
    assert type(caught.value) is kind
    return str(caught.value)


@pytest.mark.parametrize("code", SERIES)
def test_a_series_comes_as_it_is_published(
    api: WorldBank, figures: dict[str, pd.DataFrame], code: str
) -> None:
    series = api.fetch_series([code], DATABASES[code])
    assert values(series.rows) == values(figures[code])
    assert (series.code, series.database, series.last_updated) == (code, DATABASES[code], "2026-07-01")
    assert series.rows.dtypes.astype(str).to_dict() == {
        "place": "str",
        "name": "str",
        "year": "int64",
        "value": "float64",
    }


def test_what_is_missing_and_what_is_no_country_stays_in_the_rows(
    api: WorldBank, countries: pd.DataFrame
) -> None:
    rows = api.fetch_series([INTERNET], WDI).rows
    assert set(rows["place"]) == {*PLACES, "EAS", "WLD"}
    assert rows.loc[rows["place"] == "WLD", "value"].isna().all()
    names = rows[["place", "name"]].drop_duplicates().set_index("place")["name"]
    assert names.to_dict() == countries.set_index("iso3")["name"].to_dict()


def test_every_page_is_asked_for_once(api: WorldBank, server: WorldBankServer) -> None:
    rows = api.fetch_series([INTERNET], WDI).rows
    pages = [request.query["page"] for request in server.requests]
    assert pages == [str(page + 1) for page in range(-(-len(rows) // LIMITS.per_page))]
    assert len(pages) > PAGE
    assert api.requests_made == len(pages)
    assert {request.query["source"] for request in server.requests} == {str(WDI)}


def test_years_bound_what_is_asked_for(api: WorldBank, server: WorldBankServer) -> None:
    rows = api.fetch_series([INTERNET], WDI, years=(2013, 2014)).rows
    assert set(rows["year"]) == {2013, 2014}
    assert server.requests[0].query["date"] == "2013:2014"


def test_the_client_says_who_it_is_and_takes_compressed_answers(
    api: WorldBank, server: WorldBankServer
) -> None:
    api.fetch_economies()
    headers = server.requests[0].headers
    assert headers["User-Agent"].startswith("dxindex/")
    assert headers["Accept-Encoding"] == "gzip"


def test_economies_are_told_from_aggregates(api: WorldBank, countries: pd.DataFrame) -> None:
    economies = api.fetch_economies()
    pd.testing.assert_frame_equal(economies[["iso3", "iso2", "name", "region"]], countries, check_dtype=False)
    assert economies.loc[economies["is_aggregate"], "iso3"].tolist() == ["EAS", "WLD"]
    assert economies["region_name"].tolist() == economies["region_name"].str.strip().tolist()


@pytest.mark.parametrize("older", ["CC.EST", EMPTY], ids=["unknown", "without values"])
def test_codes_are_tried_in_their_order(api: WorldBank, server: WorldBankServer, older: str) -> None:
    database = DATABASES.get(CORRUPTION, WGI)
    server.holdings.databases = {**DATABASES, EMPTY: database}
    assert api.fetch_series([older, CORRUPTION], database).code == CORRUPTION
    assert api.fetch_series([CORRUPTION, older], database).code == CORRUPTION
    assert {request.path.rpartition("/")[2] for request in server.requests} == {older, CORRUPTION}


def test_a_series_that_is_nowhere_is_named_under_every_code(api: WorldBank, waits: list[float]) -> None:
    said = message(lambda: api.fetch_series(["CC.EST", EMPTY], WDI), UnknownSeriesError)
    assert "CC.EST of the World Bank's database 2, page 1: the message" in said
    assert f"{EMPTY} of the World Bank's database 2: it has no values." in said
    assert said.endswith(UnknownSeriesError.advice)
    assert waits == []  # asking again would not help


def test_an_archived_series_is_unknown(api: WorldBank, server: WorldBankServer) -> None:
    server.fault(INTERNET, Fault.ARCHIVED)
    assert "archived" in message(lambda: api.fetch_series([INTERNET], WDI), UnknownSeriesError)


def test_years_without_any_rows_are_no_values(api: WorldBank) -> None:
    act = lambda: api.fetch_series([INTERNET], WDI, years=(1800, 1801))  # noqa: E731
    assert "has no values" in message(act, UnknownSeriesError)


def test_no_fault_is_forgotten() -> None:
    assert {*PASSING, *CONTRADICTING, *FINAL, *HARMLESS} == set(Fault)


@pytest.mark.parametrize("kind", PASSING)
def test_what_may_pass_is_survived(
    api: WorldBank, server: WorldBankServer, figures: dict[str, pd.DataFrame], waits: list[float], kind: Fault
) -> None:
    server.fault(INTERNET, kind, page=PAGE)
    assert values(api.fetch_series([INTERNET], WDI).rows) == values(figures[INTERNET])
    assert len(waits) == 1


@pytest.mark.parametrize("kind", PASSING)
def test_what_does_not_pass_is_refused_in_plain_words(
    api: WorldBank, server: WorldBankServer, waits: list[float], kind: Fault
) -> None:
    error, words = PASSING[kind]
    server.fault(INTERNET, kind, page=PAGE, times=LIMITS.attempts)
    said = message(lambda: api.fetch_series([INTERNET], WDI), error)
    assert said.startswith(f"{INTERNET} of the World Bank's database 2, page {PAGE}: ")
    assert words in said
    assert said.endswith(f"{error.advice} It was tried 3 times.")
    assert len(waits) == LIMITS.attempts - 1


@pytest.mark.parametrize("kind", CONTRADICTING)
def test_pages_that_contradict_each_other_are_fetched_again_and_then_refused(
    api: WorldBank, server: WorldBankServer, figures: dict[str, pd.DataFrame], kind: Fault
) -> None:
    server.fault(INTERNET, kind, page=PAGE)
    assert values(api.fetch_series([INTERNET], WDI).rows) == values(figures[INTERNET])
    server.fault(INTERNET, kind, page=PAGE, times=2)
    said = message(lambda: api.fetch_series([INTERNET], WDI), NotUnderstoodError)
    assert CONTRADICTING[kind] in said
    assert said.startswith(INTERNET)


@pytest.mark.parametrize("kind", FINAL)
def test_what_asking_again_would_not_mend_is_refused_at_once(
    api: WorldBank, server: WorldBankServer, waits: list[float], kind: Fault
) -> None:
    error, words = FINAL[kind]
    server.fault(INTERNET, kind, page=PAGE)
    said = message(lambda: api.fetch_series([INTERNET], WDI), error)
    assert said.startswith(f"{INTERNET} of the World Bank's database 2, page {PAGE}: ")
    assert words in said
    assert said.endswith(error.advice)
    assert waits == []


@pytest.mark.parametrize("kind", [Fault.NAN, Fault.TEXT])
def test_a_faulty_value_is_named_with_place_and_year(
    api: WorldBank, server: WorldBankServer, kind: Fault
) -> None:
    series = api.fetch_series([INTERNET], WDI).rows
    last = series.iloc[LIMITS.per_page - 1]
    server.fault(INTERNET, kind, page=1)
    said = message(lambda: api.fetch_series([INTERNET], WDI), NotUnderstoodError)
    assert f"{last['place']} {last['year']}: " in said


def test_a_number_that_overflows_is_no_number() -> None:
    body = b"""{"indicator": {"id": "X"}, "country": {"id": "VN", "value": "Vietnam"}, "countryiso3code": "VNM",
        "date": "2014", "value": 1e999}"""
    with pytest.raises(ValueError, match="VNM 2014: inf is not a number"):
        read_observation(decode(body, "X"), "X")


def test_an_unknown_place_comes_under_the_code_it_has(api: WorldBank, server: WorldBankServer) -> None:
    server.fault(INTERNET, Fault.UNKNOWN_PLACE, page=PAGE)
    rows = api.fetch_series([INTERNET], WDI).rows
    assert rows.loc[rows["place"] == "X9", "name"].tolist() == ["Not classified"]


def test_a_redirect_on_the_same_host_is_followed_a_few_times(api: WorldBank, server: WorldBankServer) -> None:
    server.fault(INTERNET, Fault.MOVED, times=3)
    assert api.fetch_series([INTERNET], WDI).code == INTERNET
    server.fault(INTERNET, Fault.MOVED, times=4)
    assert "more than 3 redirects" in message(lambda: api.fetch_series([INTERNET], WDI), RefusedError)


@pytest.mark.parametrize(
    ("kind", "seconds"), [(Fault.BUSY_SECONDS, 7.0), (Fault.BUSY_DATE, 7.0), (Fault.BUSY_FOREVER, 60.0)]
)
def test_the_publisher_says_how_long_to_wait_within_bounds(
    api: WorldBank, server: WorldBankServer, waits: list[float], kind: Fault, seconds: float
) -> None:
    server.fault(INTERNET, kind)
    api.fetch_series([INTERNET], WDI)
    assert waits == [seconds]


def test_waits_double_with_jitter(server: WorldBankServer, waits: list[float]) -> None:
    doubling = Limits(attempts=6, first_wait=1.0, longest_wait=9.0, per_page=1_000)
    server.fault(INTERNET, Fault.INTERNAL, times=5)
    with WorldBank(server.address, limits=doubling, wait=waits.append) as api:
        api.fetch_series([INTERNET], WDI)
    assert all(least <= wait <= least + 1 for least, wait in zip([1, 2, 4, 8], waits, strict=False))
    assert waits[4] == 9
    assert len({wait % 1 for wait in waits[:4]}) > 1


@pytest.mark.parametrize("source", ["57", "3"])
def test_figures_of_another_database_are_refused(
    api: WorldBank, server: WorldBankServer, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    answer = server.holdings.answer

    def of_another(path: str, query: dict[str, str]) -> object:
        page = answer(path, query)
        page.header["sourceid"] = source
        return page

    monkeypatch.setattr(server.holdings, "answer", of_another)
    said = message(lambda: api.fetch_series([INTERNET], WDI), NotUnderstoodError)
    assert f"figures of database '{source}' came instead" in said


@pytest.mark.parametrize(("dated", "understood"), [("2999-12-31", True), ("yesterday", False), ("", False)])
def test_the_date_of_the_last_update_is_passed_on_if_it_is_one(
    api: WorldBank, server: WorldBankServer, dated: str, understood: bool
) -> None:
    server.holdings.last_updated = dated
    if understood:
        assert api.fetch_series([INTERNET], WDI).last_updated == dated
    else:
        said = message(lambda: api.fetch_series([INTERNET], WDI), NotUnderstoodError)
        assert "is not a date of the last update" in said


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"page": "7"}, "page 7 came instead"),
        ({"total": None}, "the counts of its pages are not numbers"),
        ({"pages": 10**6, "total": 60 * 10**6}, "1000000 pages are more than any series has"),
    ],
)
def test_headers_that_cannot_be_are_refused(
    api: WorldBank,
    server: WorldBankServer,
    monkeypatch: pytest.MonkeyPatch,
    header: dict[str, object],
    words: str,
) -> None:
    answer = server.holdings.answer

    def other(path: str, query: dict[str, str]) -> object:
        page = answer(path, query)
        page.header.update(header)
        return page

    monkeypatch.setattr(server.holdings, "answer", other)
    assert words in message(lambda: api.fetch_series([INTERNET], WDI), NotUnderstoodError)


def test_countries_of_another_layout_are_refused(
    api: WorldBank, server: WorldBankServer, countries: pd.DataFrame
) -> None:
    server.holdings.countries = countries.assign(iso3="")
    assert "a row of another layout" in message(api.fetch_economies, NotUnderstoodError)


def test_a_country_that_comes_twice_is_refused(
    api: WorldBank, server: WorldBankServer, countries: pd.DataFrame
) -> None:
    server.holdings.countries = pd.concat([countries, countries[:1]])
    assert "AND comes twice" in message(api.fetch_economies, NotUnderstoodError)


def test_nobody_at_the_address_is_unreachable(waits: list[float]) -> None:
    with WorldBankServer({}, pd.DataFrame()) as gone:
        address = gone.address
    with WorldBank(address, limits=LIMITS, wait=waits.append) as api:
        assert "the connection failed" in message(api.fetch_economies, UnreachableError)
    assert len(waits) == LIMITS.attempts - 1


@pytest.mark.parametrize("address", ["api.worldbank.org/v2", "ftp://127.0.0.1/v2", "https:///v2"])
def test_what_is_no_address_is_said(address: str) -> None:
    assert repr(address) in message(lambda: WorldBank(address), UnreachableError)


def test_the_environment_may_name_the_address(
    server: WorldBankServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, server.address)
    with WorldBank(limits=LIMITS) as api:
        assert len(api.fetch_economies()) == len(server.holdings.countries)
    monkeypatch.delenv(VARIABLE)
    with WorldBank() as api:
        assert api.requests_made == 0
    assert ADDRESS.startswith("https://")


def test_several_threads_may_share_a_client(
    api: WorldBank,
    server: WorldBankServer,
    figures: dict[str, pd.DataFrame],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: set[tuple[int, int]] = set()
    get = requests.Session.get

    def noted(session: requests.Session, *args: object, **options: object) -> requests.Response:
        used.add((id(session), threading.get_ident()))
        return get(session, *args, **options)

    monkeypatch.setattr(requests.Session, "get", noted)
    for code in SERIES:
        server.fault(code, Fault.UNAVAILABLE, times=1, page=1)
    together = threading.Barrier(6)

    def fetch(code: str) -> bool:
        together.wait(timeout=10)
        return values(api.fetch_series([code], DATABASES[code]).rows) == values(figures[code])

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(fetch, [*SERIES, *SERIES]))
    assert api.requests_made == len(server.requests)
    assert len({session for session, _ in used}) == len(used) == 6  # requests' sessions are not safe to share


@pytest.fixture
def wbgapi(server: WorldBankServer, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """An independent client, pointed at the server, with nothing remembered from another test."""
    client = importlib.import_module("wbgapi")
    monkeypatch.setattr(client, "endpoint", server.address)
    monkeypatch.setattr(client, "per_page", 40)
    for module, name, fresh in (
        ("economy", "_localized_metadata", {}),
        ("economy", "_class_data", None),
        ("economy", "_aggs", None),
        ("source", "_concepts", {}),
        ("time", "_time_values", {}),
    ):
        monkeypatch.setattr(importlib.import_module(f"wbgapi.{module}"), name, fresh)
    return client


@pytest.mark.parametrize("code", SERIES)
def test_an_independent_client_reads_the_same_figures(
    wbgapi: ModuleType, countries: pd.DataFrame, server: WorldBankServer, code: str
) -> None:
    figures = server.holdings.figures[code]
    read = wbgapi.data.fetch(code, db=DATABASES[code], numericTimeKeys=True, skipBlanks=True)
    got = {(row["economy"], row["time"]): row["value"] for row in read}
    assert got == values(figures)
    assert len(server.requests) > 6  # it paged


def test_an_independent_client_reads_the_same_countries(wbgapi: ModuleType, countries: pd.DataFrame) -> None:
    read = {row["id"]: row for row in wbgapi.fetch("country/all")}
    assert {code: row["name"] for code, row in read.items()} == dict(
        zip(countries["iso3"], countries["name"], strict=True)
    )
    assert {"EAS", "WLD", "Z4", "1W"} == wbgapi.economy.aggregates()


def test_an_independent_client_reads_the_classic_way_of_asking_alike(
    wbgapi: ModuleType, server: WorldBankServer
) -> None:
    read = wbgapi.fetch(f"country/vnm;sgp/indicator/{INTERNET}", {"date": "2010:2014"})
    got = {(row["countryiso3code"], int(row["date"])): row["value"] for row in read}
    wanted = values(server.holdings.figures[INTERNET])
    assert got == {
        (place, year): wanted.get((place, year)) for place in ("VNM", "SGP") for year in range(2010, 2015)
    }
    with pytest.raises(wbgapi.APIError, match="not valid"):
        list(wbgapi.fetch("country/all/indicator/NOWHERE"))
