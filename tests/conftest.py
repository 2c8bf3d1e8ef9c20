"""What every test of a page would otherwise pay for anew."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import local_script_runner


def pytest_collection_finish() -> None:
    """What was collected and loaded stays: to walk through it for garbage took a tenth of the tests' time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session", autouse=True)
def one_look_at_installed_packages() -> Iterator[None]:
    """A server looks through the installed packages for components once; AppTest would at every start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def scripts_are_compiled_once() -> Iterator[None]:
    """A server compiles each script once; AppTest would at every run."""
    kept = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "ScriptCache", lambda: kept)
        yield
