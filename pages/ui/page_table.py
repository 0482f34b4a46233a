"""Every page of the app, in the order of the menu. A new one is a row here and a script in pages/scripts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AppPage:
    """One page: what the menu shows, the script that draws it, from `pages/` on, and where it is found.

    The page without a `url_path` is the one at the root. `icon` is Streamlit's name of a material icon.
    """

    title: str
    icon: str
    script: str
    url_path: str

    @property
    def address(self) -> str:
        """Its path on this server, for links that are copied."""
        return f"/{self.url_path}"


GALLERY_PAGE = AppPage("Workflows", ":material/grid_view:", "scripts/gallery.py", "")
RUN_PAGE = AppPage("Run", ":material/play_circle:", "scripts/workflow.py", "workflow")
COMPARE_PAGE = AppPage("Compare", ":material/timer:", "scripts/compare.py", "compare")
HISTORY_PAGE = AppPage("History", ":material/history:", "scripts/history.py", "history")

PAGES = (GALLERY_PAGE, RUN_PAGE, COMPARE_PAGE, HISTORY_PAGE)
