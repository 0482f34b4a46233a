"""The settings of the server: the environment, and Streamlit's secrets."""

import streamlit as st

from core.settings import Settings


def server_settings() -> Settings:
    """The settings that hold for everybody who visits; the environment wins over the file of secrets."""
    return Settings.from_environment(secrets=_secrets())


def _secrets() -> dict[str, str]:
    """Streamlit's secrets, where there is a file of them."""
    if not st.secrets.load_if_toml_exists():
        return {}
    return {name: value for name, value in st.secrets.items() if isinstance(value, str)}
