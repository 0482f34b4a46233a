"""The gallery: every workflow."""

import streamlit as st

st.title("Workflows")
