"""Headroom. Run with: streamlit run app.py."""

import streamlit as st

from pages.parts import frame

st.set_page_config(page_title="Headroom", page_icon="static/icon.png", layout="wide")
frame.route()
