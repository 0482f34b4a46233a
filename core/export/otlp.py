"""Spans in OpenTelemetry's own formats: OTLP as JSON for a file, and as protobuf to an OTLP/HTTP endpoint.

https://opentelemetry.io/docs/specs/otlp/ and https://opentelemetry.io/docs/specs/otel/protocol/exporter/
"""

import base64
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from core.errors import InputError, SetupError
from core.export.spans import OtelSpan, Spans
from core.text import LinearPattern
from core.trace import Trace

SERVICE = "llm-workflow-playground"
SCOPE = "core.export"
_SECONDS = 10.0
VARIABLES = "OTEL_EXPORTER_OTLP"
TRACES = "/v1/traces"
HEADER_NAME = LinearPattern(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_KINDS = {"internal": 1, "client": 3}
OK, ERROR = 1, 2
IDS = ("traceId", "spanId", "parentSpanId")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where spans are sent. Headers may hold keys, so that they are not part of its repr."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def host(self) -> str:
        """The part of the address that may be shown."""
        parts = urlsplit(self.url)
        return (parts.hostname or "") + (f":{parts.port}" if parts.port else "")


def endpoint_in(environ: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that OpenTelemetry's variables name, None if they name none.

    An address for all signals gets the path of traces, unless it has it already. Raises InputError, which names the
    variable, for what is no address or no header.
    """
    whole = environ.get(f"{VARIABLES}_TRACES_ENDPOINT", "").strip()
    base = environ.get(f"{VARIABLES}_ENDPOINT", "").strip()
    if not whole and not base:
        return None
    address = _address(f"{VARIABLES}_TRACES_ENDPOINT", whole) if whole else _address(f"{VARIABLES}_ENDPOINT", base)
    if not whole:
        path = address.path.rstrip("/")
        address = address._replace(path=path if path.endswith(TRACES) else path + TRACES)
    own = f"{VARIABLES}_TRACES_HEADERS"
    name = own if environ.get(own) else f"{VARIABLES}_HEADERS"
    return Endpoint(urlunsplit(address), dict(_headers(name, environ.get(name, ""))))


def _address(variable: str, text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not text.isprintable() or " " in text:
        raise InputError(f"{variable} is no http address. Write it like http://localhost:4318.")
    return parts._replace(fragment="")


def _headers(variable: str, text: str) -> Iterator[tuple[str, str]]:
    """Names and values, percent-decoded. A message says which one is wrong and never what it holds: it may be a key."""
    for number, pair in enumerate(text.split(","), 1):
        if not pair.strip():
            continue
        name, equals, value = (unquote(part).strip() for part in pair.partition("="))
        if not equals or not HEADER_NAME.fullmatch(name):
            raise InputError(f"Header {number} in {variable} is not name=value. Part headers by commas: a=1,b=2.")
        if not (value.isascii() and value.isprintable()):
            raise InputError(
                f"The value of {name[:60]} in {variable} holds a sign that an HTTP header cannot carry: it takes "
                "the letters, digits and signs of ASCII. Copy it again."
            )
        yield name, value


def otlp_json(trace: Trace) -> dict[str, Any]:
    """A run as one OTLP request in JSON: what a collector's file receiver and most viewers read."""
    spans = Spans(trace)
    resource = {"service.name": SERVICE, "openinference.project.name": SERVICE}
    scope = {"scope": {"name": SCOPE}, "spans": [_span(span, spans.trace_id) for span in spans.made]}
    return {"resourceSpans": [{"resource": {"attributes": _attributes(resource)}, "scopeSpans": [scope]}]}


async def send_spans(trace: Trace, endpoint: Endpoint) -> int:
    """Send a run's spans as protobuf and return how many they were. Raises SetupError when they are not taken."""
    import httpx2

    body = _protobuf(otlp_json(trace))
    headers = {**endpoint.headers, "Content-Type": "application/x-protobuf"}
    try:
        async with httpx2.AsyncClient(timeout=_SECONDS, follow_redirects=False) as client:
            answer = await client.post(endpoint.url, content=body, headers=headers)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise SetupError(
            f"No collector answers at {endpoint.host} ({type(error).__name__}). Start it, or correct "
            "OTEL_EXPORTER_OTLP_ENDPOINT."
        ) from error
    if not answer.is_success:
        raise SetupError(
            f"The collector at {endpoint.host} refused the spans (HTTP {answer.status_code}). "
            "Check its address and OTEL_EXPORTER_OTLP_HEADERS."
        )
    return len(Spans(trace).made)


def _protobuf(request: dict[str, Any]) -> bytes:
    """The same request in binary; there, ids are bytes, which protobuf's own JSON writes in base64."""
    from google.protobuf.json_format import ParseDict
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    wanted = copy.deepcopy(request)
    for span in wanted["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        for place in (span, *span["links"]):
            place.update({name: _base64(place[name]) for name in IDS if name in place})
    return bytes(ParseDict(wanted, ExportTraceServiceRequest()).SerializeToString())


def _base64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


def _span(span: OtelSpan, trace_id: str) -> dict[str, Any]:
    above = {"parentSpanId": span.parent} if span.parent else {}
    status = {"code": ERROR, "message": span.error.message} if span.error else {"code": OK}
    return {
        "traceId": trace_id,
        "spanId": span.id,
        **above,
        "name": span.name,
        "kind": _KINDS[span.kind],
        "startTimeUnixNano": str(span.start),
        "endTimeUnixNano": str(max(span.start, span.end)),
        "attributes": _attributes(span.attributes),
        "links": [{"traceId": trace_id, "spanId": span_id} for span_id in span.links],
        "status": status,
    }


def _attributes(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": name, "value": _value(value)} for name, value in values.items()]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    return {"stringValue": str(value)}
