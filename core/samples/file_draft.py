"""A file while its agent works on it: the tools the agent has, and the text so far."""

from core.errors import ToolFailed
from core.workflow import LARGEST_FILE

_LONGEST_SHOWN = 60


class FileDraft:
    """One file's text, changed only by the two tools."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def __repr__(self) -> str:
        return f"{self.name}, {len(self.text):,} characters"

    def replace_text(self, old: str, new: str) -> str:
        """Replace every occurrence of `old` in your file with `new`. `old` must be in the file, letter for letter."""
        count = self.text.count(old) if old else 0
        if not count:
            raise ToolFailed(f"{old[:_LONGEST_SHOWN]!r} is not in {self.name}. Copy the passage from the file.")
        self._set(self.text.replace(old, new))
        return f"Replaced {count} times." if count > 1 else "Replaced."

    def write_file(self, text: str) -> str:
        """Replace your whole file with `text`."""
        if not text.strip():
            raise ToolFailed(f"That would empty {self.name}. Write the whole new text.")
        self._set(text)
        return f"Written, {len(text):,} characters."

    def _set(self, text: str) -> None:
        if len(text) > LARGEST_FILE:
            raise ToolFailed(f"{self.name} may have at most {LARGEST_FILE:,} characters, not {len(text):,}.")
        self.text = text
