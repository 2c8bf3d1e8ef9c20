"""Links gone wrong: whatever an address holds, each page opens, says what it dropped, and can be used.

300 in the tests; DXINDEX_MUTATIONS sets another number (``make soak`` takes 5,000).
"""

from __future__ import annotations

import os
import random
import string
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import places
from tests.pages.visiting import ROOT, SECONDS

MUTATIONS = int(os.environ.get("DXINDEX_MUTATIONS", "300"))
CHUNKS = 20  # shared out over the test processes
Query = dict[str, list[str]]

GOOD: Query = {
    "edition": ["2014", "2016", "2019"],
    "c": ["VNM", "SGP", "EST", "GBR", "THA", "none"],
    "region": ["EAS", "ECS", "SSF", "none"],
    "income": ["L", "LM", "UM", "H"],
    "club": ["ASEAN", "EU", "OECD"],
    "country": ["VNM", "SGP", "COG", "SYR", "USA"],
    "vs": ["group", "region", "income", "panel", "ASEAN", "THA"],
    "outside": ["0", "1"],
    "size": ["0", "1"],
    "trail": ["0", "1"],
    "whisker": ["0", "1"],
    "label": ["auto", "highlighted", "none"],
    "q": ["viet", "a"],
    "with": ["VNM", "SGP", "THA", "COG", "none"],
    "method": ["kmeans", "ward", "natural_breaks", "quantiles", "gaussian_mixture"],
    "k": ["2", "3", "6"],
    "features": ["axes", "pillars"],
    "scaled": ["0", "1"],
    "seed": ["0", "7", "9999"],
    "node": ["adoption", "enabling", "enabling.people"],
    "set": ["mean_years_schooling:9", "starting_business_score:95", "dai_people:0.9", "internet_users:50"],
    "goal": ["next", "top"],
    "series": ["internet_users", "mean_years_schooling", "dai", "population"],
    "by": ["group", "adoption", "enabling.government"],
    "story": ["VNM", "EST"],
    "lang": ["en", "vi"],
    "present": ["0", "1"],
    "scene": ["?c=VNM", "country?country=SGP", "map?by=adoption"],
    "at": ["1", "2", "12"],
    "data": ["2021.09+ecb7f1d2", "1999.01+0"],
    "m": ["1", "0"],
    "seen": ["VNM.73.84", "SGP.1.4", "COG.-.100"],
}
BAD = (
    "",
    " ",
    "none",
    "NaN",
    "-1",
    "0",
    "99999999999999999999",
    "1e308",
    "true",
    "null",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "'; DROP TABLE scores; --",
    "{{7*7}}",
    "%00",
    "\x00\x1b[31m",
    "\u202evnm",
    "ＶＮＭ",
    "việt nam",
    "💥" * 40,
    "a" * 5_000,
    "[link](javascript:alert(1))",
    "=HYPERLINK(1)",
    "mean_years_schooling:inf",
    "mean_years_schooling:99",
    "country?country=",
    "nowhere?x=1",
    "VNM.1.1.1",
    "k-means",
    "adoption.",
)


def _swap(query: Query, chance: random.Random) -> None:
    query[chance.choice(sorted(query) or ["c"])] = [chance.choice(BAD)]


def _append(query: Query, chance: random.Random) -> None:
    code = chance.choice(sorted(GOOD))
    query.setdefault(code, []).append(chance.choice(BAD))


def _cross(query: Query, chance: random.Random) -> None:
    one, other = chance.sample(sorted(GOOD), 2)
    query[one] = [chance.choice(GOOD[other])]


def _flood(query: Query, chance: random.Random) -> None:
    code = chance.choice(sorted(GOOD))
    query[code] = [chance.choice((*GOOD[code], *BAD)) for _ in range(chance.randint(20, 200))]


def _strange(query: Query, chance: random.Random) -> None:
    name = "".join(chance.choice(string.printable) for _ in range(chance.randint(1, 30)))
    query[name] = [chance.choice(BAD)]


def _scramble(query: Query, chance: random.Random) -> None:
    code = chance.choice(sorted(query) or ["c"])
    letters = list("".join(query.get(code, ["VNM"])))
    chance.shuffle(letters)
    query[code] = ["".join(letters)]


WAYS: tuple[Callable[[Query, random.Random], None], ...] = (
    _swap,
    _append,
    _cross,
    _flood,
    _strange,
    _scramble,
)


def mutated(number: int) -> tuple[str, Query]:
    """The page and the query of one mutated link; the same number gives the same link.

    Most hold a few parameters, as links do; every fourth may hold all.
    """
    chance = random.Random(number)
    most = chance.choice((4, 4, 4, len(GOOD)))
    codes = chance.sample(sorted(GOOD), chance.randint(0, most))
    query = {code: [chance.choice(GOOD[code]) for _ in range(chance.randint(1, 3))] for code in codes}
    for _ in range(chance.randint(1, 4)):
        chance.choice(WAYS)(query, chance)
    return places.PAGES[number % len(places.PAGES)], query


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_any_link_opens_a_page_that_can_be_used(chunk: int) -> None:
    for number in range(chunk, MUTATIONS, CHUNKS):
        page, query = mutated(number)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
        for code, values in query.items():
            app.query_params[code] = values
        app.switch_page(places.script(page))
        app.run()
        told = f"link {number}: /{page} {query}"
        assert not app.exception, told
        assert not app.error, told
        assert len(app.title) == 1, told
        again = app.run()
        assert not again.exception, told
        assert not again.error, told
