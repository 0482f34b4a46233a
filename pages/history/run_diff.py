"""Two runs side by side: what was asked, how they ended, and step by step where they part."""

from collections.abc import Iterable, Sequence

import streamlit as st

from core.errors import InputError
from core.history import no_collection
from core.reports import RunDiff, StepChange, run_diff
from core.text import DiffPiece, dollars, seconds, shorten, text_diff, tokens
from core.trace import Step, Trace
from core.workflows import find_workflow
from pages.run import badge, mode_of
from pages.session import playground, visitor
from pages.ui import RUN_PAGE, Html, element, join, plain, show

NOT_HERE = "One of these runs is not here: it belongs to another visitor, or it has been deleted. Choose two of yours."
LONGEST_SHOWN = 20_000  # characters of a text that changed
MOST_STEPS = 200
MOST_PIECES = 2_000
NAMES = ("first", "second")


def show_run_diff(asked: str) -> None:
    """Draw the comparison that a link asks for as `<first>,<second>`."""
    # A link to the page that is shown would leave the address as it is.
    st.button("All runs", key="all-runs", icon=":material/arrow_back:", on_click=st.query_params.clear)
    ids = [run_id for run_id in asked.split(",") if run_id]
    if len(ids) == 2:
        with no_collection():
            render_diff(*ids)
    else:
        st.warning(
            "A comparison needs two runs. Select two in the list, then press “Compare two”.",
            icon=":material/difference:",
        )


def render_diff(first_id: str, second_id: str) -> None:
    """Draw the comparison of two runs that this visitor may see."""
    found = [playground().find(run_id, visitor()) for run_id in (first_id, second_id)]
    traces = [shown.trace for shown in found if shown is not None]
    if len(traces) < 2:
        st.warning(NOT_HERE, icon=":material/link_off:")
        return
    diff = run_diff(traces[0], traces[1])
    _show_heads(traces)
    _show_verdict(diff)
    _show_texts(diff)
    _show_outcome(diff)
    if diff.same_workflow:
        _show_steps(diff)


def _show_heads(traces: Sequence[Trace]) -> None:
    for name, trace, column in zip(NAMES, traces, st.columns(2), strict=True):
        with column, st.container(border=True, gap="xsmall"):
            when = trace.wall_time.replace("T", " ")[:19]
            model = str(trace.options.get("model", ""))
            mode = mode_of(trace.workflow, str(trace.options.get("mode", "")))
            words = (
                badge(trace.status, trace.status),
                *(element("span", fact, cls="pw-soft") for fact in (when, model, mode)),
            )
            show(element("div", element("b", f"The {name} run"), *words, cls="pw-strip"))
            query = {"workflow": trace.workflow, "run": trace.run_id}
            st.page_link(
                RUN_PAGE.script, label=plain(_title(trace.workflow)), icon=":material/open_in_new:", query_params=query
            )


def _title(workflow: str) -> str:
    try:
        return find_workflow(workflow).title
    except InputError:
        return workflow


def _show_verdict(diff: RunDiff) -> None:
    if not diff.same_workflow:
        first, second = (_title(run.workflow) for run in (diff.first, diff.second))
        st.info(
            plain(f"These are runs of different workflows, {first} and {second}: their steps cannot be matched. ", 400)
            + "Request, options, outcome and totals are compared.",
            icon=":material/alt_route:",
        )
    elif diff.parting is None:
        st.info("Every step came to the same in both runs.", icon=":material/equal:")
    else:
        st.info(plain(verdict(diff.parting), 400), icon=":material/call_split:")


def verdict(step: StepChange) -> str:
    """Where two runs part, and why as far as can be told."""
    name = f"They first part at {step.identity}"
    if not step.both:
        return f"{name}: {step.parted}."
    what = "its status differs" if step.parted == "status" else "it came to something else"
    for visit, which in ((step.first, "first"), (step.second, "second")):
        if visit is not None and visit.reused == "edited":
            return f"{name}: the output was edited in the {which} run."
    if not step.same_input:
        return f"{name}: {what}, and its input differs."
    if not step.same_prompt:
        return f"{name}: {what}, and the prompt that was sent differs."
    return f"{name}: {what}, from the same input{' and the same prompt' if step.first and step.first.attempts else ''}."


def _show_texts(diff: RunDiff) -> None:
    st.subheader("What was asked", anchor=False)
    if diff.texts:
        st.caption("Struck out: only in the first run. Underlined: only in the second.")
    else:
        st.caption("The same request, prompts, parameters and options.")
    for change in diff.texts:
        show(element("div", change.name, cls="pw-h"), _pieces(change.pieces))


