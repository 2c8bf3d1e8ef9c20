"""Evidence addresses: the same figures as pages show, read strictly, kept well."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import threading
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

import pandas as pd
import pytest
from starlette.applications import Starlette

from pages.ui import selection
from pages.ui.addresses import asked, catalogue, made
from pages.ui.addresses.catalogue import ADDRESSES, Address
from pages.ui.addresses.refusal import Refused
from pages.ui.addresses.routes import Addresses
from pages.ui.addresses.store import Busy, Store
from pages.ui.params import Param, declared
from pages.ui.queries import codes, country_report, downloads, drawn, files, stamps, tables, world
from pages.ui.serving.settings import Settings
from tests.pages.visiting import assert_sound, opened
from tests.server.asgi import answered
from tests.server.conftest import PUBLIC, Ask
from tests.tasks import finished

BY_PATH = {address.path: address for address in ADDRESSES}
EVERYWHERE = ((), (), ())  # no filter


def read(path: str, query: str = "", **more: object) -> asked.Asked:
    return asked.read(BY_PATH[path], query, base=PUBLIC, **more)  # type: ignore[arg-type]


def refused(path: str, query: str, **more: object) -> Refused:
    with pytest.raises(Refused) as caught:
        read(path, query, **more)
    return caught.value


def taken() -> dict[str, tuple[Address, str, Param]]:
    """Every parameter of every address; pictures take what drawings take, so of these each chart's."""
    found = {}
    for address in ADDRESSES:
        charts = {catalogue.SVG: catalogue.CHARTS}.get(address.path, {"": address.page})
        for chart, page in charts.items():
            for param in asked.parameters(address, page):
                found[f"{address.path}-{chart}-{param.code}"] = (address, chart, param)
    return found


TAKEN = taken()


