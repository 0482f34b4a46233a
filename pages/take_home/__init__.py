"""What a visitor takes home: code, pictures, tables, traces."""

from pages.take_home.take_home import show_source_code, show_take_home

__all__ = [
    "show_source_code",
    "show_take_home",
]
