"""Data & methods, what one brings: files, what is understood of them, an index on them, and their use everywhere."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import dxindex as dx
from dxindex import i18n, own
from pages.ui.own_draft import Draft
from pages.ui.queries import (
    codes,
    files,
    own_columns,
    own_index,
    own_reading,
    own_ruler,
    scores,
)
from pages.ui.queries.own_index import OUT, Place, Plan
from pages.ui.queries.own_reading import Choices, File
from tests.pages.visiting import assert_sound, opened, texts

LINK = "https://dx.example.org/methods"
TOWNS = "tỉnh;Băng rộng;Nghèo;Lũ\nHuế;1,5;9;1\nVinh;2;7;x\nĐà Nẵng;4;3;3\nCần Thơ;3;5;4\n".encode()
ON_TOWNS = Plan({"Băng rộng": Place("x"), "Nghèo": Place("y", "Living", less=True)}, {"x": "Mạng"})
FAULT_COLUMNS = {"meaning", "remedy"}


def file_of(sheet: Any) -> bytes:
    return files.of_sheet(sheet, "csv", files.caption(sheet, LINK, "2014"))


def template(edition: str, lang: str = "en") -> bytes:
    return file_of(own_ruler.template(edition, lang, "light"))


def unfolded(**params: str) -> AppTest:
    app = opened("methods", **params)
    draft(app).unfolded = True
    return app.run()


def given(content: bytes, name: str = "mine.csv", **params: str) -> AppTest:
    app = unfolded(**params)
    app.file_uploader[0].set_value((name, content, "text/csv"))
    return app.run()


def draft(app: AppTest) -> Draft:
    found: Draft = app.session_state["own_draft"]
    return found


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    """The table of this section that has some columns: the page's own stand before and after."""
    return next(shown.value for shown in app.dataframe if set(columns) <= set(shown.value.columns))


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def planned(content: bytes = TOWNS, plan: Plan = ON_TOWNS, **params: str) -> AppTest:
    """A file on which an index was made."""
    app = given(content, **params)
    draft(app).plan = plan
    return app.run()


def used(app: AppTest) -> AppTest:
    return app.button(key="own_use").click().run()


def reading_of(content: bytes, choices: Choices | None = None, name: str = "mine.csv") -> own_reading.Reading:
    opened_file = own_reading.open_file(File(name, content), "")
    assert opened_file.table is not None
    return own_reading.read(opened_file.table, choices or Choices(), None, "en")


def figures_of(content: bytes, choices: Choices | None = None) -> own.OwnData:
    figures = reading_of(content, choices).figures
    assert figures is not None
    return figures


def test_folded_it_costs_nothing() -> None:
    app = opened("methods", lang="en")
    assert not app.file_uploader
    assert "Your own figures" in texts(app)


def test_what_it_does_with_a_file_is_said() -> None:
    told = texts(unfolded(lang="en"))
    assert "it is not stored" in told
    assert "Links do not carry it: whoever opens one needs the file" in told


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_what_was_understood_is_shown_with_every_fault(lang: str) -> None:
    app = given(TOWNS.replace(b"3;5;4", b"ba;5;4"), lang=lang)
    assert_sound(app)
    columns = table(app, "column", "kind", "indicator")
    assert columns["column"].tolist() == ["tỉnh", "Băng rộng", "Nghèo", "Lũ"]
    assert columns["kind"].tolist() == ["unit", "figure", "figure", "figure"]
    assert columns["first"].tolist()[1] == "1,5 · 2 · 4"
    faults = table(app, *FAULT_COLUMNS)
    assert faults["row"].dropna().tolist() == [3, 5]
    assert faults["column"].tolist() == ["Lũ", "Băng rộng"]
    assert faults["found"].tolist() == ["x", "ba"]
    assert faults["meaning"].str.len().gt(5).all()
    assert "4" in texts(app)


def test_a_column_is_corrected_and_what_follows_from_it_is_shown() -> None:
    app = given(TOWNS, lang="en")
    roles = reading_of(TOWNS).roles
    draft(app).choose(Choices(roles=own_columns.corrected(roles, {}, {3: {"kind": "unit"}})))
    app.run()
    assert_sound(app)
    assert table(app, "kind")["kind"].tolist() == ["ignored", "figure", "figure", "unit"]
    assert "Units are told by the column “Lũ”" in texts(app).replace("\\", "")


def test_a_part_that_a_table_has_once_goes_to_whoever_was_chosen_last() -> None:
    roles = reading_of(TOWNS).roles
    once = own_columns.corrected(roles, {}, {3: {"kind": "unit"}})
    again = own_columns.corrected(roles, once, {0: {"kind": "unit"}})
    assert again == {"tỉnh": own.Role("unit")}
    named = own_columns.corrected(
        roles, {}, {1: {"indicator": "known:fixed_broadband"}, 2: {"indicator": None}}
    )
    assert named == {"Băng rộng": own.Role("figure", "fixed_broadband"), "Nghèo": own.Role("figure", "Nghèo")}


