"""The view that a visitor without a link sees first."""

from __future__ import annotations

from dxindex import i18n
from dxindex.site.links import HIGHLIGHTED
from pages.ui.params import COUNTRY
from pages.ui.queries import codes, drawn


def draw() -> None:
    """Draw the default Overview once, so that it is there when it is asked for."""
    drawn.two_axis(
        codes.default_edition(),
        HIGHLIGHTED,
        codes.filtered(codes.default_edition(), (), (), ()),
        False,  # not sized by population
        False,  # no line from an earlier edition
        False,  # no rank intervals
        False,  # nobody outside the panel
        "auto",
        COUNTRY,
        i18n.DEFAULT_LANGUAGE,
        "light",
    )
