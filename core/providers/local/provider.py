"""Models inside the process: llama.cpp through `xllamacpp`, asked through the OpenAI adapter.

xllamacpp always opens a server. It listens on 127.0.0.1 at a port of the system's choice, wants a random key, and
answers no web page of another origin.
"""

import asyncio
import gc
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import SetupError
from core.providers.exchange import Deadlines
from core.providers.keys import Key
from core.providers.local.files import RUNTIME_COMMAND, find_model_file, models_folder
from core.providers.openai.messages import NO_TOOLS
from core.providers.openai.provider import OpenAIProvider
from core.providers.protocol import OnText, Reply, Request

if TYPE_CHECKING:
    from xllamacpp import Server

SLOW = Deadlines(first=180.0, idle=60.0, total=600.0)
"""A model on a processor takes its time, above all to read a long request."""
CONTEXT = 8192
SLOTS = 4


class LocalServer:
    """A model in memory and the port it answers on. Loading blocks, for seconds or for minutes."""

    def __init__(self, path: Path, name: str, *, threads: int | None = None) -> None:
        try:
            import xllamacpp
        except ImportError:
            raise SetupError(f"Models inside the process need the local extra. Run: {RUNTIME_COMMAND}") from None
        self.key = Key(secrets.token_urlsafe(32))
        options = xllamacpp.CommonParams()
        options.model.path = str(path)
        options.model_alias = {name}
        options.hostnames = ["127.0.0.1"]
        options.n_ctx = CONTEXT
        options.n_parallel = SLOTS
        options.kv_unified = True  # one long request may use the whole context
        options.cpuparams.n_threads = options.cpuparams_batch.n_threads = threads or _threads()
        options.verbosity = -1
        options.ui = False
        options.endpoint_slots = False
        options.cache_ram_mib = 0
        options.api_keys = [self.key.reveal()]
        options.cors_origins = ""
        try:
            self._server: Server | None = xllamacpp.Server(options)
        except RuntimeError:
            raise SetupError(
                f"llama.cpp cannot load {path.name[:200]!r}: the file is damaged, of a kind it does not know, "
                "or too large for the memory. Choose another model."
            ) from None
        self.url = f"{self._server.listening_address}/v1"

    def stop(self) -> None:
        """Give the memory back and close the port."""
        self._server = None
        gc.collect()


class LocalProvider:
    """Implements `Provider` for `local:<name or path>`. A model is loaded when it is first asked for.

    `home` is the playground's own folder, which holds the downloaded models; None means the small model and paths
    only. An instance belongs to one event loop.
    """

    def __init__(self, home: Path | None = None, *, threads: int | None = None, deadlines: Deadlines = SLOW) -> None:
        self._folder = models_folder(home) if home else None
        self._threads = threads
        self._deadlines = deadlines
        self._loading = asyncio.Lock()
        self._loaded: dict[str, tuple[LocalServer, OpenAIProvider]] = {}

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        """Answer `request`, streaming its text. Raises only errors of `core.errors`."""
        async with self._loading:
            if request.model not in self._loaded:
                self._loaded[request.model] = await self._load(request.model)
        return await self._loaded[request.model][1].ask(request, on_text)

    async def close(self) -> None:
        """Give the models' memory back."""
        while self._loaded:
            server, provider = self._loaded.popitem()[1]
            await provider.close()
            await asyncio.to_thread(server.stop)

    async def _load(self, name: str) -> tuple[LocalServer, OpenAIProvider]:
        path = find_model_file(name, self._folder)
        server = await asyncio.to_thread(LocalServer, path, name, threads=self._threads)
        provider = OpenAIProvider(server.key, server.url, dialect=NO_TOOLS, deadlines=self._deadlines)
        return server, provider


def _threads() -> int:
    """Half the processors: llama.cpp waits by spinning, and more threads than free processors bring it to a halt."""
    return max(1, (os.cpu_count() or 2) // 2)
