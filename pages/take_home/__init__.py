"""What a visitor takes home: code, pictures, tables, traces."""

from pages.take_home import source_code, take_home

__all__ = ["source_code", "take_home"]
