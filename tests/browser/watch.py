"""What a browser page asked for, said on its console, and popped up."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request, WebSocket

INSIDE = {"data", "blob", "about", "chrome", "chrome-error"}  # schemes that reach no server


@dataclass
class Watch:
    """One page's doings. `own` are the hosts (with port) that it was sent to on purpose."""

    own: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.context.on("request", self._request)
        page.on("websocket", self._socket)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dialog)

    def elsewhere(self) -> list[str]:
        """Requests to any host but the first one the page was sent to."""
        return [
            url for url in self.requests if urlsplit(url).scheme not in INSIDE and urlsplit(url).netloc not in self.own
        ]

    def blocked(self) -> list[str]:
        """What the content policy kept the page from doing."""
        return [error for error in self.errors if "Content Security Policy" in error]

    def _request(self, request: Request) -> None:
        if not self.own:
            self.own.add(urlsplit(request.url).netloc)
        self.requests.append(request.url)

    def _socket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)

    def _console(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.type == "error":
            self.errors.append(f"{message.text} ({address})")

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()
