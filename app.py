"""The server: Streamlit with a Content-Security-Policy, a visitor cookie, and plain words when a page fails."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.server import early, script_errors
from pages.server.security_headers import SecurityHeaders
from pages.server.site_preview import PREFIX, preview_route
from pages.server.visitor import VisitorCookie

# Imported with the server, so that its first visitor does not wait for them.
from pages.views import cards, history_list, inspector, live, outcome, source_code, workbench  # noqa: F401
from pages.views.site import read_site

INDEX_PAGE = Path(st.__file__).with_name("static") / "index.html"
MIDDLEWARE = (
    Middleware(SecurityHeaders, index_page=INDEX_PAGE.read_text(encoding="utf-8"), stricter=PREFIX),
    Middleware(VisitorCookie, shut_off=PREFIX),
)

early.load()

app = st.App(
    "pages/frame.py",
    routes=[preview_route(read_site)],
    middleware=MIDDLEWARE,
    on_script_error=script_errors.report,
)
