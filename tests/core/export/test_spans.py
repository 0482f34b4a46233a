import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as SentSpan

from core.errors import InputError, SetupError
from core.export.otlp import Endpoint, endpoint_in, otlp_json, send_spans
from core.export.spans import OtelSpan, Spans
from core.providers.protocol import Reply, ToolCall, Usage
from core.trace.trace import Trace
from tests.scripted import run_scripted

CALL = Reply(
    "", Usage(120, 30, cached_tokens=20), "m", "tool_calls", (ToolCall("call_1", "calculate", '{"expression": "2*3"}'),)
)
ANSWERS = [CALL, "done", "It is 6."]


async def used_tools() -> Trace:
    trace, _ = await run_scripted("tool-use", ANSWERS, "What is 2*3?", {"model": "openai:gpt-5"})
    return trace


def tree(spans: list[OtelSpan]) -> list[tuple[str, str]]:
    names = {span.id: span.name for span in spans}
    return [(span.name, names.get(span.parent, "")) for span in spans]


async def test_the_run_is_the_root_its_steps_are_below_it_and_requests_below_the_steps() -> None:
    spans = Spans(await used_tools()).made
    assert tree(spans) == [
        ("invoke_workflow tool-use", ""),
        ("decide", "invoke_workflow tool-use"),
        ("chat gpt-5", "decide"),
        ("wants_tools", "invoke_workflow tool-use"),
        ("execute_tool use_tools", "invoke_workflow tool-use"),
        ("decide", "invoke_workflow tool-use"),
        ("chat gpt-5", "decide"),
        ("wants_tools", "invoke_workflow tool-use"),
        ("answer", "invoke_workflow tool-use"),
        ("chat gpt-5", "answer"),
    ]


async def test_a_request_carries_the_names_of_the_semantic_conventions() -> None:
    chat = next(span for span in Spans(await used_tools()).made if span.name == "chat gpt-5")
    said = chat.attributes
    assert chat.kind == "client"
    assert said["gen_ai.operation.name"] == "chat"
    assert said["gen_ai.provider.name"] == "openai"
    assert said["gen_ai.request.model"] == "gpt-5"
    assert (said["gen_ai.usage.input_tokens"], said["gen_ai.usage.output_tokens"]) == (120, 30)
    assert said["gen_ai.usage.cache_read.input_tokens"] == 20
    assert json.loads(said["gen_ai.input.messages"]) == [
        {"role": "user", "parts": [{"type": "text", "content": "What is 2*3?"}]}
    ]
    (answer,) = json.loads(said["gen_ai.output.messages"])
    assert answer["parts"] == [
        {"type": "tool_call", "id": "call_1", "name": "calculate", "arguments": {"expression": "2*3"}}
    ]
    assert answer["finish_reason"] == "tool_call"


async def test_a_step_is_linked_to_the_steps_it_followed() -> None:
    spans = Spans(await used_tools()).made
    steps = [span for span in spans if not span.name.startswith(("chat", "invoke"))]
    assert [list(span.links) for span in steps] == [[], *([before.id] for before in steps[:-1])]


async def test_every_span_lies_within_its_parent() -> None:
    spans = {span.id: span for span in Spans(await used_tools()).made}
    for span in spans.values():
        above = spans.get(span.parent, span)
        assert above.start <= span.start <= span.end <= above.end


async def test_a_failed_step_and_its_run_say_so() -> None:
    trace, _ = await run_scripted("basic-call", [SetupError("There is no key.")])
    spans = Spans(trace).made
    assert [span.error.kind if span.error else "" for span in spans] == ["setup", "setup", "setup"]
    assert spans[0].attributes["error.type"] == "setup"


async def test_the_same_run_always_has_the_same_ids() -> None:
    trace = await used_tools()
    assert Spans(trace).made == Spans(trace).made


async def test_a_file_holds_ids_in_hexadecimal_and_whole_numbers_as_texts() -> None:
    request = json.loads(json.dumps(otlp_json(await used_tools()), allow_nan=False))
    (resource,) = request["resourceSpans"]
    root, step, chat = resource["scopeSpans"][0]["spans"][:3]
    assert len(bytes.fromhex(root["traceId"])) == 16
    assert len(bytes.fromhex(step["spanId"])) == 8
    assert "parentSpanId" not in root
    assert chat["parentSpanId"] == step["spanId"]
    assert {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "120"}} in chat["attributes"]


