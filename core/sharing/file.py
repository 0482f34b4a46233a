"""The file: which workflow, its request, prompts, thresholds and models, and the run, if it is to go along."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import InputError
from core.runtime import LONGEST_REQUEST, Plan, plan
from core.sharing.event_rows import events_from
from core.sharing.streams import put_together
from core.sharing.untrusted_json import LARGEST_WHOLE, read_untrusted_json, refused
from core.text import as_json, without_keys
from core.trace import AttemptStarted, Event, RunStarted, encode

FORMAT = "llm-workflow-playground"
VERSION = 1
LARGEST_SHARED_FILE = 5 * 1024 * 1024
_MOST_EVENTS = 20_000
_LONGEST_NAME = 120
SHORTEST_SECRET = 8  # letters; a placeholder like "none" is no secret, and blotting it out would spoil the file


class Preset(BaseModel):
    """The settings of a run. `params` and `options` as the workflow and `RunOptions` name them, in JSON's types."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workflow: str = Field(max_length=100)
    request: str = Field(max_length=LONGEST_REQUEST)
    params: Mapping[str, Any] = Field(default_factory=dict)
    options: Mapping[str, Any] = Field(default_factory=dict)

    def plan(self) -> Plan:
        """The run that these settings ask for. Raises InputError that names what does not fit."""
        return plan(self.workflow, self.request, self.params, self.options)


class KeptRun(BaseModel):
    """A run in a file: its name and its events, each a list of its kind and its fields in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field("", max_length=_LONGEST_NAME)
    events: list[list[Any]] = Field(max_length=_MOST_EVENTS)


class File(BaseModel):
    """All that a file may hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["llm-workflow-playground"]
    version: Literal[1]
    preset: Preset
    run: KeptRun | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What was read from a file. `events` are the run's, under the id it was read with; none without a run."""

    preset: Preset
    plan: Plan
    name: str
    events: tuple[Event, ...]


def preset_of(plan: Plan) -> Preset:
    """The settings of a run that is planned, all of them, so that later defaults change nothing."""
    params, options = plan.params.model_dump(mode="json"), plan.options.model_dump(mode="json")
    return Preset(workflow=plan.workflow.id, request=plan.request, params=params, options=options)


def preset_of_run(workflow: str, request: str, params: Mapping[str, Any], options: Mapping[str, Any]) -> Preset:
    """The settings of a run that has been."""
    return Preset(workflow=workflow, request=request, params=as_json(params), options=as_json(options))


def write(preset: Preset, events: Sequence[Event] = (), name: str = "", secrets: Collection[str] = ()) -> bytes:
    """The file; `secrets` are blotted out. Raises InputError where the run is too large to be read again."""
    content: dict[str, Any] = {"format": FORMAT, "version": VERSION, "preset": preset.model_dump(mode="json")}
    if events:
        content["run"] = {"name": name[:_LONGEST_NAME], "events": _rows(put_together(events))}
    secrets = [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]
    content = _without_secrets(content, secrets)
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) > LARGEST_SHARED_FILE:
        raise InputError(
            f"This would be a file of {len(data):,} bytes; at most {LARGEST_SHARED_FILE:,} can be read again."
        )
    return data


def read(data: bytes, run_id: str = "") -> Shared:
    """What the file holds, its run under the id `run_id`. Raises InputError that says what is wrong with it."""
    content = without_keys(read_untrusted_json(data, LARGEST_SHARED_FILE))
    _check_kind(content)
    try:
        file = File.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise refused(f"{place[:100]}: {first['msg'][:200]}.") from None
    try:
        planned = file.preset.plan()
    except InputError as error:
        raise refused(f"its settings do not fit this version. {error}") from None
    events = events_from(file.run.events, run_id) if file.run else []
    if any(isinstance(event, RunStarted) and event.workflow != file.preset.workflow for event in events[:1]):
        raise refused("its run is of another workflow than its settings.")
    return Shared(file.preset, planned, file.run.name if file.run else "", tuple(events))


def _check_kind(content: Any) -> None:
    """Whose file it is comes first, because everything else that could be said of another's would mislead."""
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise refused("it was not written by this playground.")
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise refused(
            f"it was written by a newer version of the playground (format {version}; this one reads {VERSION}). "
            "Update the playground, then import it again."
        )


def _rows(events: Sequence[Event]) -> list[Any]:
    return [row for _, text in encode(events) for row in json.loads(text, parse_int=_whole)]


def _whole(digits: str) -> int | str:
    """A number beyond what every reader of JSON can hold stays text."""
    return int(digits) if len(digits) < 16 or (len(digits) < 20 and abs(int(digits)) <= LARGEST_WHOLE) else digits


def _without_secrets(content: Any, secrets: Collection[str]) -> Any:
    """The content without keys; where one stood in a message, its prompts are no longer where they were."""
    safe = without_keys(content, secrets)
    messages, fillings = (AttemptStarted._fields.index(name) + 1 for name in ("messages", "fillings"))
    rows = [run["events"] for run in (content.get("run"), safe.get("run")) if run]
    for row, safe_row in zip(*rows, strict=True) if rows else ():
        if row[0] == AttemptStarted.__name__ and row[messages] != safe_row[messages]:
            safe_row[fillings] = None
    return safe
