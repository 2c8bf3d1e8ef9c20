"""Charts: results in, Altair charts out. No Streamlit here, and nothing is computed that is not drawn."""

from dxindex.charts.coverage import coverage_map
from dxindex.charts.profile import node_labels, profile
from dxindex.charts.strips import indicator_strips
from dxindex.charts.theme import DARK, LIGHT, Palette, palette
from dxindex.charts.two_axis import level_name, two_axis

__all__ = [
    "DARK",
    "LIGHT",
    "Palette",
    "coverage_map",
    "indicator_strips",
    "level_name",
    "node_labels",
    "palette",
    "profile",
    "two_axis",
]