@contextmanager
def collector(status: int = 200) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A collector on loopback: its address, and the headers and bodies it got."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}}, body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def test_a_collector_gets_the_spans_as_protobuf() -> None:
    trace = await used_tools()
    with collector() as (url, got):
        endpoint = endpoint_in({"OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_EXPORTER_OTLP_HEADERS": "x-key=a%20b"})
        assert endpoint is not None
        assert await send_spans(trace, endpoint) == 10
    ((headers, body),) = got
    assert (headers["path"], headers["content-type"], headers["x-key"]) == (
        "/v1/traces",
        "application/x-protobuf",
        "a b",
    )
    sent = ExportTraceServiceRequest.FromString(body).resource_spans[0].scope_spans[0].spans
    made = Spans(trace)
    assert [(one.span_id.hex(), one.parent_span_id.hex(), one.name) for one in sent] == [
        (one.id, one.parent, one.name) for one in made.made
    ]
    assert {one.trace_id.hex() for one in sent} == {made.trace_id}
    assert sent[2].kind == SentSpan.SPAN_KIND_CLIENT
    assert MessageToDict(sent[2])["startTimeUnixNano"] == str(made.made[2].start)


async def test_a_collector_that_refuses_is_named_without_its_keys() -> None:
    trace = await used_tools()
    with collector(status=401) as (url, _):
        endpoint = Endpoint(f"{url}/v1/traces", {"authorization": "Bearer sk-CANARY"})
        with pytest.raises(SetupError, match=r"refused the spans \(HTTP 401\)"):
            await send_spans(trace, endpoint)
        assert "CANARY" not in repr(endpoint)


async def test_no_collector_is_said_in_a_sentence() -> None:
    with collector() as (url, _):
        pass
    with pytest.raises(SetupError, match="No collector answers at 127.0.0.1"):
        await send_spans(await used_tools(), Endpoint(f"{url}/v1/traces"))


def test_the_address_comes_from_opentelemetrys_variables() -> None:
    assert endpoint_in({}) is None
    assert endpoint_in({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x:4318/"}) == Endpoint("http://x:4318/v1/traces")
    whole = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://y/in"}
    assert endpoint_in(whole) == Endpoint("https://y/in")


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("http://x", "http://x/v1/traces"),
        ("http://x:4318/v1/traces", "http://x:4318/v1/traces"),
        ("http://x:4318/v1/traces/", "http://x:4318/v1/traces"),
        ("https://x/otlp/?tenant=a%20b", "https://x/otlp/v1/traces?tenant=a%20b"),
        ("https://x/v1/traces?tenant=a", "https://x/v1/traces?tenant=a"),
        ("https://x/v1/traces#part", "https://x/v1/traces"),
        ("https://[::1]:4318", "https://[::1]:4318/v1/traces"),
        (" http://x/v1 ", "http://x/v1/v1/traces"),
    ],
)
def test_an_address_gets_the_path_of_traces_once(base: str, url: str) -> None:
    assert endpoint_in({"OTEL_EXPORTER_OTLP_ENDPOINT": base}) == Endpoint(url)


@pytest.mark.parametrize("variable", ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"])
@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "localhost:4318",
        "localhost",
        "http://",
        "http://[::1",
        "http://x:port",
        "http://a b",
        "/v1",
    ],
)
def test_what_is_no_address_is_refused_with_the_variables_name(variable: str, address: str) -> None:
    with pytest.raises(InputError, match=f"{variable} is no http address. Write it like http://localhost:4318."):
        endpoint_in({variable: address})


def headers_in(text: str) -> dict[str, str]:
    endpoint = endpoint_in({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_EXPORTER_OTLP_HEADERS": text})
    assert endpoint is not None
    return dict(endpoint.headers)


def test_headers_are_parted_by_commas_and_percent_decoded() -> None:
    assert headers_in("authorization=Basic%20a==, x-key = b,,") == {"authorization": "Basic a==", "x-key": "b"}


@pytest.mark.parametrize("text", ["a=1,x-key=naïve-SECRET", "a=1,x-key=SECRET%C3%A9", "x-key=SECRET%0d%0aevil: 1"])
def test_a_header_that_http_cannot_carry_is_refused_by_name_without_its_value(text: str) -> None:
    with pytest.raises(InputError, match="The value of x-key in OTEL_EXPORTER_OTLP_HEADERS holds") as caught:
        headers_in(text)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("text", ["a=1,SECRET", "a=1,=SECRET", "a=1,SECRET key=2", "a=1,SÉCRET=2"])
def test_what_is_no_header_is_refused_by_its_place(text: str) -> None:
    with pytest.raises(InputError, match="Header 2 in OTEL_EXPORTER_OTLP_HEADERS is not name=value") as caught:
        headers_in(text)
    assert "CRET" not in str(caught.value)
