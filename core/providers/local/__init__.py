"""Models inside this process: any GGUF file, by llama.cpp."""

from core.providers.local.files import (
    RUNTIME_COMMAND,
    SMALL,
    download,
    find_model_file,
    install_small_model,
    installed,
    models_folder,
    runtime_installed,
    small_model,
)
from core.providers.local.provider import LocalProvider

__all__ = [
    "LocalProvider",
    "RUNTIME_COMMAND",
    "SMALL",
    "download",
    "find_model_file",
    "install_small_model",
    "installed",
    "models_folder",
    "runtime_installed",
    "small_model",
]
