"""Data & methods, one's own figures: scored as the panel is, for this session alone."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.queries import codes, files, own, scores
from tests.pages.visiting import assert_sound, opened, texts

LINK = "https://dx.example.org/methods"


def template(edition: str, lang: str = "en") -> bytes:
    sheet = own.template(edition, lang, "light")
    return files.of_sheet(sheet, "csv", files.caption(sheet, LINK))


def unfolded(**params: str) -> AppTest:
    app = opened("methods", **params)
    app.session_state["own"] = True
    return app.run()


def given(content: bytes, **params: str) -> AppTest:
    app = unfolded(**params)
    app.file_uploader[0].set_value(("mine.csv", content, "text/csv"))
    return app.run()


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of this section: the page's own two stand before and after."""
    return [element.value for element in app.dataframe if {"meaning", "unit"} & set(element.value.columns)]


def result(app: AppTest) -> pd.DataFrame:
    return next(table for table in tables(app) if "coverage" in table)


def faults(app: AppTest) -> pd.DataFrame:
    return next(table for table in tables(app) if "meaning" in table)


def test_folded_it_costs_nothing() -> None:
    app = opened("methods", lang="en")
    assert not app.file_uploader
    assert "Your own figures" in texts(app)


@pytest.mark.parametrize("edition", codes.edition_codes())
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_template_read_back_gives_the_scores_of_its_countries(lang: str, edition: str) -> None:
    app = given(template(edition, lang), lang=lang, edition=edition)
    assert_sound(app)
    shown = result(app).set_index("unit")
    ids = scores.panel(edition).index[: own.EXAMPLES]
    names = codes.country_names("2014", lang)
    assert list(shown.index) == [names[code] for code in ids]
    for code in ids:
        for axis in scores.framework(edition).axis_ids:
            there = scores.result(edition)
            assert shown.at[names[code], axis] == pytest.approx(there.scores.at[code, axis], abs=5e-4)
            assert shown.at[names[code], f"would:{axis}"] == there.ranks.at[code, axis]
    assert not [table for table in tables(app) if "meaning" in table]


def test_figures_change_nothing_of_the_panel() -> None:
    before = scores.result("2014").scores.copy()
    given(template("2014"), lang="en")
    pd.testing.assert_frame_equal(scores.result("2014").scores, before)


def test_faults_are_listed_and_what_is_left_is_scored() -> None:
    ids = list(own.bounds("2014"))
    rows = [["name", *ids, "wealth"], ["P", *["0.5"] * len(ids), "1"], ["Q", "much", *["0.5"] * len(ids)]]
    app = given("\n".join(",".join(row) for row in rows).encode(), lang="en")
    assert_sound(app)
    listed = faults(app)
    assert listed["column"].tolist() == ["wealth", ids[0]]
    assert listed["row"].tolist() == [1, 3]
    assert listed["found"].tolist() == ["", "much"]
    shown = result(app).set_index("unit")
    assert shown.at["P", "coverage"] == 1
    assert shown.at["Q", "coverage"] == pytest.approx(2 / 3, abs=5e-4)


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"name,wealth\nP,1\n", b'name,"'])
def test_a_file_that_cannot_be_read_is_refused_in_words(content: bytes, lang: str) -> None:
    app = given(content, lang=lang)
    assert not app.exception
    assert len(app.error) == 1
    assert faults(app)["meaning"].str.len().gt(5).all()
    assert not [table for table in tables(app) if "coverage" in table]


def test_a_units_name_is_never_read_as_markup() -> None:
    name = "[x](https://evil.example) <b>**y**</b>"
    app = given(template("2014").replace(b"Afghanistan", name.encode()), lang="en")
    assert result(app)["unit"].tolist()[0] == name
    assert "evil" not in texts(app)


def test_what_it_does_with_the_file_is_said() -> None:
    told = texts(unfolded(lang="en"))
    assert "not stored" in told
    assert "Links to this page do not carry it" in told


def test_the_file_is_in_no_link_and_forgotten_when_the_section_is_closed() -> None:
    app = given(template("2014"), lang="en")
    assert "own_made" in app.session_state
    assert not [code for code in app.query_params if "own" in code]
    app.session_state["own"] = False
    app.run()
    assert "own_made" not in app.session_state


def test_nothing_of_a_file_is_kept_between_sessions() -> None:
    kept = {name for name, query in vars(own).items() if hasattr(query, "cache_info")}
    assert kept == {"bounds", "template"}, "these take no file"


def test_the_scores_leave_with_their_source_and_defused() -> None:
    content = template("2014").replace(b"Afghanistan", b"=cmd|A1")
    made = own.make(content, "2014", "en", "light").scores
    assert made is not None
    told = files.of_sheet(made.sheet, "csv", files.caption(made.sheet, LINK)).decode("utf-8-sig")
    assert "# source: Own figures, not checked by us; panel of 132 countries" in told
    table = pd.read_csv(io.StringIO(told), comment="#")
    assert table["Name"].tolist()[0] == "'=cmd|A1"
    assert table["Digital adoption: would rank"].tolist() == [106, 59, 9]


@pytest.mark.parametrize("kind", ["png", "slide.png", "svg", "csv"])
def test_the_chart_leaves_as_every_kind_of_file(kind: str) -> None:
    made = own.make(template("2014"), "2014", "vi", "dark").scores
    assert made is not None
    assert files.of_sheet(made.figure, kind, files.caption(made.figure, LINK))
