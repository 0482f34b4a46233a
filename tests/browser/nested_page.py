"""A run whose groups and steps have hostile names, in every view. `SINK` is the server to keep quiet."""

import os

import streamlit as st

from core.diagram.languages import dot
from core.trace import events as e
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow
from pages.run.live import described
from pages.run.steps_table import steps_table_html
from pages.run.timeline import timeline
from pages.ui.markup import show
from tests.hostile import texts

names = [text.encode("utf-8", "replace").decode() for text in texts(os.environ["SINK"])][:55]
names += ["x" * 10_000, 'quote " \\N \\l', "line\nbreak", "{record|<f0>}", "<<b>bold</b>>", "port:n", "~0", "output"]
log: list[e.Event] = [e.RunStarted(0.0, "r", "website-agents", "x", {}, {"model": "simulated:demo"}, "")]
for number, name in enumerate(names, 1):
    log += [
        e.StepStarted(0.0, number, name, "tool", (number - 1,) if number > 1 else (), ("agents", name), None, {}),
        e.StepFinished(1.0, number, name),
    ]
trace, workflow = Trace(log), find_workflow("website-agents")
st.graphviz_chart(dot(workflow, trace), alt=described(workflow, trace))
st.graphviz_chart(dot(workflow, trace, shut=[f"agents/{name}" for name in names]))
show(timeline(trace, 1.0), steps_table_html(trace, 1.0))
st.text("everything is drawn")