# What is given.


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_ranking_is_the_file_that_the_page_saves(ask: Ask, lang: str) -> None:
    query = f"lang={lang}&club=ASEAN&q=a"
    answer = ask(f"/data/ranking.csv?{query}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="dxindex-rankings-2014.csv"'
    shown = codes.filtered("2014", (), (), ("ASEAN",))
    sheet = tables.ranking_sheet("2014", lang, shown, "a", "light")
    assert answer.body == files.of_sheet(
        sheet, "csv", files.caption(sheet, read(catalogue.RANKING, query).link, "2014")
    )
    assert len(pd.read_csv(io.BytesIO(answer.body), comment="#")) == len(
        tables.ranking("2014", lang, shown, "a")
    )


def test_scores_are_those_of_data_and_methods_filtered(ask: Ask) -> None:
    answer = ask("/data/scores.parquet?region=EAS")
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    shown = codes.filtered("2014", ("EAS",), (), ())
    table = pd.read_parquet(io.BytesIO(answer.body))
    whole = pd.read_parquet(io.BytesIO(downloads.scores_parquet("2014", "en", "")))
    pd.testing.assert_frame_equal(table, whole[whole.index.isin(shown)])
    assert 0 < len(table) < len(whole)


def test_the_chart_is_the_one_of_the_page(ask: Ask) -> None:
    query = "lang=vi&c=VNM&c=SGP&size=1&edition=2016&trail=1&label=highlighted&country=SGP"
    answer = ask(f"/chart.svg?{query}")
    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
    shown = codes.filtered("2016", *EVERYWHERE)
    flags = (True, True, False, False)
    figure = drawn.two_axis("2016", ("VNM", "SGP"), shown, *flags, "highlighted", "SGP", "vi", "light")
    link = read(catalogue.SVG, query).link
    assert answer.body == files.of_sheet(figure, "svg", files.caption(figure, link, "2014"))


def test_a_chart_can_be_a_slide_in_the_dark(ask: Ask) -> None:
    query = "chart=profile&form=slide&theme=dark"
    answer = ask(f"/chart.png?{query}")
    assert answer.headers["content-type"] == "image/png"
    figure = drawn.profile("2014", "VNM", "region", "en", "dark")
    link = read(catalogue.PNG, query).link
    assert answer.body == files.of_sheet(figure, "slide.png", files.caption(figure, link, "2014"))


def test_the_map_is_the_one_of_the_page() -> None:
    asked_for = read(catalogue.SVG, "chart=map&by=adoption&region=EAS")
    somewhere = codes.everywhere("2014", ("EAS",), (), ())
    highlighted = ("VNM", "SGP", "EST", "GBR")
    figure = world.atlas("2014", "adoption", highlighted, somewhere, False, "en", "light")
    told = files.caption(figure, asked_for.link, "2014")
    assert made.make(asked_for, False).content == files.of_sheet(figure, "svg", told)


@pytest.mark.parametrize("chart", [catalogue.RANKINGS, catalogue.INDICATORS])
def test_every_chart_can_be_drawn(chart: str) -> None:
    found = made.make(read(catalogue.SVG, f"chart={chart}"), False)
    assert found.content.startswith(b"<svg")
    assert found.name.startswith(f"dxindex-{chart}-")


def test_the_report_is_the_one_of_the_page(ask: Ask) -> None:
    answer = ask("/report/sgp.html?lang=vi&vs=ASEAN")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    link = read(catalogue.REPORT, "lang=vi&vs=ASEAN", country="SGP").link
    assert answer.body == country_report.made("2014", "SGP", "ASEAN", "vi", link)


def test_the_link_in_a_file_opens_the_same_view() -> None:
    found = read(catalogue.SVG, "chart=map&region=EAS&by=enabling")
    url = urlsplit(found.link)
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{PUBLIC}/map"
    values, dropped = selection.parse(parse_qs(url.query), declared())
    assert not dropped
    assert (values["region"], values["by"]) == (("EAS",), "enabling")
    assert values["data"] == codes.data_version("2014")
    assert values["seen"], "the ranks that are seen here"


@pytest.mark.parametrize("path", [catalogue.RANKING, catalogue.SVG, catalogue.REPORT])
def test_the_pages_own_link_can_be_asked(path: str) -> None:
    query = urlsplit(read(path, country="VNM" if path == catalogue.REPORT else "").link).query
    again = read(path, query, country="VNM" if path == catalogue.REPORT else "")
    assert urlsplit(again.link).query == query


def test_the_description_fits_what_is_given(ask: Ask) -> None:
    answer = ask("/data/metadata.json", Accept_Language="vi-VN, en;q=0.5")
    assert answer.headers["content-type"] == "application/json"
    told = json.loads(answer.body)
    assert told["language"] == "vi"
    assert told["versions"]["data"] == codes.data_version("2014")
    assert told["versions"]["method"] == stamps.METHOD
    assert {row["code"] for row in told["editions"]} == set(codes.edition_codes())
    assert [row["url"] for row in told["addresses"]] == [f"{PUBLIC}{address.path}" for address in ADDRESSES]
    ranking = pd.read_csv(io.BytesIO(ask("/data/ranking.csv?lang=vi").body), comment="#")
    assert [row["name"] for row in told["columns"]["ranking.csv"]] == list(ranking.columns)
    scores = pd.read_parquet(io.BytesIO(ask("/data/scores.parquet").body)).reset_index()
    assert [row["name"] for row in told["columns"]["scores.parquet"]] == list(scores.columns)
    for row in told["series"]:
        assert row["publisher"], row
        assert row["licence_url"].startswith("https://"), row
        assert row["citation"], row
        assert row["vintage"], row
    parameters = {row["code"]: row for row in told["parameters"]}
    assert parameters["lang"]["valid"] == ["en", "vi"]
    assert parameters["c"]["several"]
    assert set(parameters) == {param.code for _address, _chart, param in TAKEN.values()}


# What is refused.


@pytest.mark.parametrize("what", TAKEN)
def test_every_parameter_refuses_what_is_not_valid(what: str) -> None:
    address, chart, param = TAKEN[what]
    bad = "x" * 200 if param.kind == "text" else "<b>=1+1"
    query = f"{param.code}={quote(bad)}" + (f"&chart={chart}" if chart and param.code != "chart" else "")
    fault = refused(address.path, query, country="VNM" if address.path == catalogue.REPORT else "")
    assert fault.status == 400
    (told,) = fault.answer["parameters"]
    assert told["parameter"] == param.code
    assert told["given"] == bad[:80] + ("…" if len(bad) > 80 else "")
    assert told["valid"] == asked.valid(param)
    assert told["valid"] or param.kind == "text"


@pytest.mark.parametrize("what", TAKEN)
def test_every_parameter_may_be_said_once(what: str) -> None:
    address, chart, param = TAKEN[what]
    good = {"data": codes.data_version("2014"), "m": stamps.METHOD, "seen": "VNM.1.1", "q": "a"}
    value = quote(good.get(param.code) or asked.valid(param)[0])
    query = f"{param.code}={value}&{param.code}={value}"
    query += f"&chart={chart}" if chart and param.code != "chart" else ""
    fault = refused(address.path, query, country="VNM" if address.path == catalogue.REPORT else "")
    assert [told["parameter"] for told in fault.answer["parameters"]] == [param.code]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("foo=1", "This address has no such parameter."),
        ("method=kmeans", "This address has no such parameter."),
        ("utm_source=x&k=3", "This address has no such parameter."),
        ("figures=own", "Figures of somebody's own stay in their session"),
        ("data=1999.01", "The figures here are of another version."),
        ("m=0", "The figures here are of another version."),
        ("lang=en&lang=vi", "Only one value is possible."),
    ],
)
def test_what_cannot_be_used_is_named_with_its_reason(query: str, reason: str) -> None:
    fault = refused(catalogue.SVG, query)
    assert fault.answer["parameters"][0]["reason"].startswith(reason)
    assert fault.answer["parameters"][0]["valid"]


