"""The words of the Impact page: its answer, and what became of a promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from insights.metrics import Unit, counted, interval_text, number_text
from insights.metrics.units import MINUS, SPACE
from insights.planning.answers import told
from insights.planning.backtest import BackTest, NotYet, Trial, coverage
from insights.planning.difference import Rate
from insights.planning.outcomes import Outcome, gained
from insights.planning.reached import Compared, Held
from pages.parts.filters import day_text
from pages.parts.impact_row import Row

HELD = {
    Held.INSIDE: "inside",
    Held.ABOVE: "above",
    Held.BELOW: "below",
    Held.NOT_YET: "not yet",
    Held.FEW: "too few",
    Held.GONE: "topic is gone",
}


def verdict(done: Sequence[Outcome], record: Sequence[Row], tested: BackTest | NotYet) -> str:
    """The page's answer in Markdown: of what was done, and as long as nothing was, of what was promised."""
    return of_done(done) if done else of_promises(record, tested)


def of_promises(record: Sequence[Row], tested: BackTest | NotYet) -> str:
    """What became of the promises, on later conversations and on the past."""
    return " ".join(sentence for sentence in (of_record(record), of_test(tested)) if sentence)


def of_done(done: Sequence[Outcome]) -> str:
    """How many of the done actions worked, and what they gained together."""
    first = f"Of {counted(len(done), 'done action')}, {told(done)}." if len(done) > 1 else f"The one done action {told(done).removeprefix('one ')}."
    automated, liked = (gained(done, rate) for rate in (Rate.AUTOMATION, Rate.EXPERIENCE))
    wins = []
    if automated:
        wins.append(f":violet[**{monthly(automated.conversations)}**] conversations more are automated")
    if liked:
        wins.append(f":green[**{monthly(liked.conversations)}**]{'' if wins else ' conversations'} more are rated 4 or 5")
    return f"{first} About {' and about '.join(wins)} a month." if wins else first


def monthly(conversations: float) -> str:
    """Conversations a month, whole ones."""
    return number_text(round(conversations), Unit.COUNT)


def of_record(record: Sequence[Row]) -> str:
    """What became of the newest promise that later conversations can be set beside."""
    if not record:
        return "Nothing was promised yet: the first analysis with a request in it states the first potential."
    settled = next((row for row in record if row.whole.stood.compared and not row.taken_back), None)
    if settled is None:
        return f"The first promise was stated on **{moment(record[-1].stated.at)}**; later conversations will be set beside it."
    one, until = settled.whole, settled.stated.until
    after = "" if until is None else f" after **{moment(until)}**"
    said = f"Of {one.reached.eligible:,} conversations{after}, :violet[**{share(one.reached.rate)}**] were automated."
    promise = f"**{share(one.promise.potential)}** {interval_text(one.promise.low, one.promise.high, Unit.SHARE)} of {moment(settled.stated.at)}"
    if one.built.compared:
        return f"{said} The promised {promise}, with everything built: {HELD[one.built]} its interval."
    return f"{said} The promised {promise} cannot be checked yet: {one.why}."


def of_test(tested: BackTest | NotYet) -> str:
    """The back-test in a sentence; nothing where there is none."""
    if isinstance(tested, NotYet):
        return ""
    one = tested.whole
    held = "inside" if one.inside else "outside"
    return (
        f"Tested on the past, **{share(one.predicted)}** {interval_text(one.low, one.high, Unit.SHARE)} was predicted and "
        f":violet[**{share(one.reached)}**] reached: {held} the interval."
    )


def of_topics(trials: Sequence[Trial]) -> str:
    """How many intervals held.

    >>> of_topics(())
    'No topic has enough of them to be tested by itself.'
    """
    part = coverage(tuple(trials))
    if part is None:
        return "No topic has enough of them to be tested by itself."
    return f"The interval held in {round(part * len(trials))} of {len(trials)} topic{'' if len(trials) == 1 else 's'}."


def waiting(tested: NotYet) -> str:
    """Why there is no back-test yet."""
    if not tested.earlier + tested.later:
        return "No bot answered a conversation for which everything needed was there, so there is no past to test on."
    more = "" if tested.days is None else f" About {counted(tested.days, 'more day')} at the present pace."
    return f"Not enough data: {tested.earlier:,} earlier and {tested.later:,} later conversations of the 30 needed on each side.{more}"


def moment(at: datetime) -> str:
    """A day in words."""
    return day_text(at.date())


def share(value: float) -> str:
    """A share in words."""
    return number_text(value, Unit.SHARE)


def between(low: float, high: float) -> str:
    """An interval as a table's cell."""
    return f"{low * 100:.0f}–{high * 100:.0f}"


def signed(points: float) -> str:
    """A distance with its sign.

    >>> signed(-2.24).replace(SPACE, " ")
    '−2.2 points'
    """
    return f"{'+' if points >= 0 else MINUS}{abs(points):.1f}{SPACE}points"


def held(one: Compared) -> str:
    """What became of "as things stood", in a cell."""
    return "–" if one.stood is Held.FEW and not one.reached.eligible else HELD[one.stood]


def answer(one: Compared) -> str:
    """What became of the potential, in a cell."""
    if one.built is Held.FEW and not one.reached.eligible:
        return "nothing later yet"
    return f"{HELD[one.built]}: {one.why}" if one.why else HELD[one.built]
