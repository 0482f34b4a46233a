"""The page of one workflow, named by `?workflow=<id>`."""

import streamlit as st

st.title("Workflow")