def test_refusals_are_in_the_readers_language() -> None:
    english, vietnamese = (
        refused(catalogue.SVG, "size=2", preferred=[lang]).answer for lang in ("de", "vi-VN")
    )
    assert english["parameters"][0]["reason"] == "There is no such value here."
    assert vietnamese["parameters"][0]["reason"] == "Ở đây không có giá trị như vậy."
    assert refused(catalogue.SVG, "size=2&lang=en", preferred=["vi"]).answer == english


def test_a_refusal_over_the_wire_is_json_without_markup(ask: Ask) -> None:
    answer = ask("/chart.svg?size=%3Cscript%3Ealert(1)%3C/script%3E&edition=2014&edition=2016")
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert b"<" not in answer.body
    told = json.loads(answer.body)["parameters"]
    assert [row["parameter"] for row in told] == ["edition", "size"]
    assert told[1]["given"] == "<script>alert(1)</script>"
    assert told[1]["valid"] == ["0", "1"]


def test_nothing_is_drawn_of_nobody() -> None:
    with pytest.raises(Refused) as caught:
        made.make(read(catalogue.SVG, "region=NAC&club=ASEAN"), False)
    assert caught.value.status == 404


def test_a_country_that_is_not_there_is_not_found(ask: Ask) -> None:
    answer = ask("/report/XYZ.html")
    assert answer.status == 404
    assert json.loads(answer.body)["valid"] == [*codes.panel_codes("2014")]
    assert ask("/report/VNM.html?country=SGP").status == 400


