"""What the environment says: keys, addresses and where the history lives. Nothing else in `core` reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

APPLICATION = "llm-workflow-playground"


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment, read once. Keys and addresses stay out of its repr; None means not set."""

    home: Path
    openai_api_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = field(default=None, repr=False)
    gemini_api_key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read `environ`, by default that of this process. A variable that is empty counts as not set."""
        given = os.environ if environ is None else environ
        home = given.get("PLAYGROUND_HOME", "").strip()
        return cls(
            home=Path(home).expanduser() if home else _data_folder(),
            openai_api_key=given.get("OPENAI_API_KEY", "").strip() or None,
            openai_base_url=given.get("OPENAI_BASE_URL", "").strip() or None,
            gemini_api_key=given.get("GEMINI_API_KEY", "").strip() or None,
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written down."""
        return tuple(key for key in (self.openai_api_key, self.gemini_api_key) if key)


def _data_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path(APPLICATION, appauthor=False)
