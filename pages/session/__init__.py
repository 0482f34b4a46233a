"""What the app knows while it runs: the engine and the history, who is asking, typed keys, drafts, fetched models."""

from pages.session import own_keys
from pages.session.kept_drafts import LONGEST_DRAFT, Draft
from pages.session.own_keys import access, secrets, session_name, starter
from pages.session.playground import Shown, playground, visitor
from pages.session.preview_tokens import PREVIEW_PREFIX
from pages.session.settings import server_settings
from pages.session.visitor import COOKIE, new_visitor, visitor_in

__all__ = [
    "COOKIE",
    "Draft",
    "LONGEST_DRAFT",
    "PREVIEW_PREFIX",
    "Shown",
    "access",
    "new_visitor",
    "own_keys",
    "playground",
    "secrets",
    "server_settings",
    "session_name",
    "starter",
    "visitor",
    "visitor_in",
]
