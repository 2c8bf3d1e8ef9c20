"""The map shows every economy, and says whom it has no figures of."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pages.ui.queries import codes, world
from tests.pages.visiting import assert_sound, opened


def _drawn(edition: str, regions: tuple[str, ...] = (), sized: bool = False) -> dict[str, str]:
    """The level of every economy whose mark is in the chart."""
    shown = codes.everywhere(edition, regions, (), ())
    spec = world.atlas(edition, "group", ("VNM",), shown, sized, "en", "light").spec
    for rows in spec["datasets"].values():
        if isinstance(rows, bytes):
            table = pa.ipc.open_stream(rows).read_all()
            if {"said", "level"} <= set(table.column_names):
                return dict(
                    zip(table.column("iso3").to_pylist(), table.column("level").to_pylist(), strict=True)
                )
    raise AssertionError("the chart has no marks")


@pytest.mark.parametrize("edition", ["2014", "2019"])
def test_what_the_legend_counts_is_on_the_map(edition: str) -> None:
    levels = list(_drawn(edition).values())
    assert {"outside", "no data"} <= set(levels)
    assert len([level for level in levels if level not in ("outside", "no data")]) == 132


def test_filters_hide_those_outside_the_panel_too() -> None:
    drawn = _drawn("2014", ("EAS",))
    assert "outside" in drawn.values()
    assert {"VNM", "SGP"} <= set(drawn)
    assert not {"FRA", "BRA", "LIE"} & set(drawn)


def test_the_map_opens_with_every_control() -> None:
    for params in ({}, {"size": "1", "by": "adoption"}, {"region": "EAS"}):
        assert_sound(opened("map", lang="vi", **params))
