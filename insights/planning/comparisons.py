"""How things are compared, as sentences for the Method page; the numbers are those that the code uses."""

from __future__ import annotations

from dataclasses import dataclass

from insights.planning import agreement, backtest, change, comparison, difference, effect, learning, reached, recalibration, shifts, standout
from insights.planning.assumptions import share


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, how, and from how many conversations on."""

    name: str
    how: str
    least: str


COMPARISONS = (
    Comparison(
        "Teams, channels, bot and people",
        "Each against all others on the same mix of topics: scores per subtopic, averaged with the shares that the subtopics have in "
        "all conversations "
        "(direct standardisation). The raw difference stands beside it.",
        f"{comparison.FEWEST} ratings of both in a subtopic, {comparison.FEWEST_OF_A_SIDE} of a side.",
    ),
    Comparison(
        "Two periods",
        "The change is what other shares of the topics alone would have changed, and what other scores within them did, both at the mean of the two "
        "periods (Kitagawa, 1955), so that nothing is left over. The second part is split by the reasons of low ratings as well.",
        f"{change.FEWEST} ratings in each.",
    ),
    Comparison(
        "A topic's reasons with those of all others",
        "A difference of two shares with the interval of Agresti and Caffo (2000), made wider for the number of pairs that are looked "
        "at (Bonferroni).",
        f"{standout.FEWEST} low ratings in the topic and elsewhere.",
    ),
    Comparison(
        "Our ratings with yours",
        "You rate without seeing ours. The sample takes each of our ratings equally often, and every answer counts for as many "
        "conversations as it stands "
        f"for. Quadratic-weighted κ has a bootstrap interval of {agreement.ROUNDS:,} samples.",
        f"{agreement.FEWEST} ratings.",
    ),
    Comparison(
        "Our scale with your customers' scale",
        f"The order of conversations stays, only the four limits between ratings move: from {recalibration.FEWEST_FOR_EACH} ratings on each limit to "
        f"where as many lie above it as people rated so high, from {recalibration.FEWEST} on all by the same step. What it brings is measured on "
        f"ratings that it was not learnt from ({recalibration.FOLDS} folds). You switch it on.",
        f"{recalibration.FEWEST} ratings.",
    ),
    Comparison(
        "Our resolutions and kinds of work with yours",
        "What you corrected, said blind or confirmed, a conversation once for each label, beside what the judge said. Blind answers count for as "
        f"many conversations as they stand for. Kappa (Cohen, 1960) has a bootstrap interval of {agreement.ROUNDS:,} samples.",
        f"{agreement.FEWEST} answers.",
    ),
    Comparison(
        "Labels that learn from you",
        "Whether it was solved, how, each kind of work and whether there is a request are questions that the judge answers with a chance. Your "
        "answers shift the log-odds of each (the most likely shift, held back by the judge), and what then passes the limit changes. Corrections "
        "tell which way the judge errs, blind answers how often; until there are some, the judge's own chances say that. A question is learnt only "
        f"where it answers better on answers left out ({shifts.FOLDS} folds). You switch it on; taking an answer back takes back what it taught.",
        f"{learning.FEWEST} answers.",
    ),
    Comparison(
        "Before and after a done action",
        f"Its topic's rate in up to {difference.MOST_WEEKS} whole weeks after against as many before, less what the topics that nobody touched did "
        "meanwhile (difference in differences). How differently those moved among themselves widens the interval (random effects, "
        "DerSimonian and Laird, "
        "1986). Where the data reach back a year, what the same weeks did then is taken away.",
        f"{effect.FEWEST} conversations and {effect.FEWEST_WEEKS} weeks on either side, {difference.FEWEST_OTHERS} untouched topics.",
    ),
    Comparison(
        "Predicted and reached",
        "Every stated potential is kept with its day, its interval and what it assumed. It is held against later conversations once "
        f"{share(reached.READY)} of what it assumed is there and an AI agent answers {share(reached.ANSWERED)} of them; until then only that nothing "
        "changes by itself is.",
        f"{reached.FEWEST} later conversations.",
    ),
    Comparison(
        "Back-test",
        f"The first {share(backtest.EARLIER_SHARE)} of the days that a bot answered predict the rest, beside the rule that everything "
        "stays as it was.",
        f"{backtest.FEWEST_A_SIDE} conversations in either part.",
    ),
)
