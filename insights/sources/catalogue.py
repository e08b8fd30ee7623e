"""Every kind of file that can be imported, the surest to recognise first."""

from __future__ import annotations

from insights.sources import (
    chatwoot,
    freshdesk,
    front,
    gorgias,
    helpscout,
    hubspot,
    intercom,
    mail_threads,
    mailbox,
    messages_table,
    native,
    slack,
    table_rows,
    transcript_table,
    whatsapp,
    zendesk,
)
from insights.sources.source import Source

SOURCES: tuple[Source, ...] = (
    native.SOURCE,
    intercom.SOURCE,
    zendesk.SOURCE,
    freshdesk.SOURCE,
    hubspot.SOURCE,
    helpscout.SOURCE,
    front.SOURCE,
    gorgias.SOURCE,
    chatwoot.SOURCE,
    mail_threads.SOURCE,
    table_rows.SOURCE,
    mailbox.SOURCE,
    slack.SOURCE,
    whatsapp.SOURCE,
    transcript_table.SOURCE,
    messages_table.SOURCE,
)
