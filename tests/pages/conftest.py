"""Run pages as a server that has called ``st.navigation`` once does: always through the entrypoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test


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
