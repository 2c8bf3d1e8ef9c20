"""The server: the dashboard, warmed up while the first visitor's browser is still loading it.

``streamlit run server.py`` starts it on one's own machine, ``python server.py`` as operators run it.
"""

import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.addresses.routes import Addresses
from pages.ui.serving import bounds, connections, freshness, journal, policy, settings

SETTINGS = settings.from_environment(os.environ)
HEADERS = policy.headers(SETTINGS)
PREFIX = settings.prefix(st.get_option("server.baseUrlPath"))


def warm_up() -> None:
    """Load what the first page needs and draw it once: the default view, which most visitors ask for."""
    from pages.ui import process

    with process.loading():
        from pages.ui import defaults

        defaults.draw()


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Begin to warm up when the server begins, which answers meanwhile; keep figures fresh until it ends."""
    journal.keep_impersonal()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    async with freshness.kept(SETTINGS.refresh_hours):
        yield


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=lifespan,
    routes=Addresses(SETTINGS, PREFIX).routes(),
    exception_handlers={Exception: policy.Fault(HEADERS)},
    middleware=[
        Middleware(policy.Headers, HEADERS),
        Middleware(bounds.Bounds, SETTINGS, PREFIX),
    ],
)

if __name__ == "__main__":
    connections.run(app, SETTINGS, HEADERS)
