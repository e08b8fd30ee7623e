"""A first version of the work itself, in Markdown: made from what customers asked and what support did, without a language model.

Everything quoted is escaped (see `voices`); what the conversations do not say is an open point rather than made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from insights.model import ActionType, Role
from insights.planning.candidates import Candidate
from insights.planning.drafts.api import look_up
from insights.planning.drafts.article import article
from insights.planning.drafts.procedure import procedure
from insights.planning.drafts.product import product
from insights.planning.drafts.questions import fitting
from insights.planning.drafts.service import coaching, covering, on_topic, routing
from insights.planning.drafts.step_words import ASKED, REFUSING, STEPS
from insights.planning.speech import asking, telling
from insights.planning.voices import SAMPLE, Voices, evenly, plain


def drafts(candidates: Sequence[Candidate], voices: Voices) -> list[str]:
    """The drafts of some actions. What most of them read is read and searched at once, which takes a third of the time."""
    chosen = [(each.type, (on_topic if each.type is ActionType.IMPROVE_SERVICE else fitting)(each, voices)) for each in candidates]
    lines = voices.lines(np.unique(np.concatenate([np.array([], dtype=np.int64), *(evenly(rows, SAMPLE) for _, rows in chosen)])))
    voices.says(telling, [text for line in lines if line.role in (Role.AGENT, Role.BOT) for text in line.sentences])
    voices.says(asking, [text for _, rows in chosen for row in evenly(rows, SAMPLE) for text in voices.asked(int(row))])
    stepwise = {int(row) for kind, rows in chosen if kind is ActionType.BUILD_PROCEDURE for row in evenly(rows, SAMPLE)}
    told = [text for line in lines if line.row in stepwise and line.role == Role.AGENT for text in line.sentences]
    for pattern in (REFUSING, *(step.words for step in (*ASKED, *STEPS))):
        voices.says(pattern, told)
    return [draft(each, voices) for each in candidates]


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
