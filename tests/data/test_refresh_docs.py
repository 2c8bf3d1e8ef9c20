"""What the page on refreshing says is what the code does: its constants, faults and tests are there."""

import re
from pathlib import Path

from data import plausibility
from tests.data.world_bank_api import Fault

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "refreshing.md").read_text(encoding="utf-8")


def test_every_constant_is_told_with_its_value() -> None:
    constants = {
        name: value
        for name, value in vars(plausibility).items()
        if name.isupper() and isinstance(value, float)
    }
    assert dict(re.findall(r"`([A-Z_]+)` = ([\d.e-]*\d)", PAGE)) == {
        name: str(value) for name, value in constants.items()
    }


def test_every_fault_of_the_publisher_is_in_the_table() -> None:
    told = {part.strip() for row in re.findall(r"^\| (.+?) \|", PAGE, re.M) for part in row.split(";")}
    assert set(map(str, Fault)) <= told


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    written = {
        name
        for path in Path(__file__).parent.glob("test_refresh*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    assert named <= written
    assert len(named) > 20
