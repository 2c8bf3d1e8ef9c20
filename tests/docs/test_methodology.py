"""What the methodology says, in both languages, is what the code does: its tables, numbers, names and sources."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import data
import dxindex as dx
from data.catalog import load_catalogue
from data.derived import ADVANCED_TEST_SCORE
from data.panel_rule import PANEL_POPULATION_FLOOR
from docs import methodology
from docs.markdown import PLACE, places
from dxindex import aggregate, fitted, fitted_normalisation, groupings, impute, statements, treat
from dxindex.classify import diagnose_group_counts
from dxindex.i18n import number
from dxindex.stability import BORDERLINE_SHARE

ROOT = Path(__file__).parents[2]
LANGUAGES = tuple(methodology.PAGES)
MATHS = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\d")


def page(lang: str) -> str:
    return methodology.PAGES[lang].read_text(encoding="utf-8")


def default(function: object, name: str) -> float:
    return float(inspect.signature(function).parameters[name].default)


def shares(value: float) -> float:
    return 100 * value


@pytest.fixture(scope="module")
def facts() -> dict[str, float]:
    """Numbers that the text states, computed."""
    panel, later = data.load_panel("2014"), data.load_panel("2016")
    result = dx.fit_index(panel, "wdr2016").result(panel)
    counts = diagnose_group_counts(result, counts=(2, 3))
    emerging, transitioning, transforming = counts.table.at[3, "sizes"]
    near, people = data.panel_near_misses(), data.load_countries("2014").query("in_panel")["population"]
    open_tree = dx.load_framework("open")
    top = {name: max(open_tree.indicator(name).goalposts or ()) for name in open_tree.indicators}
    low, high = open_tree.indicator("days_to_start_business").goalposts or ()
    (classified,) = data.load_published()["n_units"].unique()
    return {
        "members": len(panel),
        "with_data": len(panel) + len(near),
        "classified": classified,
        "floor": PANEL_POPULATION_FLOOR,
        "below": near["population"].max(),
        "above": people.min(),
        "falls": (later["dai_government"] < panel["dai_government"]).sum(),
        "emerging": emerging,
        "transitioning": transitioning,
        "transforming": transforming,
        "correlation": counts.correlation,
        "two": counts.table.at[2, "silhouette"],
        "three": counts.table.at[3, "silhouette"],
        "broadband": top["fixed_broadband"],
        "mobile": top["mobile_subscriptions"],
        "fastest": low,
        "slowest": high,
        "benchmark": ADVANCED_TEST_SCORE,
        "neighbours": impute.NEIGHBOURS,
        "skewness": treat.SKEWNESS_LIMIT,
        "kurtosis": treat.KURTOSIS_LIMIT,
        "moved": treat.MOST_WINSORISED,
        "shift": treat.LOG_SHIFT,
        "positive": fitted_normalisation.POSITIVE_FLOOR,
        "rest": 1 - fitted_normalisation.POSITIVE_FLOOR,
        "ties": fitted.RANK_DECIMALS,
        "starts": groupings.N_INIT,
        "fewest": groupings.MIN_GROUPS,
        "most": groupings.MAX_GROUPS,
        "resamples": default(dx.stability, "n"),
        "borderline": shares(BORDERLINE_SHARE),
        "runs": default(dx.uncertainty, "n"),
        "level": shares(default(dx.Uncertainty.rank_interval, "level")),
        "firm": shares(statements.FIRM),
        "sample": default(dx.sensitivity, "n"),
        "sobol": shares(default(dx.sensitivity, "level")),
        "quantile": default(dx.achievable_changes, "quantile"),
        "span": default(dx.achievable_changes, "years"),
    }


HELD = (
    ("that {classified} countries were classified", "việc {classified} nước được phân nhóm"),
    ("{floor:} people in 2014", "dân số năm 2014 có ít nhất {floor:} người"),
    (
        "{with_data} economies have the figures; {members} of",
        "{with_data} nền kinh tế có đủ số liệu; trong đó {members} có",
    ),
    ("The report has {classified} countries", "Báo cáo có {classified} nước"),
    ("left out has {below} people", "bị loại có {below} người"),
    ("is in has {above}.", "được giữ có {above}."),
    (
        "{broadband} and {mobile} subscriptions per 100 people",
        "{broadband} và {mobile} thuê bao trên 100 dân",
    ),
    ("{fastest:.1} and {slowest} days are", "{fastest:.1} và {slowest} ngày là"),
    (
        "nearest units that have a value, {neighbours} by default",
        "gần nhất có giá trị, mặc định {neighbours},",
    ),
    (
        "$|G_1| \\ge {skewness}$ and $G_2 \\ge {kurtosis:.1}$",
        "$|G_1| \\ge {skewness}$ và $G_2 \\ge {kurtosis:.1}$",
    ),
    ("for at most {moved} values", "tối đa {moved} giá trị"),
    ("$c = {shift:.2} (\\max", "$c = {shift:.2} (\\max"),
    ("becomes ${positive:.2} + {rest:.2} u$", "trở thành ${positive:.2} + {rest:.2} u$"),
    ("agree to {ties} decimals", "đến {ties} chữ số thập phân"),
    ("over {benchmark}, the benchmark", "chia cho {benchmark}, mức nâng cao"),
    ("the best of {starts} is kept", "tốt nhất trong {starts} lần"),
    (
        "groups of {emerging}, {transitioning} and {transforming}",
        "gồm {emerging}, {transitioning} và {transforming} nước",
    ),
    ("correlate at {correlation:.2}", "tương quan {correlation:.2}"),
    ("over three ({two:.2} against {three:.2})", "hơn ba ({two:.2} so với {three:.2})"),
    ("{fewest} to {most} groups", "từ {fewest} đến {most} nhóm"),
    ("{resamples} times as many countries", "{resamples} lần, rút có hoàn lại"),
    ("in less than {borderline} % of these", "trong chưa đến {borderline}% số lần"),
    ("computed again {runs} times", "tính lại {runs} lần"),
    ("rescaled to {positive:.2} to 1", "đưa về {positive:.2} đến 1"),
    ("with $\\ell$ = {level} %", "với $\\ell$ = {level}%"),
    ('"ahead" from {firm} % of runs', '"đứng trên" từ {firm}% số lần'),
    ("a base sample of {sample}", "mẫu cơ sở mặc định {sample}"),
    ("bootstrap at {sobol} %", "bootstrap ở mức {sobol}%"),
    (
        "by default {quantile:.2}, of the improvements over {span} years",
        "mặc định {quantile:.2}, của các mức cải thiện trong {span} năm",
    ),
    ("it falls in {falls} of the {members}", "nó giảm ở {falls} trong {members} nước"),
    (
        "version 3 is of ages 15 to 64, version 2.2 of 15 and over",
        "phiên bản 3 tính cho người 15 đến 64 tuổi, phiên bản 2.2 cho người từ 15 tuổi",
    ),
)
"""What the text states in numbers, English and Vietnamese, with the name of each fact and its decimals."""


def stated(phrase: str, facts: dict[str, float], lang: str) -> str:
    def written(found: re.Match[str]) -> str:
        return number(facts[found[1]], lang, int(found[2] or 0))

    return re.sub(r"\{(\w+)(?::\.?(\d?))?\}", written, phrase)


def prose(lang: str) -> str:
    """The text on one line, tables aside, with decimal commas of formulas as in words."""
    return " ".join(PLACE.sub("", page(lang)).replace("{,}", ",").split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_are_what_the_code_gives(lang: str) -> None:
    assert page(lang) == methodology.render(lang), "run: make docs"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_its_place_once(lang: str) -> None:
    assert sorted(places(page(lang))) == sorted(methodology.TABLES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_in_the_text_are_those_computed(lang: str, facts: dict[str, float]) -> None:
    expected, text = [stated(pair[LANGUAGES.index(lang)], facts, lang) for pair in HELD], prose(lang)
    assert [phrase for phrase in expected if phrase not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_number_is_stated_that_is_not_held(lang: str, facts: dict[str, float]) -> None:
    text = prose(lang)
    for pair in HELD:
        phrase = stated(pair[LANGUAGES.index(lang)], facts, lang)
        text = text.replace(phrase, "$" * (phrase.count("$") % 2))  # the rest of its formula stays one
    text = re.sub(r"\]\([^)]*\)|doi:\S+|WDR 2016", " ", CODE.sub(" ", MATHS.sub(" ", text)))
    loose = [found for found in NUMBER.findall(text) if not re.fullmatch(r"(19|20)\d\d", found)]
    assert loose == []


def test_what_is_said_in_words_holds() -> None:
    assert aggregate.COVERAGE_FLOOR == 2 / 3
    reference = dx.load_framework("wdr2016")
    assert {part.weight for part in reference.parts.values()} == {1.0}
    assert {part.direction for part in reference.indicator_parts} == {1}
    several = [one.id for one in load_catalogue().indicators.values() if len(one.sources) > 1]
    assert several == ["internet_users"]
    titles = {name: source.title.en for name, source in load_catalogue().sources.items()}
    assert titles["barro_lee_v3_1564"].endswith("version 3, ages 15-64")
    assert titles["barro_lee_v22_15plus"].endswith("version 2.2, ages 15 and over")
    servers = dx.load_framework("open-servers")
    assert servers.indicator("secure_servers_log").goalposts == (0.0, 6.0)
    assert set(servers.children("adoption.business")) == {"fixed_broadband", "secure_servers_log"}
    panel = data.load_panel("2014")
    assert not dx.fit_index(panel, "wdr2016").result(panel).imputed.to_numpy().any()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "choices",
    [dx.AGGREGATIONS, dx.IMPUTATIONS, dx.TREATMENTS, dx.GROUPINGS, dx.OUTRANKINGS],
    ids=["means", "imputations", "treatments", "groupings", "outrankings"],
)
def test_every_choice_is_named(choices: dict[str, object], lang: str) -> None:
    text = page(lang)
    # The first grouping is the text's subject, and named there as everywhere.
    assert [name for name in choices if f"`{name}`" not in text and name != "kmeans"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_normalisation_that_is_told_of_is_there(lang: str) -> None:
    """The other way round than above: a method that somebody adds is told of by its docstring first."""
    told = re.findall(r"^\| `(\w+)`[^|]*\| \$[uz] =", page(lang), re.MULTILINE)
    assert told[-1] == dx.DistanceToReference.__name__
    assert set(told[:-1]) <= set(dx.NORMALISATIONS)
    assert len(told) == 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_module_and_table_that_is_named_is_there(lang: str) -> None:
    named = re.findall(r"`([\w/]+\.(?:py|toml|md))`", page(lang)) + re.findall(
        r"\]\((\w[\w.]*\.md)\)", page(lang)
    )
    rooms = (ROOT, ROOT / "dxindex", ROOT / "docs")
    assert [name for name in named if not any((room / name).exists() for room in rooms)] == []
    assert len(named) > 20


def test_every_source_is_one_that_the_code_names() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dxindex").glob("*.py"))
    found = re.findall(r"\[doi:(\S+)\]\(https://doi\.org/(\S+)\)\.", page("en"))
    assert len(found) > 15
    assert [doi for doi, link in found if doi != link or doi not in code] == []


def test_both_languages_have_the_same_formulas_and_sources() -> None:
    formulas, dois = (
        [
            sorted(
                re.sub(r"\\text\{[^}]*\}", "", one).replace("{,}", ".")
                for one in MATHS.findall(CODE.sub("", page(lang)))
            )
            for lang in LANGUAGES
        ],
        [re.findall(r"doi:[^\]]+\]", page(lang)) for lang in LANGUAGES],
    )
    assert formulas[0] == formulas[1]
    assert dois[0] == dois[1]
    headings = [re.findall(r"^(#+) ", page(lang), re.MULTILINE) for lang in LANGUAGES]
    assert headings[0] == headings[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_formulas_survive_markdown(lang: str) -> None:
    """A backslash before a sign is taken away by Markdown, and an underscore after one may begin emphasis."""
    risky = [
        one for one in MATHS.findall(CODE.sub("", page(lang))) if re.search(r"\\[^A-Za-z\s]|\}_\w|\*", one)
    ]
    assert risky == []
