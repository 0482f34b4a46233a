"""A diagram as an object that a notebook draws by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from core.diagram.languages import dot, mermaid
from core.trace import Trace
from core.workflow import Workflow


@dataclass(frozen=True, slots=True)
class Diagram:
    """A workflow's diagram, with a run's way on it if there is one; each group in `shut` is one node."""

    workflow: Workflow
    trace: Trace | None = None
    shut: Collection[str] = ()

    @property
    def dot(self) -> str:
        """In Graphviz' language."""
        return dot(self.workflow, self.trace, shut=self.shut)

    @property
    def mermaid(self) -> str:
        """In Mermaid's language."""
        return mermaid(self.workflow, self.trace, shut=self.shut)

    @property
    def svg(self) -> str | None:
        """As a picture, None where Graphviz' program `dot` is not installed or does not do its work."""
        import graphviz

        try:
            return str(graphviz.Source(self.dot).pipe(format="svg", encoding="utf-8", quiet=True))
        except (graphviz.ExecutableNotFound, graphviz.CalledProcessError):
            return None

    def __repr__(self) -> str:
        return self.dot

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Every form a notebook may choose from: a picture where possible, Mermaid in Markdown everywhere."""
        bundle = {"text/plain": self.dot, "text/markdown": f"```mermaid\n{self.mermaid}```\n"}
        picture = self.svg
        return bundle if picture is None else bundle | {"image/svg+xml": picture}
