"""The pages' addresses, in the order of the navigation."""

from __future__ import annotations

OVERVIEW = ""  # the address of the default page
RANKINGS, COUNTRY, COMPARE = "rankings", "country", "compare"
CLUSTERS, ROBUSTNESS, SIMULATOR = "clusters", "robustness", "simulator"
TIME, MAP, STORIES, METHODS = "time", "map", "stories", "methods"

PAGES = (
    OVERVIEW,
    RANKINGS,
    COUNTRY,
    COMPARE,
    CLUSTERS,
    ROBUSTNESS,
    SIMULATOR,
    TIME,
    MAP,
    STORIES,
    METHODS,
)

# Which shared choices matter where: a link holds those of its page.
LISTS = (OVERVIEW, RANKINGS, CLUSTERS, ROBUSTNESS, TIME, MAP)
ONE_COUNTRY = (OVERVIEW, COUNTRY, ROBUSTNESS, SIMULATOR, TIME)
WITH_EDITION = tuple(page for page in PAGES if page != STORIES)


def script(page: str) -> str:
    """Return the file of a page.

    >>> script(OVERVIEW), script(MAP)
    ('pages/overview.py', 'pages/map.py')
    """
    return f"pages/{page or 'overview'}.py"
