import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InputError
from core.export import FLAVOURS, Flavour, Script, export_script, why_not
from core.export.literals import literal
from core.runtime.plans import plan
from core.workflow.prompts import placeholders
from core.workflows.catalogue import find_workflow, find_workflows
from tests.hostile import texts

IDS = list(find_workflows())
PROMPT = "system_prompt"


def script(workflow_id: str, flavour: Flavour = "openai", options: Any = None, **params: Any) -> Script:
    return export_script(plan(workflow_id, None, params, options), flavour)


def value_in(text: str, name: str) -> Any:
    """The value of a field or constant as it stands in the script's source."""
    for node in ast.walk(ast.parse(text)):
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id == name and isinstance(node, ast.AnnAssign) and node.value:
            held = node.value.args[0] if isinstance(node.value, ast.Call) else node.value
            return ast.literal_eval(held)
    raise AssertionError(f"{name} is not in the script")


@pytest.fixture(scope="module")
def every_script() -> dict[str, str]:
    return {
        f"{workflow_id}-{flavour}": script(workflow_id, flavour).text for workflow_id in IDS for flavour in FLAVOURS
    }


def test_a_workflow_that_reaches_into_the_app_cannot_be_taken_home_and_says_why(monkeypatch: Any) -> None:
    assert why_not(find_workflow("basic-call")) == ""
    monkeypatch.setattr("core.export.stand_ins.MACHINERY", ())
    monkeypatch.setattr("core.export.bundle.MACHINERY", ("core.providers.protocol", "core.export.parts.messages"))
    assert why_not(find_workflow("tool-use")) == (
        "tool-use cannot be exported. It uses Message of core.providers.protocol, which is part of the app and has "
        "no place outside."
    )


def test_no_script_knows_of_this_project(every_script: dict[str, str]) -> None:
    for text in every_script.values():
        roots = {name.partition(".")[0] for name in imported(ast.parse(text))}
        assert "core" not in roots
        assert {"streamlit", "pages", "tenacity", "httpx2"}.isdisjoint(roots)


def test_the_app_imports_nothing_of_what_scripts_are_made_of() -> None:
    root = Path(__file__).parents[3]
    parts = root / "core" / "export" / "parts"
    ours = [file for name in ("core", "pages") for file in (root / name).rglob("*.py") if file.parent != parts]
    assert [
        file.name
        for file in ours
        for name in imported(ast.parse(file.read_text(encoding="utf-8")))
        if name.startswith("core.export.parts")
    ] == []


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_scripts_are_formatted_and_hold_nothing_unused(every_script: dict[str, str], tmp_path: Path) -> None:
    for name, text in every_script.items():
        (tmp_path / f"{name.replace('-', '_')}.py").write_text(text, encoding="utf-8")
    for command in (("format", "--diff"), ("check", "--select", "E9,F,I")):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", "120", str(tmp_path)]
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[:3000]


