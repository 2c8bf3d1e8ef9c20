"""Run pages as a server that has called ``st.navigation`` once does: always through the entrypoint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test


@pytest.hookimpl(tryfirst=True)  # before the distribution over processes reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the pages' tests in one process: what a page has drawn once is kept there, as in a server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("pages"))


class NavigatingPagesManager(PagesManager):
    """AppTest forgets at each run that ``st.navigation`` switched the discovery of ``pages/`` off."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **kwargs)


@pytest.fixture(autouse=True)
def through_the_entrypoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(app_test, "PagesManager", NavigatingPagesManager)
    yield
    PagesManager.uses_pages_directory = None
