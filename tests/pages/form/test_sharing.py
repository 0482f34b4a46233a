"""A run or its settings as a file or a link: out of one visitor's page and into another's."""

import json
import tomllib
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import InputError
from core.history.questions import RunRow
from core.sharing import pack, preset_of, write
from core.sharing.file import LARGEST_SHARED_FILE
from core.trace.events import RunStarted
from pages.history.share import MOST_MEGABYTES
from pages.session.shared_playground import playground
from tests.core.history.recorded import PATIENCE_S
from tests.core.sharing.simulated import events_of, instant
from tests.pages.history.test_history_page import ME, YOU, history, opened, press
from tests.pages.opened import FRAME, ended, new_visitor, open_workflow, run, status, widget, words

HTML = "<img src=x onerror=alert(1)>"


@pytest.fixture
def me(app: AppTest) -> AppTest:
    return new_visitor(ME)


def upload(page: AppTest, data: bytes) -> AppTest:
    widget(page, "file_uploader", "import-file").set_value(("run.json", data, "application/json"))
    page.run()
    assert not page.exception
    return page


def stay(page: AppTest) -> AppTest:
    """Stay where a page has sent the visitor; an AppTest would else go back with the next click."""
    runs = history().runs(ME)
    return open_workflow(page, "calendar-chain", **({"run": runs[0].id} if runs else {}))


def only_row(owner: str = ME) -> RunRow:
    assert history().flush(PATIENCE_S)
    (row,) = history().runs(owner)
    return row


async def file_of_a_run(**changes: Any) -> bytes:
    planned = instant()
    content = json.loads(write(preset_of(planned), await events_of(planned), "Worth a look"))
    content["preset"].update(changes)
    return json.dumps(content).encode()


async def test_an_imported_run_opens_in_the_same_views_marked_as_imported(me: AppTest) -> None:
    upload(opened(me), await file_of_a_run())
    assert status(me) == "completed"
    told = words(me)
    for expected in ("Worth a look", "imported", "nobody here has run it", "extract", "confirm"):
        assert expected in told, expected
    row = only_row()
    assert (row.imported, row.name, row.shared, row.workflow) == (True, "Worth a look", False, "calendar-chain")
    (started,) = history().events(row.id, ME)[:1]
    assert isinstance(started, RunStarted)
    assert started.run == row.id != "original"
    assert "imported" in words(opened(me))


async def test_an_imported_run_s_settings_go_into_the_form_and_back_out(me: AppTest) -> None:
    open_workflow(me, "calendar-chain", signer="Captain Nemo")
    stay(upload(opened(me), await file_of_a_run(request="Tea with Ada on Friday.")))
    assert me.text_area(key="request").value != "Tea with Ada on Friday."
    assert me.text_input(key="param-signer").value == "Captain Nemo"
    press(me, "take-settings")
    assert me.text_input(key="param-signer").value != "Captain Nemo"
    press(me, "undo-restore")
    assert me.text_input(key="param-signer").value == "Captain Nemo"


def test_a_run_of_another_request_than_the_form_has_says_what_it_was_asked(me: AppTest) -> None:
    asked = "Dinner with Ada next Friday at 7pm."
    open_workflow(me, request=asked, speed="0").button(key="run").click().run()
    assert "This run was asked" not in words(me)
    assert "This run was asked" not in words(ended(me))
    me.text_area(key="request").set_value("Lunch with Grace on Monday at noon.").run()
    assert f"This run was asked: “{asked}”" in words(me)
    press(me, "take-settings")
    assert me.text_area(key="request").value == asked
    assert "This run was asked" not in words(me)


async def test_a_file_of_settings_goes_into_the_form_and_can_be_taken_back(me: AppTest) -> None:
    open_workflow(me, "calendar-chain", signer="Captain Nemo")
    before = me.text_area(key="request").value
    planned = instant()
    preset = preset_of(planned).model_copy(update={"request": "Tea with Ada."})
    changed = {**preset.params, "signer": "Nobody", "min_confidence": 0.25}
    stay(upload(opened(me), write(preset.model_copy(update={"params": changed}))))
    assert me.text_area(key="request").value == "Tea with Ada."
    assert me.text_input(key="param-signer").value == "Nobody"
    assert me.slider(key="param-min_confidence").value == 0.25
    press(me, "undo-restore")
    assert me.text_area(key="request").value == before
    assert me.text_input(key="param-signer").value == "Captain Nemo"
    assert history().runs(ME) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not JSON", "it is not JSON"),
        (b"[" * 100_000, "levels deep"),
        (b'{"nodes": []}', "not written by this playground"),
        (b'{"format": "llm-workflow-playground", "version": 7}', "newer version"),
    ],
)
def test_a_file_that_is_refused_is_explained_and_leaves_nothing(me: AppTest, data: bytes, said: str) -> None:
    upload(opened(me), data)
    assert said in words(me)
    assert history().runs(ME) == []


