"""Getting a model for this machine: one fetch at a time in a thread of its own, which any page can look at."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from core.errors import PlaygroundError
from core.providers.local import download, install_small_model, models_folder


class ModelFetch:
    """What is being fetched, how far it is, and what went wrong with the last one."""

    def __init__(self, home: Path) -> None:
        self._folder = models_folder(home)
        self._lock = threading.Lock()
        self.going_on = ""
        self.message = ""
        self.share: float | None = None
        self.problem = ""

    def get_small(self) -> None:
        """Install the small model."""
        self._begin("the small model", lambda: asyncio.run(install_small_model(self._line)))

    def get(self, repo: str, file: str) -> None:
        """Download a file of a Hugging Face repository."""
        self._begin(file, lambda: download(repo, file, self._folder, self._progress))

    def _begin(self, what: str, work: Callable[[], Path]) -> None:
        with self._lock:
            if self.going_on:
                return
            self.going_on, self.message, self.share, self.problem = what, "", None, ""
        threading.Thread(target=self._work, args=(work,), name="model-fetch", daemon=True).start()

    def _work(self, work: Callable[[], Path]) -> None:
        try:
            self.message = f"{work().name} is here."
        except PlaygroundError as error:
            self.problem = str(error)
        except Exception as error:
            self.problem = f"Getting the model failed ({type(error).__name__}). Try again."
        finally:
            self.going_on = ""

    def _line(self, line: str) -> None:
        self.message = line[:200]

    def _progress(self, here: int, whole: int) -> None:
        self.share = min(1.0, here / whole) if whole else None
        self.message = f"{here / 1e6:,.0f} of {whole / 1e6:,.0f} MB" if whole else f"{here / 1e6:,.0f} MB"
