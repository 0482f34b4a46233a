"""What stands before the pages: who may come in, headers, cookies, the first page, and what the server loads."""

from pages.server.front_door import FrontDoor
from pages.server.preloading import preload
from pages.server.script_errors import report_script_error
from pages.server.security_headers import SecurityHeaders
from pages.server.site_preview import preview_route
from pages.server.streamlit_files import StaticFiles, start_page, start_routes
from pages.server.visitor_cookie import VisitorCookie

__all__ = [
    "FrontDoor",
    "SecurityHeaders",
    "StaticFiles",
    "VisitorCookie",
    "preload",
    "preview_route",
    "report_script_error",
    "start_page",
    "start_routes",
]
