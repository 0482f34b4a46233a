from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.server.streamlit_files import StaticFiles

SCRIPT = "export const answer = 42;\n" * 100
FONT = bytes(range(256)) * 8


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    for name, content in {"js/one.HASH.js": SCRIPT.encode(), "media/font.HASH.woff2": FONT}.items():
        (tmp_path / "static" / name).parent.mkdir(parents=True)
        (tmp_path / "static" / name).write_bytes(content)
    (tmp_path / "secret.txt").write_text("secret")
    app = Starlette(routes=[Route("/{rest:path}", lambda _request: PlainTextResponse("Streamlit's own answer"))])
    app.add_middleware(StaticFiles, folder=tmp_path / "static")
    return TestClient(app)


def test_a_file_comes_as_it_is_first_and_packed_from_then_on(client: TestClient) -> None:
    first, second, third = (client.get("/static/js/one.HASH.js") for _ in range(3))
    assert [one.text for one in (first, second, third)] == [SCRIPT] * 3
    assert "content-encoding" not in first.headers
    assert int(second.headers["content-length"]) < len(SCRIPT) / 10
    assert second.headers["content-encoding"] == third.headers["content-encoding"] == "gzip"


def test_it_may_be_kept_for_ever_because_its_name_holds_a_hash(client: TestClient) -> None:
    headers = client.get("/static/js/one.HASH.js").headers
    assert headers["cache-control"] == "public, immutable, max-age=31536000"
    assert headers["content-type"].startswith("text/javascript")
    assert headers["vary"] == "accept-encoding"


def test_who_cannot_unpack_gets_it_as_it_is(client: TestClient) -> None:
    for _ in range(2):
        answer = client.get("/static/js/one.HASH.js", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in answer.headers
        assert answer.text == SCRIPT


def test_what_is_packed_already_is_not_packed_again(client: TestClient) -> None:
    answers = [client.get("/static/media/font.HASH.woff2") for _ in range(2)]
    assert [one.content for one in answers] == [FONT] * 2
    assert all("content-encoding" not in one.headers for one in answers)


@pytest.mark.parametrize(
    "address", ["/", "/static/js/two.js", "/static/%2e%2e/secret.txt", "/static/js/", "/app/static/x.js"]
)
def test_everything_else_is_left_to_streamlit(client: TestClient, address: str) -> None:
    assert client.get(address).text == "Streamlit's own answer"


def test_only_reading_is_answered(client: TestClient) -> None:
    assert client.post("/static/js/one.HASH.js").status_code == 405
