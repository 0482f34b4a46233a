"""What the environment says: keys, addresses and where the history lives. Nothing else in `core` reads it."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

APPLICATION = "llm-workflow-playground"
KEY_ENDING, URL_ENDING = "_api_key", "_base_url"
RUNS_AT_ONCE, RUNS_AT_ONCE_IN_PUBLIC = 20, 4
RUNS_KEPT, RUNS_KEPT_IN_PUBLIC = 10_000, 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment, read once. Keys and addresses stay out of its repr; None means not set.

    A field that ends in `_api_key` or `_base_url` is read from the variable of that name, and a key is a secret.

    `public`: strangers use the app (PLAYGROUND_PUBLIC=1). Even then they use the server's keys if `share_keys`
    (PLAYGROUND_SHARE_KEYS=1), and type a base URL if it is one of `allowed_base_urls` (PLAYGROUND_ALLOWED_BASE_URLS).
    `allowed_hosts`: the names under which the server may be visited besides this machine's own
    (PLAYGROUND_ALLOWED_HOSTS).
    `otel` holds OpenTelemetry's own variables for exporters (OTEL_EXPORTER_OTLP_…). Of each visitor, `runs_at_once` go
    on at the same time (PLAYGROUND_RUNS_AT_ONCE) and `runs_kept` stay in the history (PLAYGROUND_RUNS_KEPT).
    """

    home: Path
    openai_api_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = field(default=None, repr=False)
    gemini_api_key: str | None = field(default=None, repr=False)
    public: bool = False
    share_keys: bool = False
    allowed_base_urls: tuple[str, ...] = field(default=(), repr=False)
    allowed_hosts: tuple[str, ...] = ()
    otel: Mapping[str, str] = field(default_factory=dict, repr=False)
    runs_at_once: int = RUNS_AT_ONCE
    runs_kept: int = RUNS_KEPT

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, secrets: Mapping[str, str] | None = None
    ) -> "Settings":
        """Read `environ`, by default that of this process. A variable that is empty counts as not set.

        `secrets` holds the same names, from a file; the environment wins.
        """
        given = {**(secrets or {}), **(os.environ if environ is None else environ)}
        home = given.get("PLAYGROUND_HOME", "").strip()
        public = _switched_on(given, "PLAYGROUND_PUBLIC")
        providers: dict[str, Any] = {name: given.get(name.upper(), "").strip() or None for name in _of_providers(cls)}
        return cls(
            home=Path(home).expanduser() if home else _data_folder(),
            **providers,
            public=public,
            share_keys=_switched_on(given, "PLAYGROUND_SHARE_KEYS"),
            allowed_base_urls=_listed(given, "PLAYGROUND_ALLOWED_BASE_URLS"),
            allowed_hosts=_listed(given, "PLAYGROUND_ALLOWED_HOSTS"),
            otel={name: value for name, value in given.items() if name.startswith("OTEL_EXPORTER_OTLP_")},
            runs_at_once=_number(given, "PLAYGROUND_RUNS_AT_ONCE", RUNS_AT_ONCE_IN_PUBLIC if public else RUNS_AT_ONCE),
            runs_kept=_number(given, "PLAYGROUND_RUNS_KEPT", RUNS_KEPT_IN_PUBLIC if public else RUNS_KEPT),
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written down."""
        keys = (getattr(self, name) for name in _of_providers(type(self)) if name.endswith(KEY_ENDING))
        return tuple(key for key in keys if key)


def _of_providers(settings: type[Settings]) -> list[str]:
    """The fields that hold keys and addresses of providers; each is named like its variable."""
    return [given.name for given in fields(settings) if given.name.endswith((KEY_ENDING, URL_ENDING))]


def _listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    """What stands in a variable, parted by spaces or commas."""
    return tuple(given.get(name, "").replace(",", " ").split())


def _switched_on(given: Mapping[str, str], name: str) -> bool:
    """Whether a switch is on. What cannot be understood counts as on for PLAYGROUND_PUBLIC only, which then closes."""
    text = given.get(name, "").strip().lower()
    return (
        text not in ("", "0", "no", "false", "off")
        if name == "PLAYGROUND_PUBLIC"
        else text in ("1", "yes", "true", "on")
    )


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    """A whole number from 1. For anything else the default counts, and the log says so."""
    text = given.get(name, "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0:
        return int(text)
    if text:
        log.warning("%s must be a whole number from 1; %d is used.", name, default)
    return default


def _data_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path(APPLICATION, appauthor=False)
