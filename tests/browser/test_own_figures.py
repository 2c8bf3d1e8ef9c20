"""A visitor brings a file and reads where its units would stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import Visit

Visits = Callable[..., Visit]


def test_a_file_is_scored_beside_the_panel_and_stays_out_of_the_address(
    visit: Visits, tmp_path: Path
) -> None:
    tab = visit()
    page = tab.open("methods?lang=en")
    before = page.url
    page.get_by_text("Score your own figures").click()
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name="Template (CSV)").click()
    template = Path(download.value.path()).read_text(encoding="utf-8-sig")
    mine = tmp_path / "mine.csv"
    # As a spreadsheet elsewhere saves it: semicolons, decimal commas, remarks in quotation marks.
    lines = [line for line in template.splitlines() if line and not line.startswith("# ")]
    changed = [line.replace(",", ";").replace(".", ",") for line in lines]
    changed[1] = changed[1].replace('"Afghanistan"', "Tỉnh A")
    mine.write_text('"# title: a; b"\n' + "\n".join(changed), encoding="utf-8-sig")
    page.locator("input[type=file]").set_input_files(mine)
    page.get_by_text("Read: 3 units, 33 values. Separator: semicolon; decimal mark: comma.").wait_for(
        timeout=30_000
    )
    tab.settle()
    assert page.get_by_label("3 own units are scored. Emerging: 1").count()
    chart = page.locator(".st-key-own [data-testid=stVegaLiteChart]")
    assert chart.get_by_text("Your units (3)").count()
    assert chart.get_by_text("Tỉnh A").count()
    table = page.locator(".st-key-own [data-testid=stDataFrame]")
    cells = table.locator("[role=gridcell]").all_text_contents()
    assert cells[0] == "Tỉnh A"
    assert {"106", "115"} <= set(cells), "the template's first country would rank where it ranks"
    assert page.url == before
    page.reload()
    tab.settle()
    assert page.get_by_text("Read: 3 units").count() == 0, "a reload is another session"
    tab.assert_clean()