async def test_a_file_with_html_in_its_texts_is_shown_as_text(me: AppTest) -> None:
    content = json.loads(await file_of_a_run())
    for row in content["run"]["events"]:
        if row[0] in ("StepStarted", "Decided"):
            row[3] = HTML
        if row[0] == "AttemptFinished":
            row[5] = HTML
    content["run"]["name"] = content["preset"]["request"] = content["run"]["events"][0][4] = HTML
    upload(opened(me), json.dumps(content).encode())
    assert status(me) == "completed"
    assert all(HTML not in str(one.proto.body) for one in me.get("html"))
    assert HTML in words(me)


async def test_a_run_with_a_result_of_another_shape_still_opens(me: AppTest) -> None:
    content = json.loads(await file_of_a_run())
    content["run"]["events"][-1][4] = [[["odd"]], {"x": {"y": None}}, 7]
    upload(opened(me), json.dumps(content).encode())
    assert status(me) == "completed"
    assert "odd" in words(me)


def test_a_preset_link_puts_everything_into_the_form(me: AppTest) -> None:
    preset = preset_of(instant())
    changed = {**preset.params, "signer": "Ada", "extract_prompt": "Today is {today}. Is this an event?"}
    told = pack(preset.model_copy(update={"request": "Tea.", "params": changed}))
    open_workflow(me, "calendar-chain", preset=told)
    assert me.text_area(key="request").value == "Tea."
    assert me.text_input(key="param-signer").value == "Ada"
    assert me.text_area(key="param-extract_prompt").value == "Today is {today}. Is this an event?"
    assert "preset" not in me.query_params
    assert status(run(me)) in ("completed", "rejected")


@pytest.mark.parametrize("preset", ["", "AAAA", "x" * 6_001, pack(preset_of(instant("faq-chain")))])
def test_a_preset_link_that_does_not_fit_is_named_and_changes_nothing(me: AppTest, preset: str) -> None:
    open_workflow(me, "calendar-chain", signer="Ada")
    open_workflow(me, "calendar-chain", preset=preset)
    assert "From the link:" in words(me) or not preset
    assert me.text_input(key="param-signer").value == "Ada"


def share(page: AppTest) -> AppTest:
    page.session_state["share"] = True
    page.run()
    assert not page.exception
    return page


def test_what_is_shared_of_a_page_can_be_read_back(me: AppTest) -> None:
    open_workflow(me, "calendar-chain", speed="0", signer="Ada")
    run(me)
    assert history().flush(PATIENCE_S)
    share(me)
    (address,) = [one.value for one in me.code if "preset=" in one.value]
    there = open_workflow(new_visitor(YOU), "calendar-chain", preset=address.partition("preset=")[2])
    assert there.text_input(key="param-signer").value == "Ada"
    assert there.text_area(key="request").value == me.text_area(key="request").value


def test_a_run_is_read_by_others_once_it_is_shared_and_no_longer_after(me: AppTest) -> None:
    open_workflow(me, "calendar-chain", speed="0")
    run(me)
    row = only_row()
    you = open_workflow(new_visitor(YOU), "calendar-chain", run=row.id)
    assert "That run is not here" in words(you)
    share(me)
    me.toggle(key="share-link").set_value(True).run()
    assert any(row.id in one.value for one in me.code)
    you = open_workflow(new_visitor(YOU), "calendar-chain", run=row.id)
    assert status(you) == "completed"
    assert "shared with you" in words(you)
    assert history().runs(YOU) == []
    me.toggle(key="share-link").set_value(False).run()
    you = open_workflow(new_visitor(YOU), "calendar-chain", run=row.id)
    assert "That run is not here" in words(you)


def test_a_live_run_that_is_shared_is_watched_but_not_stopped_by_others(me: AppTest) -> None:
    open_workflow(me, "faq-chain", profile="slow")
    me.button(key="run").click().run()
    (run_id,) = playground().engine.of(ME)
    assert history().flush(PATIENCE_S)
    assert history().share(run_id, ME, True) == [run_id]
    you = open_workflow(new_visitor(YOU), "faq-chain", run=run_id)
    assert status(you) == "running"
    assert you.button(key="stop").disabled
    playground().stop(run_id, YOU)
    assert playground().live(run_id, ME)
    playground().stop(run_id, ME)


def test_taking_in_a_file_while_nothing_can_be_kept_is_refused_with_what_to_do(
    me: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages.history import share as history_share
    from pages.history.share import take_in_file

    async def refused() -> None:
        with pytest.raises(InputError, match="Try it again"):
            take_in_file(await file_of_a_run())

    import asyncio

    opened(me)
    monkeypatch.setattr("core.history.history.History.take_in", lambda *_: False)
    monkeypatch.setattr(history_share, "visitor", lambda: ME)
    asyncio.run(refused())


def test_the_server_takes_no_larger_upload_than_a_file_may_be() -> None:
    config = tomllib.loads((FRAME.parent.parent / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] * 1024 * 1024 == LARGEST_SHARED_FILE == MOST_MEGABYTES * 1024 * 1024
