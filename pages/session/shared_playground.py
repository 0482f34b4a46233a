"""The one place where pages meet the engine: what all visitors share, the engine, the history and the settings."""

import gc
import logging
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import streamlit as st

from core.history import SECONDS_TO_CLOSE, History, RunRow, row_of
from core.models import Access, Typed, grant
from core.runtime import Capacity, Engine, Estimator, Place, Plan, Run, environment, warm_up, with_access
from core.settings import Settings
from core.trace import Event, Listener, Trace, log_events
from core.workflow import Approval, LoadFiles
from pages.session.kept_drafts import KeptDrafts
from pages.session.model_fetch import ModelFetch
from pages.session.visitors import PreviewTokens

SECONDS_TO_STOP = 0.3
SECONDS_TO_FIRST_PAGE = 1.5


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as a page shows it. `now` is in seconds since it began; an interrupted one lost its process.

    It is `live` while it goes on in this process, by its `trace`: what shows as ended is ended everywhere on the page.
    One that is not `mine` is only shared with this visitor: to be read, not stopped or answered. One that has not begun
    has a `place` in line.
    """

    trace: Trace
    now: float
    live: bool
    interrupted: bool = False
    mine: bool = True
    place: Place | None = None

    @property
    def status(self) -> Literal["running", "waiting", "completed", "rejected", "failed", "cancelled"]:
        """The word for it."""
        return "waiting" if self.place else self.trace.status


class Playground:
    """Engine, history and drafts of this process, shared by all visitors; everything is asked for by its owner."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.history = History.open(settings.home, most_runs=settings.runs_kept)
        capacity = Capacity(live_each=settings.runs_at_once)
        self.engine = Engine(environment, self._listen_to, self._files_of, capacity)
        self.drafts = KeptDrafts(self.history)
        self.previews = PreviewTokens()
        self.warm = threading.Event()
        self.estimator = Estimator(self.warm)
        self.fetch = ModelFetch(settings.home)

    def start(self, plan: Plan, owner: str, access: Access | None = None) -> Run:
        """Start a run with what `access` opens, by itself the server's. Raises InputError when no more can wait."""
        access = access or grant(self.settings, Typed())
        self.estimator.drop(plan, access)
        return self.engine.start(plan, owner, with_access(access))

    def stop(self, run_id: str, owner: str) -> None:
        """Stop a run of the owner's, and give it a moment to end."""
        run = self._run(run_id, owner)
        if run is not None:
            self.engine.stop(run_id)
            with suppress(TimeoutError):
                run.done.result(SECONDS_TO_STOP)

    def find(self, run_id: str, owner: str) -> Shown | None:
        """A run of the owner's or one shared with them: going on, just ended, or from the history."""
        run = self._run(run_id, owner)
        row = None if run else self.history.run(run_id, owner)
        if row is not None and row.shared:
            run = self.engine.find(run_id)
        if run is not None:
            place, here = self.engine.place(run), run.trace()
            return Shown(here, run.now(), live=not here.finished, mine=run.owner == owner, place=place)
        trace = self.history.trace(run_id, owner) if row else None
        if row is None or trace is None:
            return None
        return Shown(trace, trace.last, False, interrupted=row.status == "interrupted", mine=row.mine)

    def unkept(self, owner: str) -> list[RunRow]:
        """The owner's runs that could not be stored, newest first; there are some only while the history has a notice.

        They go with this process. Their numbers are negative.
        """
        if not self.history.notice:
            return []
        missing = [run for run in map(self.engine.find, self.engine.of(owner)) if run and not self._kept(run)]
        return [row_of(run.trace(), -place, run.now()) for place, run in enumerate(reversed(missing), start=1)]

    def in_line(self, owner: str) -> int:
        """How many of the owner's runs have not begun yet."""
        waiting = (run for run in map(self.engine.find, self.engine.of(owner)) if run and self.engine.place(run))
        return sum(1 for _ in waiting)

    def delete(self, run_ids: Collection[str] | None, owner: str) -> list[str] | None:
        """Delete these of the owner's runs, or all of them, after stopping those that go on here.

        The ids of those deleted, None where nothing could be stored. A run of another process stays while it goes on.
        """
        known = self.engine.of(owner)
        here = known if run_ids is None else [run_id for run_id in known if run_id in run_ids]
        for run_id in here:
            self.engine.stop(run_id)
        deadline = time.monotonic() + SECONDS_TO_STOP
        for run in filter(None, map(self.engine.find, here)):
            run.wait(max(0.0, deadline - time.monotonic()))
        deleted = self.history.delete_all(owner) if run_ids is None else self.history.delete(run_ids, owner)
        for run_id in deleted or ():
            self.engine.forget(run_id)
        return deleted

    def events(self, run_id: str, owner: str) -> list[Event]:
        """The events so far of a run that `find` gives."""
        run = self._run(run_id, owner)
        return run.events if run else self.history.events(run_id, owner)

    def answer(self, run_id: str, owner: str, step: int, approval: Approval[Any]) -> None:
        """Hand a person's decision to a waiting step of the owner's run."""
        if self._run(run_id, owner) is not None:
            self.engine.answer(run_id, step, approval)

    def live(self, run_id: str, owner: str) -> bool:
        """Whether the owner's run is still going on in this process."""
        run = self._run(run_id, owner)
        return run is not None and run.live

    def close(self) -> None:
        """Stop everything; for tests."""
        self.engine.close()
        self.estimator.close()
        self.history.close()

    def _run(self, run_id: str, owner: str) -> Run | None:
        run = self.engine.find(run_id)
        return run if run is not None and run.owner == owner else None

    def _kept(self, run: Run) -> bool:
        return not run.events or self.history.run(run.id, run.owner) is not None

    def _files_of(self, owner: str) -> LoadFiles:
        return partial(self.history.files, owner, wait_s=SECONDS_TO_CLOSE)

    def _listen_to(self, run_id: str, owner: str, plan: Plan) -> tuple[Listener, ...]:
        logger = logging.getLogger("playground.runs")
        logged = log_events(run_id, logger, secrets=self.settings.secrets)
        return (*self.history.listen(run_id, owner, plan), logged)


@st.cache_resource(show_spinner=False)
def playground() -> Playground:
    """The playground of this process."""
    opened = Playground(server_settings())
    warming = threading.Timer(SECONDS_TO_FIRST_PAGE, _warm_up, (opened.warm,))
    warming.daemon = True
    warming.start()
    return opened


def _warm_up(warm: threading.Event) -> None:
    """Import what the first run needs, once the first page is out, so that its first step is as quick as any other."""
    warm_up()
    gc.freeze()  # what lives as long as the server need not be looked at by each collection
    warm.set()


def server_settings() -> Settings:
    """The settings that hold for everybody who visits; the environment wins over the file of secrets."""
    return Settings.from_environment(secrets=_secrets())


def _secrets() -> dict[str, str]:
    """Streamlit's secrets, where there is a file of them."""
    if not st.secrets.load_if_toml_exists():
        return {}
    return {name: value for name, value in st.secrets.items() if isinstance(value, str)}
