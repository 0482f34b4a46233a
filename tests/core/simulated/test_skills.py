import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

import core.simulated.skills
from core.simulated.asked import Asked
from core.simulated.skill import fields, find_skills, instructed
from tests.core.simulated.asking import ask, request, text_of


class Haiku(BaseModel):
    lines: list[str]


SKILL = """
from core.simulated.skill import Skill, fields
SKILLS = (Skill("haiku", fields("lines"), lambda asked: {"lines": [asked.text, "second", "third"]}),)
"""


def add_module(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, source: str) -> None:
    (folder / f"{name}.py").write_text(source)
    monkeypatch.setattr(core.simulated.skills, "__path__", [*core.simulated.skills.__path__, str(folder)])
    monkeypatch.delitem(sys.modules, f"core.simulated.skills.{name}", raising=False)


async def test_a_file_in_the_simulations_folder_answers_its_requests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    add_module(monkeypatch, tmp_path, "haiku_skill", SKILL)
    reply = await ask("Write a haiku.", "frog", schema=Haiku)
    assert Haiku.model_validate_json(reply.text).lines == ["frog", "second", "third"]


async def test_a_broken_file_fails_loudly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    add_module(monkeypatch, tmp_path, "broken_skill", "raise RuntimeError('this skill is broken')")
    with pytest.raises(RuntimeError, match="this skill is broken"):
        await text_of("Answer.", "Anything?")


def test_every_skill_has_a_name_of_its_own() -> None:
    names = [skill.name for skill in find_skills()]
    assert len(names) == len(set(names))


def test_skills_are_matched_by_fields_and_instruction_only() -> None:
    form = Asked.of(request("Write a haiku.", "frog", schema=Haiku), 0)
    free = Asked.of(request("Write a HAIKU.", "frog"), 0)
    assert fields("lines")(form)
    assert not fields("lines", "title")(form)
    assert instructed("haiku")(free)
    assert not instructed("haiku")(form)
