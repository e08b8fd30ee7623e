"""Every live system that can be connected, in the order of the screen."""

from __future__ import annotations

from insights.connectors import chatwoot, freshdesk, front, gorgias, helpscout, hubspot, imap, intercom, objects, postgres, zendesk
from insights.connectors.connector import Connector
from insights.errors import UnusableSetting

CONNECTORS: tuple[Connector, ...] = (
    zendesk.CONNECTOR,
    intercom.CONNECTOR,
    freshdesk.CONNECTOR,
    hubspot.CONNECTOR,
    helpscout.CONNECTOR,
    front.CONNECTOR,
    gorgias.CONNECTOR,
    chatwoot.CONNECTOR,
    imap.CONNECTOR,
    postgres.CONNECTOR,
    objects.S3,
    objects.WEB,
)


def connector(name: str) -> Connector:
    """The connector of a name.

    Raises:
        UnusableSetting: there is none.
    """
    found = next((each for each in CONNECTORS if each.name == name), None)
    if found is None:
        raise UnusableSetting("This system cannot be connected.", hint=f"We connect {', '.join(each.label for each in CONNECTORS)}.")
    return found
