"""A first version of the work itself, in Markdown: made from what customers asked and what support did, without a language model.

Everything quoted is escaped (see `voices`); what the conversations do not say is an open point rather than made up.
"""

from __future__ import annotations

from collections.abc import Callable

from insights.model import ActionType
from insights.planning.candidates import Candidate
from insights.planning.draft_api import look_up
from insights.planning.draft_article import article
from insights.planning.draft_procedure import procedure
from insights.planning.draft_product import product
from insights.planning.draft_service import coaching, covering, routing
from insights.planning.voices import Voices, plain


def draft(candidate: Candidate, voices: Voices) -> str:
    """The draft of an action."""
    lines = [f"# {plain(candidate.title)}", "", *WRITERS[candidate.type](candidate, voices)]
    return "\n".join(lines).strip() + "\n"


WRITERS: dict[ActionType, Callable[[Candidate, Voices], list[str]]] = {
    ActionType.WRITE_ARTICLE: article,
    ActionType.IMPROVE_ARTICLE: article,
    ActionType.CONNECT_READ_API: look_up,
    ActionType.BUILD_PROCEDURE: procedure,
    ActionType.FIX_PRODUCT: product,
    ActionType.ROUTE_FASTER: routing,
    ActionType.IMPROVE_SERVICE: coaching,
    ActionType.EXTEND_COVERAGE: covering,
}
