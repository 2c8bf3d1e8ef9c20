"""Published figures in, tidy checked frames out.

>>> import data
>>> data.load_panel("2014").shape[0]
132
"""

from data.atlas import load_land, load_points
from data.cache_files import CacheError
from data.classifications import load_income_groups, load_memberships, load_published, load_regions
from data.edition_list import editions, yearly_editions
from data.errors import CatalogueError, DataError, SelectionError, SnapshotError, SourceError
from data.outcomes import Outcome, Refresh, RefreshError
from data.package_tables import PackageTable
from data.packaging import archived, pack
from data.panel import load_countries, load_indicators, load_observations, load_panel, load_vintages
from data.panel_rule import panel_members, panel_near_misses
from data.place_names import nearest_places, recognise_places
from data.refreshed import Refreshed, find_refreshed, refreshed_folder
from data.refreshing import refresh, refreshable
from data.revisions import load_revisions
from data.snapshot_package import build_package, licence_texts
from data.sources import load_sources
from data.status import load_status
from data.storytelling import load_levels, load_stories
from data.verification import verify, version

__all__ = [
    "CacheError",
    "CatalogueError",
    "DataError",
    "Outcome",
    "PackageTable",
    "Refresh",
    "RefreshError",
    "Refreshed",
    "SelectionError",
    "SnapshotError",
    "SourceError",
    "archived",
    "build_package",
    "editions",
    "find_refreshed",
    "licence_texts",
    "load_countries",
    "load_income_groups",
    "load_indicators",
    "load_land",
    "load_levels",
    "load_memberships",
    "load_observations",
    "load_panel",
    "load_points",
    "load_published",
    "load_regions",
    "load_revisions",
    "load_sources",
    "load_status",
    "load_stories",
    "load_vintages",
    "nearest_places",
    "pack",
    "panel_members",
    "panel_near_misses",
    "recognise_places",
    "refresh",
    "refreshable",
    "refreshed_folder",
    "verify",
    "version",
    "yearly_editions",
]
