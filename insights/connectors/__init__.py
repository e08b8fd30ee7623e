"""Live systems: one file and one record each, over one core that stands their faults."""

from insights.connectors.catalogue import CONNECTORS as CONNECTORS
from insights.connectors.catalogue import connector as connector
