"""What do customers write about? Requests in, a taxonomy of two levels out, and a place in it for every conversation."""

from insights.analysers.topics.answers import request_vectors
from insights.analysers.topics.discovery import discover
from insights.analysers.topics.requests import request_text
from insights.analysers.topics.taxonomy import OTHER, Taxonomy, assign

__all__ = ["OTHER", "Taxonomy", "assign", "discover", "request_text", "request_vectors"]
