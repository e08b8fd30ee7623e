"""What became of a done action, in words. Plain text: names in it are the customer's own, and a page escapes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from insights.metrics.units import MINUS, SPACE, WORDS, Unit, counted, number_text
from insights.planning.difference import Rate
from insights.planning.effect import FEWEST, FEWEST_WEEKS, Answer, Effect
from insights.planning.outcomes import Gained, Outcome

RATES = {Rate.AUTOMATION: "automation rate", Rate.EXPERIENCE: "CX score"}
SHORT = {
    Answer.BETTER: "It worked",
    Answer.WORSE: "It got worse",
    Answer.NO_CLEAR_CHANGE: "No effect seen",
    Answer.NOT_ENOUGH: "Not enough data yet",
    Answer.DATA_END_BEFORE: "Data end before it",
    Answer.NOTHING_UNTOUCHED: "Nothing to compare with",
    Answer.TOPIC_GONE: "Its topic is gone",
}


def short(one: Outcome) -> str:
    """The answer in a cell."""
    if one.effect.answer is Answer.NOT_ENOUGH:
        days = one.effect.more_days
        return "Not enough data" if days is None else f"Not enough data yet: about {days} more day{'' if days == 1 else 's'}"
    return SHORT[one.effect.answer]


def sentence(one: Outcome) -> str:
    """The answer in a sentence."""
    found = one.effect
    if found.answer in (Answer.BETTER, Answer.WORSE):
        way = "rose" if found.answer is Answer.BETTER else "fell"
        points = number_text(abs(found.points or 0.0), Unit.POINTS)
        beside = "untouched topics" if found.season is None else "untouched topics and than a year earlier"
        return f"{SHORT[found.answer]}: the {RATES[found.rate]} of {one.name} {way} {points} more than that of {beside} ({ends(found)})."
    if found.answer is Answer.NO_CLEAR_CHANGE:
        if found.season is not None:
            return (
                f"No effect seen: a year earlier the same weeks show the same swing ({signed(found.season)} points); {signed(found.points)} are left "
                f"({ends(found)})."
            )
        return f"No effect seen: chance and the ways of topics explain {signed(found.points)} points ({ends(found)})."
    return missing(one)


def missing(one: Outcome) -> str:
    """Why there is no number."""
    found = one.effect
    if found.answer is Answer.NOT_ENOUGH and found.more_days is not None:
        return f"{short(one)}. It takes {FEWEST_WEEKS} weeks and {FEWEST} conversations after it."
    if found.answer is Answer.NOT_ENOUGH:
        return f"Not enough data: {counted(found.before_count, 'conversation')} before it was done, and {FEWEST} are needed; waiting adds none."
    if found.answer is Answer.DATA_END_BEFORE:
        end = "There is no dated conversation" if found.last is None else f"The data end on {day_text(found.last)}, before it was done"
        return f"{end}: import newer conversations to see what it brought."
    if found.answer is Answer.TOPIC_GONE:
        return "Its topic was set aside or is not found any more, so there is nothing to measure it on."
    return "It cannot be told: fewer than three topics with enough conversations are left that no action touched."


def notes(one: Outcome) -> list[str]:
    """What to know beside the answer."""
    found, said = one.effect, []
    if one.merged:
        said.append(f"Its topic “{one.merged}” was merged away; it is measured on {one.name}, which holds those conversations now.")
    if one.along and found.measured:
        titles = " and ".join(f"“{title}”" for title in one.along)
        said.append(
            f"{titles} {'was' if len(one.along) == 1 else 'were'} done on the same topic in these weeks: what is measured came of all of them."
        )
    if one.narrower:
        said.append(f"Too little after it is about “{one.narrower}”, which holds most of its evidence; so its whole topic is measured.")
    if found.answer in (Answer.BETTER, Answer.WORSE) and found.season is not None:
        said.append(f"In the same weeks of the year before it moved {signed(found.season)} points as well; that is taken away.")
    if found.measured and found.volume is not None:
        said.append(
            f"Beside the others its volume is {found.volume:.1f} times what it was: it may be another season, and the data hold no year before."
        )
    if gap := sum(found.gap_days):
        said.append(f"{counted(gap, 'day').capitalize()} of these weeks hold no conversation at all, as though data were missing.")
    return said


def not_counted(found: Sequence[Outcome], rate: Rate, total: Gained | None) -> list[tuple[Outcome, str]]:
    """The actions that were to move a rate and are not in the total, each with the reason."""
    counts = {each.topic_id: each for each in total.actions} if total else {}
    left = []
    for each in found:
        winner = counts.get(each.topic_id)
        if each.rate is not rate or winner is each:
            continue
        same = winner is not None and each.effect.answer is Answer.BETTER
        left.append((each, f"on the same topic as “{winner.title}”, which gained more" if same and winner else reason(each)))
    return left


def reason(one: Outcome) -> str:
    """Why an action alone does not count."""
    said = short(one)
    return f"{said[0].lower()}{said[1:]}"


def told(found: Sequence[Outcome]) -> str:
    """How many worked and how many did not."""
    groups = (
        ((Answer.BETTER,), "worked"),
        ((Answer.NO_CLEAR_CHANGE,), "shows no effect", "show no effect"),
        ((Answer.WORSE,), "got worse"),
        ((Answer.NOT_ENOUGH, Answer.DATA_END_BEFORE), "waits for data", "wait for data"),
        ((Answer.NOTHING_UNTOUCHED, Answer.TOPIC_GONE), "cannot be told"),
    )
    counts = [(sum(each.effect.answer in answers for each in found), words) for answers, *words in groups]
    return ", ".join(f"{WORDS[count] if count < len(WORDS) else count} {words[min(count, len(words)) - 1]}" for count, words in counts if count)


def ends(found: Effect) -> str:
    """Both ends of the interval of an effect."""
    return f"{signed(found.low)} to {signed(found.high)}"


def signed(points: float | None) -> str:
    """Points with their sign.

    >>> signed(2.61), signed(-0.3), signed(None)
    ('+2.6', '−0.3', '–')
    """
    if points is None:
        return "–"
    shown = f"{abs(points):.1f}"
    return "0.0" if shown == "0.0" else ("+" if points > 0 else MINUS) + shown


def day_text(day: date) -> str:
    r"""A day as people write it.

    >>> day_text(date(2026, 11, 5))
    '5\xa0Nov\xa02026'
    """
    return f"{day.day}{SPACE}{day:%b}{SPACE}{day.year}"
