"""The published site: the dashboard's figures, whole, self-contained, readable without scripts, and safe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

from dxindex.cli import main
from dxindex.errors import InputError
from dxindex.i18n import LANGUAGES
from dxindex.mean_gap import mean_gap
from dxindex.publish import gather, publish
from dxindex.site import country_parts, drawings, folder, links
from dxindex.site.facts import Facts
from dxindex.site.figures import unit_figures
from dxindex.site.pages import POLICY, Pages
from dxindex.site.templating import environment
from pages.ui.params import declared
from tests.published import write_once

MAIN = ("index", "rankings", "map", "methods", "sources")
VOID = {"meta", "link", "img", "br", "input"}
LOADING = {"src", "srcset", "poster", "data", "xlink:href"}
MOST_BYTES = 5_000_000


class Reader(HTMLParser):
    """A page as a reader without scripts gets it: its elements, and whether every one is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_once(tmp_path_factory)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Reader]:
    return {
        path.relative_to(site).as_posix(): Reader(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
    }


@pytest.fixture(scope="module")
def facts() -> Facts:
    """One edition with few runs: enough to look at how a page is made."""
    return gather(["2016"], runs=50)


def test_the_site_knows_every_parameter_of_the_dashboard(facts: Facts) -> None:
    known = {*links.parameters(facts), *links.ELSEWHERE, *links.SILENT}
    assert {param.code for param in declared(locale="en")} <= known


def tables(text: str) -> Iterator[list[list[str]]]:
    """Every table of a page as rows of texts."""
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        yield [
            [
                unescape(re.sub(r"<[^>]+>", "", cell)).strip()
                for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
            ]
            for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        ]


def test_every_page_is_there_in_both_languages(pages: dict[str, Reader], site: Path) -> None:
    units = gather_units(site)
    wanted = {f"{lang}/{page}.html" for lang in LANGUAGES for page in MAIN}
    wanted |= {f"{lang}/country/{unit}.html" for lang in LANGUAGES for unit in units}
    assert len(units) == 132
    assert set(pages) == {"index.html", *wanted}
    for path, page in pages.items():
        tag, attributes = page.elements[0]
        assert tag == "html"
        assert path == "index.html" or attributes["lang"] == path[:2]


def gather_units(site: Path) -> list[str]:
    about = (site / "data/site.js").read_text(encoding="utf-8")
    units: list[str] = json.loads(about[about.index("=", about.index(";")) + 1 : about.rindex(";")])["units"]
    return units


def test_pages_are_well_formed(pages: dict[str, Reader]) -> None:
    assert not {path: page.faults[:3] for path, page in pages.items() if page.faults}
    twice = {path: page.ids for path, page in pages.items() if len(set(page.ids)) < len(page.ids)}
    assert not twice


def test_it_is_small(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < MOST_BYTES


def test_links_inside_lead_somewhere_and_nothing_is_loaded_from_outside(
    pages: dict[str, Reader], site: Path
) -> None:
    broken, loaded = [], []
    for path, page in pages.items():
        for tag, attributes in page.elements:
            for name, target in attributes.items():
                loads = name in LOADING or (name == "href" and tag in {"link", "image", "use"})
                if not loads and not (name == "href" and tag == "a"):
                    continue
                parts = urlsplit(target)
                if parts.scheme or parts.netloc:
                    loaded += [(path, tag, target)] if loads else []
                elif parts.path and not (site / path).parent.joinpath(parts.path).resolve().is_file():
                    broken.append((path, target))
    assert not broken[:5]
    assert not loaded[:5]
    assert "@import" not in (site / "assets/site.css").read_text(encoding="utf-8")
    for drawing in (site / "assets").glob("*.svg"):
        outside = re.findall(r'(?:href|src)="(https?:[^"]*)"|url\((?!#)', drawing.read_text(encoding="utf-8"))
        assert not outside, drawing.name


def test_pages_forbid_what_they_do_not_need(pages: dict[str, Reader]) -> None:
    for path, page in pages.items():
        policies = [
            a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policies == [POLICY], path
        assert "unsafe" not in policies[0]
        scripts = [attributes for tag, attributes in page.elements if tag == "script"]
        assert all("src" in attributes for attributes in scripts), path
        handlers = [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert not [*handlers, *(a for _, a in page.elements if "style" in a)], path


def test_every_page_names_versions_licence_and_how_to_cite(pages: dict[str, Reader]) -> None:
    import data
    import dxindex as dx

    for path, page in pages.items():
        if path != "index.html":
            assert data.version() in page.text, path
            assert "MIT" in page.text, path
            assert f"method version {dx.METHOD_VERSION}, data version {data.version()}" in page.text, path


def test_ranks_intervals_scores_and_groups_are_the_dashboards(site: Path) -> None:
    from pages.ui.queries import tables as queries

    for lang in LANGUAGES:
        shown = list(tables((site / lang / "rankings.html").read_text(encoding="utf-8")))
        for edition, rows in zip(("2014", "2016"), shown, strict=True):
            everybody = frozenset(gather_units(site))
            theirs = queries.shown_ranking(edition, lang, everybody, "")
            assert [row[0] for row in rows[1:]] == list(theirs["country"])
            assert [row[1] for row in rows[1:]] == list(theirs["group"])
            for place, column in ((2, "rank:adoption"), (5, "rank:enabling")):
                assert [int(row[place]) for row in rows[1:]] == list(theirs[column])
            for place, column in ((3, "between:adoption"), (6, "between:enabling")):
                assert [row[place] for row in rows[1:]] == list(theirs[column])
            ours = [float(row[4].replace(",", ".")) for row in rows[1:]]
            assert ours == pytest.approx(list(theirs["adoption"]), abs=1e-9)


@pytest.mark.parametrize("unit", ["VNM", "SGP", "YEM", "COD"])
def test_a_country_says_what_the_dashboard_says(pages: dict[str, Reader], unit: str) -> None:
    from pages.ui.queries import sentences

    for lang in LANGUAGES:
        page = pages[f"{lang}/country/{unit}.html"].text
        for edition in ("2014", "2016"):
            said = [
                sentences.country_sentence(edition, unit, lang).replace("**", ""),
                sentences.firmness(edition, unit, lang),
                sentences.pillar_sentence(edition, unit, lang),
                sentences.country_facts(edition, unit, lang),
                *sentences.figure_notes(edition, unit, lang),
            ]
            found = re.sub(r"\s+([.,;])", r"\1", page)
            assert not [text for text in said if text not in found]


def test_a_country_has_every_indicator_with_value_year_origin_and_source(site: Path) -> None:
    _, figures = tables((site / "en/country/VNM.html").read_text(encoding="utf-8"))
    rows = {row[0]: row[1:] for row in figures[2:]}
    assert len(rows) == 11
    assert rows["Mean years of schooling, ages 15-64"] == [
        *("7.7", "9.8", "−0.046", "90", "2014, interpolated"),
        *("7.8", "9.8", "−0.038", "89", "2015, carried from an earlier year"),
        *("years", "Barro-Lee"),
    ]


def test_what_an_indicator_adds_sums_to_the_gap_to_the_group(facts: Facts) -> None:
    edition = facts.first
    others = [unit for unit in edition.members["transitioning"] if unit != "VNM"]
    for axis, shares in country_parts.compare(edition, "VNM").gaps.items():
        exact = mean_gap(edition.result, "VNM", others, node=axis)
        pd.testing.assert_series_equal(shares, exact.contributions, check_names=False)
        assert shares.sum() == pytest.approx(exact.total)


def test_published_and_recomputed_stand_side_by_side(pages: dict[str, Reader]) -> None:
    for page in ("en/index.html", "en/country/VNM.html"):
        text = re.sub(r"\s+,", ",", pages[page].text)
        assert "Published: 89 of 132, transitioning Recomputed: 73 of 132, transitioning" in text
    assert "Published: 89" not in pages["en/country/SGP.html"].text


def test_without_scripts_charts_are_pictures_that_say_their_finding(pages: dict[str, Reader]) -> None:
    for lang in LANGUAGES:
        for page, tag, text in (("index", "img", "alt"), ("map", "svg", "aria-label")):
            told = [a.get(text, "") for name, a in pages[f"{lang}/{page}.html"].elements if name == tag]
            assert len(told) == 2
            assert all(len(words) > 40 for words in told)


def test_names_and_notes_cannot_become_markup(facts: Facts) -> None:
    edition = facts.first
    bad = '<script>alert("x")</script>'
    countries = edition.countries.copy()
    countries.loc["VNM", "name_en"] = bad
    hostile = replace(facts, editions=(replace(edition, countries=countries),))
    writer = Pages(hostile, "en", environment())
    first = hostile.first
    part = country_parts.country_part(hostile, first, "VNM", country_parts.compare(first, "VNM"), "en")
    text = writer.country("VNM", [part]).decode()
    assert bad not in text
    assert "&lt;script&gt;alert(" in text


def test_the_same_figures_give_the_same_bytes(facts: Facts) -> None:
    once, again = (Pages(facts, "vi", environment()) for _ in range(2))
    assert once.drawings() == again.drawings()
    assert dict(once.main_pages()) == dict(again.main_pages())
    assert unit_figures(facts, facts.first) == unit_figures(facts, facts.first)


def test_a_light_chart_recoloured_is_the_dark_one(facts: Facts) -> None:
    from dxindex import charts

    edition = facts.first
    light, dark = (
        json.dumps(
            charts.two_axis(edition.result, edition.groups, colours=colours).to_dict(validate=False)["config"]
        )
        for colours in (charts.LIGHT, charts.DARK)
    )
    pairs = drawings.recolouring(edition)
    assert re.sub(r"#[0-9a-f]{6}", lambda found: pairs.get(found[0], found[0]), light) == dark


def test_a_country_that_one_edition_lacks_keeps_its_columns(facts: Facts) -> None:
    edition = facts.first
    both = replace(facts, editions=(replace(edition, code="1999"), edition))
    part = country_parts.country_part(both, edition, "VNM", country_parts.compare(edition, "VNM"), "en")
    writer = Pages(both, "en", environment())
    nodes, _ = tables(writer.country("VNM", [None, part]).decode())
    assert nodes[2][:5] == ["Digital adoption", "", "", "", ""]
    assert nodes[2][5] == str(edition.standing("VNM", "adoption").rank)


def test_an_experiment_is_called_one() -> None:
    facts = gather(["2019"], runs=20)
    writer = Pages(facts, "en", environment())
    first = facts.first
    part = country_parts.country_part(facts, first, "VNM", country_parts.compare(first, "VNM"), "en")
    text = writer.country("VNM", [part]).decode()
    assert "Experimental edition" in text
    assert "Published: " not in text


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["publish", "--output", str(tmp_path)]) == 1
    assert "thesis.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_unknown_edition_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="1999"):
        publish(tmp_path / "site", ["1999"])
    assert not (tmp_path / "site").exists()


def test_a_site_replaces_an_earlier_one_whole(tmp_path: Path) -> None:
    place = tmp_path / "site"
    folder.write_site(place, {"index.html": b"old", "en/old.html": b"old"})
    folder.write_site(place, {"index.html": b"new"})
    assert sorted(path.name for path in place.rglob("*")) == ["index.html", folder.MANIFEST]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    (place / "index.html").with_name("added.txt").write_text("mine")
    with pytest.raises(InputError, match=r"added\.txt"):
        folder.write_site(place, {"index.html": b"newer"})


def test_a_process_killed_half_way_leaves_the_old_site(tmp_path: Path) -> None:
    place = tmp_path / "site"
    folder.write_site(place, {"index.html": b"old"})
    code = (
        "import sys, pathlib; from dxindex.site import folder\n"
        "write = pathlib.Path.write_bytes\n"
        "def stop(path, content):\n"
        "    write(path, content); print('half', flush=True); sys.stdin.read()\n"
        "pathlib.Path.write_bytes = stop\n"
        f"folder.write_site(pathlib.Path({str(place)!r}), {{'index.html': b'new', 'b.html': b'new'}})\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == b"half"
        process.kill()
    assert (place / "index.html").read_bytes() == b"old"
    folder.write_site(place, {"index.html": b"newest"})
    assert (place / "index.html").read_bytes() == b"newest"


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="No space left"):
        folder.write_site(tmp_path / "site", {"index.html": b"new"})
    assert list(tmp_path.iterdir()) == []
