"""What stands before the pages: who may come in, headers, cookies, the first page, and what the server loads."""

from pages.server import script_errors
from pages.server.front_door import FrontDoor
from pages.server.preload import preload
from pages.server.security_headers import SecurityHeaders
from pages.server.site_preview import preview_route
from pages.server.start_page import start_page, start_routes
from pages.server.static_files import StaticFiles
from pages.server.visitor_cookie import VisitorCookie

__all__ = [
    "FrontDoor",
    "SecurityHeaders",
    "StaticFiles",
    "VisitorCookie",
    "preload",
    "preview_route",
    "script_errors",
    "start_page",
    "start_routes",
]
