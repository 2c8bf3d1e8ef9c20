"""What an address of the site can hold: the codes that the dashboard's links have, and their valid values."""

from __future__ import annotations

from typing import Any

from dxindex.i18n import LANGUAGES
from dxindex.site.facts import Facts

HIGHLIGHTED = ("VNM", "SGP", "EST", "GBR")
HIGHLIGHT_LIMIT = 12  # more labelled countries than this cannot be told apart on one chart
SEARCH_LENGTH = 60
LABELS = ("auto", "highlighted", "none")
FLAGS = ("0", "1")
CARRIED = ("edition", "c", "region", "income", "club")
"""What a visitor keeps on the way from page to page."""

ELSEWHERE = (
    "vs",
    "with",
    "method",
    "k",
    "features",
    "scaled",
    "seed",
    "node",
    "set",
    "goal",
    "series",
    "measure",
    "story",
)
"""What only the dashboard has."""

SILENT = ("present", "scene", "at", "seen", "embed", "embed_options")
"""What belongs to the dashboard's way of showing, and is passed over."""


def parameters(facts: Facts) -> dict[str, Any]:
    """List the parameters: by code the kind (``one``, ``many``, ``text``), the values, and the default."""
    units = [unit for unit in HIGHLIGHTED if unit in facts.units]

    def one(values: Any, default: str) -> dict[str, Any]:
        return {"kind": "one", "values": list(values), "default": [default]}

    def many(values: Any, default: Any = (), limit: int = 50) -> dict[str, Any]:
        return {"kind": "many", "values": list(values), "default": list(default), "limit": limit}

    return {
        "lang": one(LANGUAGES, ""),
        "figures": one(["snapshot"], "snapshot"),
        "edition": one([edition.code for edition in facts.editions], facts.first.code),
        "c": many(facts.units, units, HIGHLIGHT_LIMIT),
        "country": one(facts.units, ""),
        "region": many(facts.regions.index),
        "income": many(facts.incomes.index),
        "club": many(facts.clubs),
        "size": one(FLAGS, "0"),
        "trail": one(FLAGS, "0"),
        "whisker": one(FLAGS, "0"),
        "outside": one(FLAGS, "0"),
        "label": one(LABELS, "auto"),
        "by": one(["group", *facts.first.framework.nodes], "group"),
        "q": {"kind": "text", "limit": SEARCH_LENGTH, "default": [""]},
        "data": {"kind": "text", "limit": 40, "default": [""]},
        "m": {"kind": "text", "limit": 12, "default": [""]},
    }
