"""One visitor without a browser: speaks Streamlit's WebSocket protocol, presses Run, and sees what comes of it."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_S = 40.0
LOST_AFTER = 3  # redraws without an answer: the fragment is gone, so the whole page is asked for
STRIP = 'class="pw-strip"'
ENDED = re.compile(r'pw-strip"><span class="pw-badge pw-(completed|failed|rejected|cancelled)"')
STEP_DONE = re.compile(r"pw-state pw-(completed|failed)")


@dataclass
class Visitor:
    """The state a browser tab would have: the link, the widgets seen, and the fragments that ask to be redrawn."""

    address: str
    query: str
    widgets: dict[str, str] = field(default_factory=dict)
    redraws: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    page: str = "workflow"
    script: str = ""
    updates: int = 0
    status: str = ""
    drawn: float = 0.0
    sights: list[float] = field(default_factory=list)

    async def run_to_end(self) -> float:
        """Open the page, press Run; seconds from the press to the first sight of the end.

        `updates` counts the redraws asked for; `sights` gets the time of day at which each finished step was seen.
        """
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        async with asyncio.timeout(PATIENCE_S), connect(url, max_size=None, subprotocols=["streamlit"]) as socket:  # type: ignore[list-item]
            await self._rerun(socket)
            async for message in self._messages(socket):
                if message.WhichOneof("type") == "script_finished":
                    break
            pressed = self.drawn = time.perf_counter()
            await self._rerun(socket, press="run")
            async for message in self._messages(socket):
                self._see(message)
                if self._shows_end(message):
                    break
            seen = time.perf_counter() - pressed
            for task in self.redraws.values():
                task.cancel()
            return seen

    async def _messages(self, socket: ClientConnection) -> AsyncIterator[ForwardMsg]:
        async for raw in socket:
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            await self._take(socket, message)
            yield message

    async def _take(self, socket: ClientConnection, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self.script = message.new_session.page_script_hash
            case "delta":
                button = message.delta.new_element.button.id
                if button:
                    self.widgets[button.rpartition("-")[2]] = button
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "auto_rerun":
                fragment = message.auto_rerun.fragment_id
                self._stop(fragment)
                redraw = self._redraw(socket, fragment, message.auto_rerun.interval)
                self.redraws[fragment] = asyncio.create_task(redraw)
            case "stop_auto_rerun":
                self._stop(message.stop_auto_rerun.fragment_id)

    async def _redraw(self, socket: ClientConnection, fragment: str, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            lost = time.perf_counter() - self.drawn > LOST_AFTER * every
            await self._rerun(socket, fragment="" if lost else fragment)

    async def _rerun(self, socket: ClientConnection, *, press: str = "", fragment: str = "") -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if fragment:
            message.rerun_script.page_script_hash = self.script
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
            self.updates += 1
        else:
            message.rerun_script.page_name = self.page
        if press:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = self.widgets[press], True
        await socket.send(message.SerializeToString())
        for old in list(self.redraws) if not fragment else ():
            self._stop(old)  # a browser does the same: a run of the whole script makes its fragments anew

    def _stop(self, fragment: str) -> None:
        task = self.redraws.pop(fragment, None)
        if task is not None:
            task.cancel()

    def _see(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "delta":
            done = len(STEP_DONE.findall(message.delta.new_element.html.body))
            self.sights.extend([time.time()] * (done - len(self.sights)))

    def _shows_end(self, message: ForwardMsg) -> bool:
        if message.WhichOneof("type") != "delta":
            return False
        body = message.delta.new_element.html.body
        self.drawn = time.perf_counter() if STRIP in body else self.drawn
        found = ENDED.search(body)
        self.status = found[1] if found else self.status
        return found is not None
