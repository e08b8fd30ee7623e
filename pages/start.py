"""How much of your support could an AI agent resolve?"""

import streamlit as st

from pages.parts import cards, connect_database, connect_form, connect_list, frame, upload_doors, upload_preview

scope = frame.open_page("start")

if table := frame.asked("table"):
    connect_database.mapped(scope, table)
elif upload := frame.asked("upload"):
    upload_preview.preview(scope, upload)
elif pulled := frame.asked("pulled"):
    connect_list.arriving(scope, pulled)
elif connect_database.is_table(system := frame.asked("connect")):
    connect_database.form(scope, system)
elif system:
    connect_form.form(scope, system)
else:
    cards.question(
        "How much of your support could an AI agent resolve?",
        "Load conversations and see in minutes what can be automated, how customers feel, and what to do next. Nothing leaves this machine.",
    )
    st.space("small")
    upload_doors.go_on()
    upload_doors.doors(scope)
    st.space("small")
    upload_doors.steps(scope)