def _show_outcome(diff: RunDiff) -> None:
    st.subheader("How they ended", anchor=False)
    show(_totals(diff), _pieces(diff.outcome))


def _totals(diff: RunDiff) -> Html:
    first, second = diff.first.totals(), diff.second.totals()
    rows = [
        ("wall time", seconds(first.wall_s), seconds(second.wall_s), _more_seconds(second.wall_s - first.wall_s)),
        ("calls", f"{first.calls:,}", f"{second.calls:,}", _more(second.calls - first.calls)),
        _token_row("tokens in", first.input_tokens, second.input_tokens),
        _token_row("tokens out", first.output_tokens, second.output_tokens),
        ("cost", dollars(first.cost_usd), dollars(second.cost_usd), _more_money(first.cost_usd, second.cost_usd)),
    ]
    return _table(("", "first", "second", "change"), (_row(*row) for row in rows))


def _token_row(name: str, first: int, second: int) -> tuple[str, str, str, str]:
    return name, tokens(first), tokens(second), _more(second - first)


def _show_steps(diff: RunDiff) -> None:
    st.subheader("Step by step", anchor=False)
    parting = diff.parting
    heads = ("step", "first", "second", "output", "tokens", "cost", "latency")
    rows = (_step_row(change, parting) for change in diff.steps[:MOST_STEPS])
    show(element("div", _table(heads, rows), cls="pw-scroll"))
    if len(diff.steps) > MOST_STEPS:
        st.caption(f"{len(diff.steps) - MOST_STEPS} more steps.")
    st.fragment(_inspect)(diff)


def _step_row(step: StepChange, parting: StepChange | None) -> Html:
    mark = " ← they part here" if step is parting else ""
    return _row(
        shorten(str(step.identity), 80) + mark,
        _stood(step.first),
        _stood(step.second),
        step.parted or "the same",
        _more(step.tokens),
        "unknown" if step.cost is None else _signed(dollars(abs(step.cost)), step.cost),
        _more_seconds(step.seconds),
        cls="" if step.parted else "pw-soft",
    )


def _stood(step: Step | None) -> str:
    if step is None:
        return "–"
    return f"{step.status}, {'edited' if step.reused == 'edited' else 'reused'}" if step.reused else step.status


def _inspect(diff: RunDiff) -> None:
    changed = [step for step in diff.steps if step.parted or not step.same_prompt]
    if not changed:
        return
    names = [str(step.identity) for step in changed]
    parting = diff.parting
    start = next((place for place, change in enumerate(changed) if change is parting), 0)
    chosen = st.selectbox("What changed in", names, index=start, key="diff-step")
    step = changed[names.index(chosen)] if chosen in names else changed[0]
    prompts = [_prompt(visit) for visit in (step.first, step.second)]
    if any(prompts) and not step.same_prompt:
        show(element("div", "Prompt", cls="pw-h"), _pieces(text_diff(*prompts)))
    show(element("div", "Output", cls="pw-h"), _pieces(step.output))


def _prompt(step: Step | None) -> str:
    """What was sent to a model first, as one text."""
    messages = step.attempts[0].messages if step and step.attempts else ()
    return "\n\n".join(f"{message.role}: {message.text}" for message in messages)


def _pieces(pieces: Sequence[DiffPiece]) -> Html:
    """The text with what is gone struck out and what is new underlined, so that colour is not needed to tell."""
    marks = {"same": "span", "removed": "del", "added": "ins"}
    words = [element(marks[piece.how], piece.text[:LONGEST_SHOWN]) for piece in pieces[:MOST_PIECES]]
    return element("div", *words or [element("span", "(empty in both)")], cls="pw-words")


def _table(heads: Iterable[str], rows: Iterable[Html]) -> Html:
    head = element("tr", *(element("th", name) for name in heads))
    return element("table", head, join(rows), cls="pw-values")


def _row(*cells: str, cls: str = "") -> Html:
    return element("tr", *(element("td", cell) for cell in cells), cls=cls)


def _more(number: int) -> str:
    return _signed(f"{abs(number):,}", number)


def _more_seconds(change: float) -> str:
    return _signed(seconds(abs(change)), change) if abs(change) >= 0.0005 else "–"


def _more_money(first: float | None, second: float | None) -> str:
    return "unknown" if first is None or second is None else _signed(dollars(abs(second - first)), second - first)


def _signed(words: str, change: float) -> str:
    return f"{'+' if change > 0 else '−'}{words}" if change else "–"
