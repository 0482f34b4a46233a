"""What the filler knows while it fills one object: the text, the object's place in a list, and what it decided."""

from dataclasses import dataclass, field
from typing import Any

from core.simulated import linear as re
from core.simulated.asked import Asked


@dataclass
class Scope:
    """One object being filled. `text` is what it is about; `filled` what its earlier fields got; `sure` how sure the
    decisions among them are (None before the first)."""

    asked: Asked
    title: str
    number: int = 1
    among: int = 1
    filled: dict[str, Any] = field(default_factory=dict)
    sure: float | None = None

    @property
    def text(self) -> str:
        """The text this object is about."""
        return self.asked.text


@dataclass(frozen=True, slots=True)
class Slot:
    """One field to fill: its name, what the schema says about it, and whether it may stay empty."""

    name: str
    description: str = ""
    optional: bool = False

    def says(self, pattern: str) -> bool:
        """Whether the name matches, word by word (`order_id` reads “order id”)."""
        return re.search(rf"\b(?:{pattern})\b", self.words, re.IGNORECASE) is not None

    def means(self, pattern: str) -> bool:
        """Whether the name or the description matches."""
        return re.search(rf"\b(?:{pattern})\b", f"{self.words} {self.description}", re.IGNORECASE) is not None

    @property
    def words(self) -> str:
        """The name as words."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name).replace("_", " ").replace("-", " ").lower()