def test_scripts_pass_the_strict_type_checker(every_script: dict[str, str], tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    files = [tmp_path / "tools.py", tmp_path / "stages.py"]
    for file, name in zip(files, ("agent-workflow-openai", "storefront-pipeline-gemini"), strict=True):
        file.write_text(every_script[name], encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", *map(str, files)]
    done = subprocess.run(mypy, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stdout[:3000]


def test_every_definition_is_used(every_script: dict[str, str]) -> None:
    for name, text in every_script.items():
        tree = ast.parse(text)
        defined = [
            one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        ]
        mentioned = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
        assert [one for one in defined if one not in mentioned] == [], name


def test_the_learners_own_functions_and_comments_are_the_apps(every_script: dict[str, str]) -> None:
    source = find_workflow("calendar-chain").source
    text = every_script["calendar-chain-openai"]
    own = source[source.index("async def run(") : source.index("WORKFLOW =")].strip()
    assert own in text
    assert '    """Is this a calendar event at all?"""' in text


def test_a_script_that_calls_no_tools_carries_nothing_for_tools(every_script: dict[str, str]) -> None:
    assert "ToolCall" not in every_script["calendar-chain-openai"]
    assert "ToolCall" in every_script["tool-use-openai"]
    assert "asyncio.gather" not in every_script["calendar-chain-gemini"]
    assert "asyncio.gather" in every_script["guardrails-gemini"]


def test_edited_prompts_and_thresholds_are_in_the_script() -> None:
    text = script("calendar-chain", min_confidence=0.9, signer="Ann", confirm_prompt="Sign as {signer}.").text
    assert value_in(text, "min_confidence") == 0.9
    assert value_in(text, "signer") == "Ann"
    assert value_in(text, "confirm_prompt") == "Sign as {signer}."


def test_a_date_that_was_not_chosen_stays_the_day_of_the_run() -> None:
    assert "default_factory=date.today" in script("calendar-chain").text
    assert 'date.fromisoformat("2026-05-04")' in script("calendar-chain", today="2026-05-04").text


def test_models_are_those_of_the_run_where_the_script_can_ask_them() -> None:
    options = {"model": "openai:gpt-5", "models": {"extract": "openai:gpt-5-nano", "confirm": "gemini:gemini-2.5-pro"}}
    made = script("calendar-chain", options=options)
    assert 'os.environ.get("MODEL", "gpt-5")' in made.text
    assert made.text.count("llm.or_else(") == 1
    assert '    llm = llm.or_else("gpt-5-nano")\n' in made.text
    assert made.notes == ("In the app the step confirm ran on gemini:gemini-2.5-pro; here it asks MODEL.",)


def test_a_workflows_own_choice_of_models_is_named_as_the_sdk_names_them() -> None:
    text = script("support-triage", cheaper_model="openai:gpt-5-nano", stronger_model="gemini:gemini-2.5-pro").text
    assert value_in(text, "cheaper_model") == "gpt-5-nano"
    assert value_in(text, "stronger_model") == ""


def test_a_run_that_keeps_failed_branches_out_does_so_in_the_script() -> None:
    assert "return_exceptions=True" in script("bulk-classify", options={"on_error": "keep"}).text
    assert "return_exceptions=True" not in script("bulk-classify").text


def test_the_limits_of_the_run_are_those_of_the_script() -> None:
    text = script("voting", options={"limits": {"calls": 7, "seconds": 12, "concurrency": 3}}).text
    assert "MOST_CALLS = 7\nAT_ONCE = 3\n" in text
    assert "SECONDS_FOR_THE_RUN = 12.0\n" in text


def test_the_head_says_what_to_install() -> None:
    made = script("retrieval", "gemini")
    assert any(one.startswith("google-genai~=") for one in made.packages)
    assert any(one.startswith("bm25s~=") for one in made.packages)
    assert all(one in (ast.get_docstring(ast.parse(made.text)) or "") for one in made.packages)


def test_sample_data_come_along_only_where_they_are_used(every_script: dict[str, str]) -> None:
    assert "orders.json" in every_script["customer-query-openai"]
    assert "knowledge_base.json" not in every_script["customer-query-openai"]
    assert "FILES" not in every_script["calendar-chain-openai"]


@given(st.text())
@settings(max_examples=400)
def test_any_text_is_written_as_itself(text: str) -> None:
    written = literal(text)
    assert ast.literal_eval(written) == text
    written.encode()
    assert written.isprintable()


def plain_prompts() -> st.SearchStrategy[str]:
    """Prompts as people and programs write them, with what could end a literal or hide in one."""
    awkward = [
        '"""',
        "'''",
        "\\",
        "\\n",
        "\n",
        "\0",
        "\r",
        "\u2028",
        "\u202e",
        "{request}",
        "{x y}",
        "#",
        "}}",
        '"',
        "é",
        "🙂",
    ]
    return st.lists(st.one_of(st.sampled_from(awkward), st.text(max_size=40)), max_size=30).map("".join)


@given(plain_prompts())
@settings(max_examples=40)
def test_the_script_holds_exactly_the_prompt(prompt: str) -> None:
    asked = plan("basic-call", "x", {PROMPT: prompt}) if not placeholders(prompt) else None
    if asked is None:
        return
    text = export_script(asked, "openai").text
    compile(text, "script", "exec")
    assert value_in(text, PROMPT) == getattr(asked.params, PROMPT)


def test_hostile_text_in_a_request_or_a_field_stays_text() -> None:
    text = "\n".join(texts("http://127.0.0.1:9"))
    asked = plan("reflexion", text, {"must_end_with": text})
    made = export_script(asked, "openai").text
    compile(made, "script", "exec")
    made.encode()
    assert value_in(made, "must_end_with") == asked.params.model_dump()["must_end_with"]


def test_a_value_without_a_literal_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be written into a script"):
        literal(object())
