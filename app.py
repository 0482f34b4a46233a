"""The server: Streamlit behind a check of who asks, with a content policy, a visitor cookie, and plain words."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.run import read_site
from pages.server import (
    FrontDoor,
    SecurityHeaders,
    StaticFiles,
    VisitorCookie,
    preload,
    preview_route,
    report_script_error,
    start_page,
    start_routes,
)
from pages.session import PREVIEW_PREFIX, server_settings
from pages.ui import PAGES

INDEX_PAGE = Path(st.__file__).with_name("static") / "index.html"
START_PAGE = start_page(INDEX_PAGE)
SETTINGS = server_settings()
MIDDLEWARE = (
    Middleware(SecurityHeaders, index_page=START_PAGE, stricter=PREVIEW_PREFIX),
    Middleware(FrontDoor, allowed_hosts=SETTINGS.allowed_hosts, public=SETTINGS.public),
    Middleware(StaticFiles, folder=INDEX_PAGE.parent / "static"),
    Middleware(VisitorCookie, shut_off=PREVIEW_PREFIX),
)

preload()

app = st.App(
    "pages/frame.py",
    routes=[preview_route(read_site), *start_routes(START_PAGE, PAGES)],
    middleware=MIDDLEWARE,
    on_script_error=report_script_error,
)