def test_a_near_name_is_proposed_and_confirmed_with_one_click() -> None:
    app = given(TOWNS.replace("Băng rộng".encode(), b"Internet user"), lang="en")
    assert table(app, "near")["near"].tolist()[1].endswith("(internet_users)")
    app.button(key="own_near").click().run()
    assert_sound(app)
    assert table(app, "near")["indicator"].tolist()[1] == "known:internet_users"
    assert "own_near" not in keys(app)


def test_a_file_that_nothing_can_be_read_of_is_corrected_too() -> None:
    app = given(b"internet_users,a\n1,2\n3,4\n", lang="en")
    assert [error.value for error in app.error]
    assert table(app, "kind")["kind"].tolist() == ["figure", "figure"]
    draft(app).choose(Choices(roles={"a": own.Role("unit")}))
    assert_sound(app.run())


def test_the_rows_of_a_tidy_file_say_which_indicator_they_are_of() -> None:
    rows = "country,indicator,value\nLào,internet user,1\nLào,x,2\nHuế,internet user,3\nHuế,x,5\n"
    reading = reading_of(rows.encode())
    shown = own_columns.of_series(reading, "en")
    assert shown["column"].tolist() == ["internet user", "x"]
    meant = own_columns.with_near_ones(reading, Choices())
    assert figures_of(rows.encode(), meant).indicators.index.tolist() == ["internet_users", "x"]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"name,wealth\n", b'name,"', b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_refused_in_words(content: bytes, lang: str) -> None:
    app = given(content, lang=lang)
    assert not app.exception
    assert len(app.error) == 1
    assert table(app, *FAULT_COLUMNS)["meaning"].str.len().gt(5).all()


def test_nothing_in_a_file_is_read_as_markup() -> None:
    evil = "[x](https://evil.example) <b>**y**</b>"
    content = TOWNS.replace("tỉnh".encode(), evil.encode()).replace("Nghèo".encode(), b"Internet user$_")
    app = given(content, name="`[a](https://evil.example)`.csv", lang="en")
    told = "\n".join(str(element.value) for kind in ("markdown", "error") for element in app.get(kind))
    assert r"\[x\]\(https\:\/\/evil\.example\)" in told
    assert "[x](https" not in told.replace("\\[x\\]", "")


def test_faults_leave_as_a_file_that_no_spreadsheet_runs() -> None:
    faults = reading_of(TOWNS.replace(b";x", b";=cmd|A1")).faults
    content = file_of(own_reading.faults_sheet(faults, "mine.csv", "en", "light")).decode("utf-8-sig")
    listed = pd.read_csv(io.StringIO(content), comment="#")
    assert listed["What stands there"].tolist() == ["'=cmd|A1"]
    assert listed["What to do"].notna().all()


