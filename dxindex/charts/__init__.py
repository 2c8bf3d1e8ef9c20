"""Charts: results in, Altair charts out. No Streamlit here, and nothing is computed that is not drawn."""

from dxindex.caption import Caption
from dxindex.charts.coverage import coverage_map
from dxindex.charts.pictures import PictureSize, to_png, to_svg
from dxindex.charts.profile import node_labels, profile
from dxindex.charts.qr import MAX_QR_BYTES, qr_svg
from dxindex.charts.story import growth, shares, timeline
from dxindex.charts.strips import indicator_strips
from dxindex.charts.theme import DARK, LIGHT, Palette, palette
from dxindex.charts.two_axis import level_name, two_axis
from dxindex.charts.wording import moment_label, reported
from dxindex.charts.world_map import world_map

__all__ = [
    "DARK",
    "LIGHT",
    "MAX_QR_BYTES",
    "Caption",
    "Palette",
    "PictureSize",
    "coverage_map",
    "growth",
    "indicator_strips",
    "level_name",
    "moment_label",
    "node_labels",
    "palette",
    "profile",
    "reported",
    "shares",
    "timeline",
    "qr_svg",
    "to_png",
    "to_svg",
    "two_axis",
    "world_map",
]
