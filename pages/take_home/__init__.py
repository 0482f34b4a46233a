"""What a visitor takes home: code, pictures, tables, traces."""

from pages.take_home import source_code

__all__ = [
    "source_code",
]
