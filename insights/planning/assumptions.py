"""Everything that planning assumes rather than measures, as sentences for the Method page; the numbers are those that the code uses."""

from __future__ import annotations

from dataclasses import dataclass

from insights.metrics import Unit, number_text
from insights.metrics.units import SPACE
from insights.planning.actions import LIFT_ERROR
from insights.planning.enablers import FEWEST, MOST_ALONE, MOST_TOGETHER, SMALLEST_SHARE
from insights.planning.judging import JUDGE
from insights.planning.potential import EVIDENCE_WEIGHT, PER_FURTHER_KIND, POOLED_WEIGHT, PRIORS, RESIDUAL, TOPIC_WORTH
from insights.planning.records import Money
from insights.planning.uncertainty import SHARED
from insights.planning.weighing import EFFORT_WEIGHT, FALLBACK_LIFT, PARTLY, TOGETHER


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed, how much, and why."""

    name: str
    value: str
    reason: str


def share(value: float) -> str:
    """A share in words."""
    return number_text(value, Unit.SHARE)


def points(value: float) -> str:
    """A part of 1 in points."""
    return number_text(100 * value, Unit.POINTS)


MONEY = Money()

ASSUMPTIONS = (
    *(
        Assumption(f"Resolved by an AI agent: {prior.kind}", f"{share(prior.rate)}, worth {prior.worth:.0f} conversations", prior.reason)
        for prior in PRIORS
    ),
    Assumption(
        "Several kinds at once", f"× {PER_FURTHER_KIND} per further kind", "As hard as the hardest kind, and a little harder for each one more."
    ),
    Assumption(
        "What your own bot teaches",
        f"each conversation counts {EVIDENCE_WEIGHT}",
        "Conversations that a bot answered with everything it needed in place move these rates: first what the other kinds show (a good or a poor "
        f"bot, held back by {POOLED_WEIGHT:.0f} conversations), then each by itself, then each topic within it. Which reach a bot is no accident: "
        "they count less, and nothing in topics where the bot never resolved one.",
    ),
    Assumption(
        "Topics of one kind differ",
        f"as if the kind had been seen {TOPIC_WORTH:.0f} times in each",
        "A topic without conversations that a bot answered has the rate of its kind, about 6 points up or down; its own conversations narrow that.",
    ),
    Assumption(
        "What a bot tried and failed",
        "less than the rate",
        "Together with what it resolved in that topic it makes the rate: what is known to have gone well is not counted twice.",
    ),
    Assumption("Something needed is missing", f"{share(RESIDUAL)} at most", "A few customers find their own way."),
    Assumption(
        "What the judge may get wrong",
        f"{points(JUDGE.workspace)} of everything, {points(JUDGE.topic)} more in a topic, {points(JUDGE.subtopic)} in a subtopic, "
        f"{points(JUDGE.conversation)} in a conversation",
        f"{JUDGE.source} Conversations that ask the same are misjudged alike, so that only the later parts average out. Called so and right: "
        + ", ".join(f"{each.kind} {share(each.right)}" for each in JUDGE.kinds)
        + ". Not called so and still: "
        + ", ".join(f"{each.kind} {share(each.missed)}" for each in JUDGE.kinds)
        + f". That no person is needed is therefore never surer than {share(1 - JUDGE.human_floor)}, nor less sure than "
        f"{share(1 - JUDGE.human_ceiling)}.",
    ),
    Assumption(
        "Which enablers are needed",
        f"{share(JUDGE.needs)} of a gain",
        "A conversation may need another enabler than it seems to. That moves gains from one enabler to another, and nothing once all are built.",
    ),
    Assumption(
        "Errors of the rates",
        f"{share(SHARED)} shared",
        "A good AI agent is good at every kind of work, so that half of the uncertainty of the rates does not average out.",
    ),
    Assumption(
        "One thing is one enabler",
        f"at least {FEWEST} conversations and {SMALLEST_SHARE * 100:.1f}{SPACE}% of eligible ones",
        f"The {MOST_ALONE} largest stand alone, the {MOST_TOGETHER} largest bundles per topic after them; the rest is one line per type.",
    ),
    Assumption(
        "Low ratings that turn",
        f"as often as conversations without a negative reason are rated 4 or 5, else {share(FALLBACK_LIFT)}",
        f"When an action takes away all negative reasons of a rating of 1 to 3; when only some, {PARTLY} times their part. The share may be off by "
        f"{share(LIFT_ERROR)} of itself.",
    ),
    Assumption(
        "Effort",
        ", ".join(f"{size} = {weight:g} days" for size, weight in EFFORT_WEIGHT.items()),
        "Gain per effort decides the order. Two that open conversations only together are also weighed as a pair; of what needs three or more, "
        f"{TOGETHER} counts for the place of each, not for its gain.",
    ),
    Assumption(
        "Time and money",
        f"{MONEY.minutes} minutes, {number_text(MONEY.cost_per_hour, Unit.MONEY)} an hour, €{MONEY.price:.2f} a resolution",
        "Until you enter your own.",
    ),
)