@pytest.mark.parametrize(
    "path", ["/data", "/data/panel.csv", "/data/../server.py", "/chart.gif", "/report/x"]
)
def test_what_is_near_an_address_and_none_is_not_found(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status in {400, 404}
    assert b"import" not in answer.body


# How it is given.


def test_an_answer_that_is_known_is_not_sent_again(ask: Ask) -> None:
    first = ask("/data/ranking.csv?lang=en")
    tag = first.headers["etag"]
    assert tag.startswith('"'), "a strong one"
    assert first.headers["cache-control"] == "public, max-age=300, must-revalidate"
    assert "last-modified" not in first.headers
    again = ask("/data/ranking.csv?lang=en", If_None_Match=f'"other", {tag}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == tag
    assert ask("/data/ranking.csv?lang=vi").headers["etag"] != tag
    assert ask("/data/ranking.csv?lang=vi", If_None_Match=tag).status == 200


def test_an_answer_that_is_known_is_not_even_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXINDEX_PUBLIC_URL", PUBLIC)
    monkeypatch.setattr(made, "_made", lambda _asked: pytest.fail("it was made"))
    tag = made.tag(read(catalogue.SVG, "whisker=1"))
    app = Starlette(routes=Addresses(Settings()).routes())
    known = [(b"if-none-match", f'"{tag}"'.encode())]
    status, headers = answered(app, path="/chart.svg", query_string=b"whisker=1", headers=known)
    assert (status, headers["etag"]) == (304, f'"{tag}"')


@pytest.mark.parametrize(
    "query", ["theme=dark", "form=slide", "chart=rankings", "present=1", "lang=vi", "edition=2016", "size=1"]
)
def test_whatever_is_asked_otherwise_is_another_answer(query: str) -> None:
    assert made.tag(read(catalogue.PNG, query)) != made.tag(read(catalogue.PNG))


def test_an_answer_that_names_another_address_of_the_dashboard_is_another() -> None:
    elsewhere = asked.read(BY_PATH[catalogue.SVG], "", base="https://other.example.org")
    assert made.tag(elsewhere) != made.tag(read(catalogue.SVG))


def test_the_default_written_out_is_the_same_answer() -> None:
    assert made.tag(read(catalogue.SVG, "size=0&lang=en&c=VNM&c=SGP&c=EST&c=GBR")) == made.tag(
        read(catalogue.SVG)
    )


def test_gzip_is_another_representation_of_the_same(ask: Ask) -> None:
    plain = ask("/data/ranking.csv?lang=en")
    zipped = ask("/data/ranking.csv?lang=en", Accept_Encoding="gzip, br")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in zipped.headers["vary"]


@pytest.mark.parametrize("path", ["/data/ranking.csv?lang=en", "/data/metadata.json", "/report/VNM.html"])
def test_head_says_the_same_without_the_content(ask: Ask, path: str) -> None:
    whole, head = ask(path), ask(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    moving = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in moving} == {
        k: v for k, v in whole.headers.items() if k not in moving
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_sent_to_an_address(ask: Ask, method: str) -> None:
    answer = ask("/chart.svg", method)
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_any_page_on_the_web_may_read_them_and_no_cookie_goes_along(ask: Ask) -> None:
    for answer in (ask("/data/metadata.json", Origin="https://example.org"), ask("/chart.svg?size=2")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert "set-cookie" not in answer.headers


# Few at a time.


@dataclass(frozen=True)
class Small:
    content: bytes


def test_few_are_made_at_a_time_the_rest_wait_and_more_are_turned_away() -> None:
    go, running, most = threading.Event(), threading.Semaphore(0), []
    lock, now = threading.Lock(), [0]

    def make() -> Small:
        with lock:
            now[0] += 1
            most.append(now[0])
        running.release()
        go.wait(30)
        with lock:
            now[0] -= 1
        return Small(b"1")

    async def play() -> list[Small]:
        store: Store[Small] = Store(makers=2, waiting=2, most=100)
        asking = [asyncio.create_task(store.get(str(number), make)) for number in range(4)]
        await asyncio.to_thread(lambda: [running.acquire() for _ in range(2)])
        # Two are in the making and the event loop is free to say no to a fifth.
        with pytest.raises(Busy):
            await store.get("4", make)
        go.set()
        return list(await asyncio.gather(*asking))

    assert finished(play()) == [Small(b"1")] * 4
    assert max(most) == 2


def test_the_same_is_made_once_and_a_fault_is_not_kept() -> None:
    calls: list[str] = []

    def make() -> Small:
        calls.append("made")
        if len(calls) == 1:
            raise Refused(503, {"error": "not now"})
        return Small(b"1")

    async def play() -> None:
        store: Store[Small] = Store(makers=2, waiting=2, most=100)
        with pytest.raises(Refused):
            await store.get("a", make)
        both = await asyncio.gather(store.get("a", make), store.get("a", make))
        assert both[0] is both[1]
        assert await store.get("a", make) is both[0]

    finished(play())
    assert len(calls) == 2


def test_what_is_kept_stays_within_its_bytes() -> None:
    made_again: list[str] = []

    async def ask_for(store: Store[Small], key: str, size: int) -> None:
        await store.get(key, lambda: made_again.append(key) or Small(b"x" * size))

    async def play() -> None:
        store: Store[Small] = Store(makers=1, waiting=1, most=100)
        for key, size in (
            ("a", 60),
            ("b", 30),
            ("a", 60),
            ("c", 30),
            ("a", 60),
            ("b", 30),
            ("huge", 500),
            ("a", 60),
        ):
            await ask_for(store, key, size)

    finished(play())
    assert made_again == ["a", "b", "c", "b", "huge", "a"]


# Where they are told.


def test_data_and_methods_tells_the_addresses_of_the_current_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXINDEX_PUBLIC_URL", PUBLIC)
    app = opened("methods", lang="vi", edition="2016", region="EAS", country="SGP")
    assert_sound(app)
    told = [block.value for block in app.code if str(block.value).startswith(f"{PUBLIC}/")]
    assert [urlsplit(address).path for address in told] == [
        address.path.replace("{country}", "SGP") for address in ADDRESSES
    ]
    for address, url in zip(ADDRESSES, told, strict=True):
        country = "SGP" if address.path == catalogue.REPORT else ""
        found = read(address.path, urlsplit(url).query, country=country)
        assert (found.lang, found.edition) == ("vi", "2016")
