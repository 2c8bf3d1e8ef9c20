"""The server: the dashboard, warmed up while the first visitor's browser is still loading it."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st


def warm_up() -> None:
    """Load what the first page needs and draw it once: the default view, which most visitors ask for."""
    from pages.ui import process

    with process.loading():
        from pages.ui import defaults

        defaults.draw()


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Begin to warm up when the server begins; it answers meanwhile."""
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield


app = st.App("app.py", lifespan=lifespan)
