"""A page that draws a run of so many e-mails half-way through, as the workflow page does at each look; nothing else.

Started by bench.live, which sets `mails` and whether to draw, so that the empty page can be subtracted.
"""

import streamlit as st

from bench.live import WORKFLOW, half_way
from core.trace import Trace
from core.workflows import find_workflow
from pages.run import draw_run
from pages.session import Shown

if st.query_params["draw"] == "yes":
    events = half_way(int(st.query_params["mails"]))
    trace = Trace(events)
    draw_run(find_workflow(WORKFLOW), "bench", Shown(trace, trace.last, live=True))
else:
    st.empty()
