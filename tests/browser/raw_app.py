"""The careless page behind the app's own middleware."""

import streamlit as st

from app import MIDDLEWARE

app = st.App("raw_page.py", middleware=MIDDLEWARE)
