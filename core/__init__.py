"""LLM workflows in plain Python.

What a workflow file is written with is imported from here, and so is what a notebook needs: `run`. The names are those
of `core.vocabulary`, which is imported when the first of them is asked for, so that `import core` alone costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.notebook import run as run
    from core.vocabulary import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        """A name that `core` offers. A module of the package is none: Python imports it by itself."""
        from importlib.util import find_spec

        if name == "__path__" or find_spec(f"{__name__}.{name}"):
            raise AttributeError(name)
        from core import vocabulary

        if name == "__all__":
            return [*vocabulary.__all__, "run"]
        if name == "run":
            from core.notebook import run

            return run
        try:
            return getattr(vocabulary, name)
        except AttributeError:
            raise AttributeError(f"module 'core' offers no {name!r}") from None