def test_of_a_workbook_another_sheet_is_chosen() -> None:
    book = openpyxl.Workbook()
    for title, values in {"Một": (1, 2, 3), "Hai": (5, 6, 8)}.items():
        sheet = book.create_sheet(title)
        for row in [["name", "a", "b"], *[[f"U{n}", n, n * n] for n in values]]:
            sheet.append(row)
    book.remove(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    app = given(content.getvalue(), name="mine.xlsx", lang="vi")
    assert_sound(app)
    chooser = next(box for box in app.selectbox if box.key and box.key.startswith("own_sheet"))
    assert chooser.value == "Một"
    chooser.set_value("Hai").run()
    assert_sound(app)
    assert table(app, "first")["first"].tolist()[1] == "5 · 6 · 8"


def test_an_index_is_made_of_columns_and_used_on_all_pages() -> None:
    app = planned(lang="vi")
    assert_sound(app)
    used(app)
    assert_sound(app)
    assert app.query_params["figures"] == "own"
    assert "mine.csv" in "".join(str(box.value) for box in app.success)
    app.switch_page("pages/rankings.py").run()
    assert_sound(app)
    ranks = table(app, "rank:x", "rank:y").set_index("country")
    assert ranks["rank:x"].to_dict() == {"Đà Nẵng": 1, "Cần Thơ": 2, "Vinh": 3, "Huế": 4}
    assert ranks["rank:y"].to_dict() == {"Đà Nẵng": 1, "Cần Thơ": 2, "Vinh": 3, "Huế": 4}, "less is better"
    app.switch_page("pages/methods.py").run()
    assert_sound(app)
    assert app.button(key="own_use").disabled, "the draft is as it was left, and in use"
    app.button(key="own_back").click().run()
    assert_sound(app)
    assert "figures" not in app.query_params
    assert not app.button(key="own_use").disabled


def test_another_file_while_one_is_in_use_leaves_that_in_use_until_it_is_taken() -> None:
    app = used(planned(lang="en"))
    app.file_uploader[0].set_value(("other.csv", b"name;a;b\nP;1;2\nQ;2;3\nR;5;9\nS;7;1\n", "text/csv")).run()
    assert_sound(app)
    assert "mine.csv" in app.success[0].value
    assert draft(app).plan is None, "other columns: nothing of the plan before fits"
    draft(app).plan = Plan({"a": Place("x"), "b": Place("y")})
    used(app.run())
    assert_sound(app)
    assert "other.csv" in app.success[0].value
    app.file_uploader[0].set_value(None).run()
    assert_sound(app)
    assert "other.csv" in app.success[0].value, "what is in use stays until it is given up"
    app.button(key="own_back").click().run()
    assert not app.success
    assert not draft(app).files


def test_figures_at_hand_are_used_again_or_forgotten() -> None:
    app = used(planned(lang="en"))
    app.selectbox(key="choice_figures").set_value("snapshot").run()
    assert_sound(app)
    assert {"own_again", "own_back"} <= keys(app)
    app.button(key="own_again").click().run()
    assert app.query_params["figures"] == "own"
    app.selectbox(key="choice_edition")
    app.segmented_control(key="choice_lang").set_value("vi").run()
    assert_sound(app)
    assert "mine.csv" in app.success[0].value


def test_a_mended_file_keeps_the_choices_made_on_the_one_before() -> None:
    app = planned(lang="en")
    app.file_uploader[0].set_value(("mended.csv", TOWNS.replace(b";x", b";2"), "text/csv")).run()
    assert draft(app).plan == ON_TOWNS
    app.segmented_control(key="choice_lang").set_value("vi").run()
    assert_sound(app)
    assert "own_use" in keys(app)


def test_whoever_comes_by_a_link_on_own_figures_finds_the_place_to_load_them() -> None:
    app = opened("methods", lang="en", figures="own", country="Vinh")
    assert app.file_uploader, "it is open"
    app.file_uploader[0].set_value(("mine.csv", TOWNS, "text/csv")).run()
    draft(app).plan = ON_TOWNS
    used(app.run())
    assert_sound(app)
    app.switch_page("pages/country.py").run()
    assert app.selectbox(key="choice_country").value == "Vinh"


@pytest.mark.parametrize("name", own_index.starts())
def test_an_index_to_start_from_is_read_back_and_rests_on_the_published_figures(name: str) -> None:
    index = own_reading.read_index(File("mine.toml", own_index.start_toml(name)))
    assert index.framework == dx.load_framework(name)
    figures = figures_of(file_of(own_ruler.published("2014", "en", "light")))
    assert len(figures.units) == len(codes.panel_codes("2014"))
    assert not own_index.obstacles(figures, dx.load_framework(name), "en")


def test_an_index_alone_takes_the_published_figures() -> None:
    app = unfolded(lang="en")
    app.file_uploader[1].set_value(("mine.toml", own_index.start_toml("open"), "application/toml")).run()
    app.button(key="own_take_published").click().run()
    assert_sound(app)
    way = next(box for box in app.selectbox if box.key and box.key.startswith("own_way"))
    assert way.value == own_index.GIVEN
    assert_sound(used(app))
    body = app.session_state["selection_body"]
    assert scores.framework(f"own@{body}") == dx.load_framework("open")


def test_the_index_of_an_edition_gives_its_scores_where_the_file_has_its_indicators() -> None:
    app = given(file_of(own_ruler.published("2014", "vi", "light")), lang="vi")
    used(app)
    assert_sound(app)
    ours = scores.result(f"own@{app.session_state['selection_body']}")
    pd.testing.assert_frame_equal(
        ours.scores.sort_index(), scores.result("2014").scores.sort_index(), check_names=False, atol=1e-12
    )


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_an_index_that_is_not_sound_is_refused_with_every_fault(lang: str) -> None:
    app = unfolded(lang=lang)
    broken = b'[framework]\nid = "mine"\n[[node]]\nid = "a"\nparent = "b"\n'
    app.file_uploader[1].set_value(("mine.toml", broken, "application/toml")).run()
    assert not app.exception
    assert len(app.error) == 1
    assert len(table(app, *FAULT_COLUMNS)) >= 2


def test_what_keeps_an_index_from_the_pages_is_said() -> None:
    figures = figures_of(TOWNS)
    no_axes = own.propose_framework(figures, {"index": ["Nghèo"]})
    assert "declares no two axes" in own_index.obstacles(figures, no_axes, "en")[0]
    foreign = dx.load_framework("wdr2016")
    assert "None of the framework's indicators" in own_index.obstacles(figures, foreign, "en")[0]
    few = figures_of(b"name;a;b\nP;1;2\nQ;2;3\n")
    both = own.propose_framework(few, {"x": ["a"], "y": ["b"]})
    assert "Units with a score on both axes: 2; 3 are needed" in own_index.obstacles(few, both, "en")[0]
    flat = figures_of(b"name;a;b\nP;1;2\nQ;1;3\nR;1;4\n")
    assert "cannot be scored: a." in own_index.obstacles(flat, both, "en")[0]
    made = own_index.make(figures, ON_TOWNS, "en")
    assert made is not None
    assert own_index.obstacles(figures, made, "en") == []


def test_a_plan_begins_as_an_edition_has_it_and_an_empty_axis_makes_no_index() -> None:
    figures = figures_of(template("2014"))
    plan = own_index.proposed(figures, "en")
    framework = own_index.make(figures, plan, "en")
    assert framework is not None
    published = scores.framework("2014")
    assert [framework.label(axis) for axis in framework.axis_ids] == [
        published.label(axis) for axis in published.axis_ids
    ]
    alone = own_index.placed(
        figures,
        plan.places,
        {row: {"axis": OUT} for row, axis in enumerate(_axes(figures, plan)) if axis == "y"},
    )
    assert own_index.make(figures, Plan(alone), "en") is None


def _axes(figures: own.OwnData, plan: Plan) -> list[str]:
    return own_index.table_of_places(figures, plan.places, "en")["axis"].tolist()


@pytest.mark.parametrize("edition", codes.offered_editions())
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_template_read_back_gives_the_scores_of_its_countries(lang: str, edition: str) -> None:
    brought = figures_of(template(edition, lang))
    shown = own_ruler.make(brought, edition, lang, "light")
    assert shown is not None
    rows = shown.table.set_index("unit")
    names = codes.country_names(edition, lang)
    there = scores.result(edition)
    for code in scores.panel(edition).index[: own_ruler.EXAMPLES]:
        for axis in scores.framework(edition).axis_ids:
            assert rows.at[names[code], axis] == pytest.approx(there.scores.at[code, axis], abs=5e-4)
            assert rows.at[names[code], f"would:{axis}"] == there.ranks.at[code, axis]


def test_units_stand_beside_the_panel_when_asked() -> None:
    app = given(template("2014"), lang="vi")
    assert "own_ruler" in app.session_state
    app.session_state["own_ruler"] = True
    app.run()
    assert_sound(app)
    assert table(app, "unit", "would:adoption")["would:adoption"].tolist() == [106, 59, 9]
    before = scores.result("2014").scores.copy()
    pd.testing.assert_frame_equal(scores.result("2014").scores, before)


def test_a_file_without_the_editions_indicators_is_not_on_its_ruler() -> None:
    assert own_ruler.make(figures_of(TOWNS), "2014", "en", "light") is None


def test_the_file_is_in_no_link_and_kept_by_the_session_alone() -> None:
    app = given(TOWNS, lang="en")
    assert not [code for code in app.query_params if "own" in code]
    assert draft(app).files
    app.file_uploader[0].set_value(None).run()
    assert not draft(app).files
    assert not draft(opened("methods", lang="en")).files, "another session has its own"


def test_nothing_of_a_file_is_kept_between_sessions() -> None:
    rooms = (own_reading, own_columns, own_index, own_ruler)
    kept = {
        name
        for room in rooms
        for name, query in vars(room).items()
        if getattr(query, "__module__", "") == room.__name__
        and (hasattr(query, "cache_info") or hasattr(query, "__wrapped__"))
    }
    assert kept == {"catalogue", "start_toml", "of_editions", "template", "published"}, "these take no file"


def test_the_scores_leave_with_their_source_and_defused() -> None:
    content = template("2014").replace(b"Afghanistan", b"=cmd|A1")
    made = own_ruler.make(figures_of(content), "2014", "en", "light")
    assert made is not None
    told = file_of(made.sheet).decode("utf-8-sig")
    assert "# source: Own figures, not checked by us; panel of 132 countries" in told
    rows = pd.read_csv(io.StringIO(told), comment="#")
    assert rows["Name"].tolist()[0] == "'=cmd|A1"
    assert rows["Digital adoption: would rank"].tolist() == [106, 59, 9]


@pytest.mark.parametrize("kind", ["png", "slide.png", "svg", "csv"])
def test_the_chart_leaves_as_every_kind_of_file(kind: str) -> None:
    made = own_ruler.make(figures_of(template("2014")), "2014", "vi", "dark")
    assert made is not None
    assert files.of_sheet(made.figure, kind, files.caption(made.figure, LINK, "2014"))
