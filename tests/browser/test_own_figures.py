"""A visitor brings figures: corrects what was understood, makes an index, works on both, and hands the link on."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
from playwright.sync_api import Locator, Page

import data
from tests.browser.conftest import Visit

Visits = Callable[..., Visit]
SERIES = ["internet_users", "fixed_broadband", "wgi_rule_of_law", "wgi_regulatory_quality"]
ROW = 35  # pixels of a row in an edited table
EVERY = 6  # countries: one in so many is in the file


def real_figures() -> pd.DataFrame:
    """Figures of some countries, named in Vietnamese; one column by a name that is only near."""
    names = data.load_countries("2014").query("in_panel")["name_vi"].iloc[::EVERY]
    table = data.load_panel("2014").loc[names.index, SERIES]
    table.insert(0, "nước", names)
    return table.rename(columns={"internet_users": "Internet user"})


def understood(table: pd.DataFrame) -> str:
    """What the page says that it read."""
    return (
        f"Read: {len(table)} units, {len(SERIES)} indicators, {table.iloc[:, 1:].notna().sum().sum()} values."
    )


def choose_in(page: Page, grid: Locator, row: int, x: int, text: str) -> None:
    """Choose in a cell of an edited table, which is one drawing: by its place, then by typing."""
    grid.scroll_into_view_if_needed()
    box = grid.locator("canvas").first.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + x, box["y"] + ROW * (row + 1) + ROW / 2)
    page.locator("#portal input").first.wait_for(state="attached")
    page.keyboard.type(text)
    page.locator("#portal [role=option]").first.click()


def unfold(tab: Visit) -> Page:
    page = tab.page
    page.get_by_text("Bring figures or an index").click()
    page.locator(".st-key-own input[type=file]").first.wait_for(state="attached")
    return page


def bring(tab: Visit, file: Path, *, index: bool = False) -> None:
    tab.page.locator(".st-key-own input[type=file]").nth(int(index)).set_input_files(file)
    tab.page.get_by_text("What was understood").wait_for()
    tab.settle()


def edited(page: Page, part: str) -> Locator:
    return page.locator(f"[class*=st-key-own_{part}_] [data-testid=stDataFrame]")


def test_figures_are_brought_corrected_used_and_handed_on(visit: Visits, tmp_path: Path) -> None:
    mine, index = tmp_path / "của tôi.csv", tmp_path / "index.toml"
    # As a spreadsheet in Vietnam saves it.
    mine.write_text(real_figures().to_csv(index=False, sep=";", decimal=","), encoding="utf-8-sig")
    tab = visit()
    tab.open("methods?lang=en")
    page = unfold(tab)
    before = page.url
    bring(tab, mine)
    page.get_by_text(understood(real_figures())).wait_for()
    choose_in(page, edited(page, "columns"), 1, 500, "(internet")
    page.get_by_text("Yes, these are meant").wait_for(state="detached")
    tab.settle()
    assert page.url == before, "nothing of a file is in the address"

    # All four are placed as the indices of editions have them; the axis is named otherwise.
    title = page.get_by_label("Axis across")
    title.fill("Mạng")
    title.press("Enter")
    page.wait_for_timeout(300)
    tab.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="This index (TOML)").click()
    index.write_bytes(Path(download.value.path()).read_bytes())
    page.get_by_role("button", name="Use these figures on all pages").click()
    page.get_by_text("In use on all pages").wait_for()
    tab.settle()
    assert "figures=own" in page.url

    page.get_by_role("link", name="See them on the Overview").click()
    page.get_by_text("not checked by us").first.wait_for()
    tab.settle()
    assert page.locator("[data-testid=stVegaLiteChart]").first.get_by_text("Mạng").count()
    page.get_by_role("link", name="Country", exact=True).click()
    page.wait_for_url("**/country?**")
    tab.settle()
    link = page.url
    tab.assert_clean()

    other = visit()
    there = other.open(link.removeprefix(other.address + "/"))
    there.get_by_text("load their file on Data & methods").wait_for()
    there.get_by_role("link", name="Data & methods").click()
    there.locator(".st-key-own input[type=file]").first.wait_for(state="attached")
    bring(other, mine)
    bring(other, index, index=True)
    there.get_by_role("button", name="Yes, these are meant").click()
    there.get_by_role("button", name="Use these figures on all pages").click()
    there.get_by_text("In use on all pages").wait_for()
    other.settle()
    there.get_by_role("link", name="Country", exact=True).click()
    there.wait_for_url("**/country?**")
    other.settle()
    assert there.url == link
    other.assert_clean()


def test_a_workbook_is_read_and_its_sheet_chosen(visit: Visits, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, table in {
        "Ghi chú": pd.DataFrame(),
        "Số liệu": real_figures(),
        "Bản nháp": real_figures().head(3),
    }.items():
        sheet = book.create_sheet(title)
        for row in [[*table.columns], *table.to_numpy().tolist()]:
            sheet.append(row)
    book.remove(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    mine = tmp_path / "của tôi.xlsx"
    mine.write_bytes(content.getvalue())
    tab = visit(width=390, scheme="dark")
    tab.open("methods?lang=en")
    page = unfold(tab)
    bring(tab, mine)
    page.get_by_text(understood(real_figures())).wait_for()
    sheets = page.get_by_role("combobox", name="Sheet of the workbook")
    sheets.click()
    sheets.fill("nháp")
    sheets.press("Enter")
    page.get_by_text(understood(real_figures().head(3))).wait_for()
    tab.settle()
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= 390, "nothing sticks out on a phone"
    tab.assert_clean()
