"""Open pages in AppTest as a visitor with a link would, and say what they show."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.ui import places

ROOT = Path(__file__).parents[2]
PAGES = tuple(page or "overview" for page in places.PAGES)
SECONDS = 60


def opened(page: str, **params: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    for code, value in params.items():
        app.query_params[code] = value
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    return app.run()


def assert_sound(app: AppTest) -> None:
    assert not app.exception
    assert not app.error
    assert app.title


def texts(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "warning", "info", "error")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))
