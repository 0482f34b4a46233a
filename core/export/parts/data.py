"""The sample data a script carries; `FILES` is generated for each script."""

from collections.abc import Iterator, Mapping

from core.samples.bundled import SourceFile

FILES: Mapping[str, str] = {}


def _read(name: str) -> str:
    return FILES[name]


def _texts(folder: str, ending: str) -> Iterator[SourceFile]:
    found = sorted(name for name in FILES if name.startswith(f"{folder}/") and name.endswith(ending))
    return (SourceFile(name=name.removeprefix(f"{folder}/"), text=FILES[name]) for name in found)
