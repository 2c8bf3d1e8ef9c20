"""Charts: results in, Altair charts out. No Streamlit here, and nothing is computed that is not drawn."""

from dxindex.caption import Caption
from dxindex.charts.agreement import agreement
from dxindex.charts.ahead import AHEAD, BEHIND, UNDECIDED, ahead_shares, verdict
from dxindex.charts.coverage import coverage_map
from dxindex.charts.difference import difference_bars
from dxindex.charts.edition_arrows import edition_arrows
from dxindex.charts.framing import PictureSize
from dxindex.charts.group_counts import group_counts
from dxindex.charts.group_shares import group_shares
from dxindex.charts.histories import histories
from dxindex.charts.influence import sobol
from dxindex.charts.intervals import rank_intervals
from dxindex.charts.levels import level_name
from dxindex.charts.move import move
from dxindex.charts.open_years import open_years
from dxindex.charts.own_units import own_units
from dxindex.charts.pace import pace
from dxindex.charts.pictures import to_png, to_svg
from dxindex.charts.profile import node_labels, profile
from dxindex.charts.qr import MAX_QR_BYTES, qr_svg
from dxindex.charts.rank_changes import rank_changes
from dxindex.charts.side_by_side import indicators_side_by_side, side_by_side
from dxindex.charts.signs import signed
from dxindex.charts.story_growth import growth
from dxindex.charts.story_shares import shares
from dxindex.charts.story_timeline import timeline
from dxindex.charts.strips import indicator_strips
from dxindex.charts.table_pictures import table_to_png, table_to_svg
from dxindex.charts.theme import DARK, LIGHT, Palette, palette
from dxindex.charts.two_axis import two_axis
from dxindex.charts.wording import moment_label, reported
from dxindex.charts.world_map import world_map

__all__ = [
    "AHEAD",
    "BEHIND",
    "DARK",
    "LIGHT",
    "MAX_QR_BYTES",
    "UNDECIDED",
    "Caption",
    "Palette",
    "PictureSize",
    "agreement",
    "ahead_shares",
    "coverage_map",
    "difference_bars",
    "edition_arrows",
    "group_counts",
    "group_shares",
    "growth",
    "histories",
    "indicator_strips",
    "indicators_side_by_side",
    "level_name",
    "moment_label",
    "move",
    "node_labels",
    "open_years",
    "own_units",
    "pace",
    "palette",
    "profile",
    "qr_svg",
    "rank_changes",
    "rank_intervals",
    "reported",
    "shares",
    "side_by_side",
    "signed",
    "sobol",
    "table_to_png",
    "table_to_svg",
    "timeline",
    "to_png",
    "to_svg",
    "two_axis",
    "verdict",
    "world_map",
]
