"""What the app knows while it runs: the engine and the history, who is asking, typed keys, drafts, fetched models."""

from pages.session.kept_drafts import LONGEST_DRAFT, Draft
from pages.session.own_keys import (
    URL_WIDGET,
    access,
    entry_problem,
    forget_entries,
    key_widget,
    known_secrets,
    session_starter,
    take_base_url,
    take_key,
    typed_entries,
    written_url,
)
from pages.session.shared_playground import Shown, playground, server_settings
from pages.session.visitors import COOKIE, PREVIEW_PREFIX, new_visitor, visitor, visitor_in

__all__ = [
    "COOKIE",
    "Draft",
    "LONGEST_DRAFT",
    "PREVIEW_PREFIX",
    "Shown",
    "URL_WIDGET",
    "access",
    "entry_problem",
    "forget_entries",
    "key_widget",
    "known_secrets",
    "new_visitor",
    "playground",
    "server_settings",
    "session_starter",
    "take_base_url",
    "take_key",
    "typed_entries",
    "visitor",
    "visitor_in",
    "written_url",
]
