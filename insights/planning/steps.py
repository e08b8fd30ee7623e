"""What support did to solve requests, mined from its own words: steps, how many conversations show them, and in which order they come."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from insights.model import Role

LEAST_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Step:
    """Something that support does, as an instruction, and the words that show that it was done. `check` marks a branch rather than a deed."""

    text: str
    words: str
    check: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A step with how many of the conversations show it, and where in them it stands (0 first, 1 last)."""

    step: Step
    conversations: int
    share: float
    place: float


STEPS = (
    Step(
        "Ask for the order, account or reference number.",
        r"(?:order|account|reference|booking|customer|invoice|ticket|policy)\s(?:number|id|no\b)|"
        r"bestellnummer|kundennummer|numéro de|número de|numero d'ordine",
    ),
    Step(
        "Verify who the customer is (name, e-mail, date of birth or postcode).",
        r"verify|confirm your (?:name|email|identity|address|details)|date of birth|"
        r"postcode|zip code|security question|identität|vérifier votre identité",
    ),
    Step("Ask for a photo, a screenshot or another proof.", r"\bphoto|picture|screenshot|proof of|copy of your|bild\b|capture d'écran|foto"),
    Step(
        "Look up the case in the system.",
        r"(?:let me|i'?ll|i will|i'?m|just) (?:\w+ )?(?:check|look|pull|checking|looking)|"
        r"i (?:can )?see (?:that|your|here|the)|i (?:have |'ve )?(?:checked|looked)|"
        r"ich sehe|je vois|veo que|vedo che|ik zie",
    ),
    Step(
        "Check whether the rules allow it (time limit, condition, plan).",
        r"within \d+ days|eligible|policy|entitled|warranty|(?:after|before) the (?:deadline|cut-?off)|terms",
        check=True,
    ),
    Step(
        "Tell the customer what it costs, or that it is free.", r"free of charge|no charge|fee\b|fees\b|costs?\b|kostenlos|gratis|gratuit", check=True
    ),
    Step(
        "Offer alternatives and let the customer choose.",
        r"would you (?:like|prefer)|you can (?:either|choose)|alternatively|option|möchten sie|préférez",
    ),
    Step(
        "Cancel it.",
        r"(?:have|'ve|has been|is now|i) cancel+ed|cancellation (?:is|has)|"
        r"storniert|annulé|cancelad|annullat|geannuleerd",
    ),
    Step(
        "Issue the refund or credit.",
        r"(?:have|'ve|has been|is now|i|been) (?:refunded|credited|waived|reversed)|"
        r"refund (?:is|has|of|will|should)|issued (?:a|the|your)|erstattet|"
        r"remboursé|reembols|rimborsat",
    ),
    Step(
        "Send a replacement.",
        r"replacement (?:is|has|will|left|order)|(?:sent|sending|send) (?:you )?(?:a|an|another) (?:new|replacement)|"
        r"reshipp?ed|ersatz",
    ),
    Step(
        "Change the record.",
        r"(?:have|'ve|has been|is now|i) (?:\w+ )?(?:changed|updated|moved|switched|rescheduled|corrected|added|removed|applied)|"
        r"geändert|modifié|actualizad|aggiornat",
    ),
    Step(
        "Reset or unlock the access.",
        r"(?:have|'ve|has been|i|is) (?:reset|unlocked|re-?enabled|reactivated)|"
        r"reset (?:link|email)|zurückgesetzt|réinitialis",
    ),
    Step(
        "Send the link, label or document.",
        r"(?:sent|sending|send|emailed|e-mailed|forwarded) (?:you |it |the |a |an |your )+|"
        r"here(?:'s| is) (?:the|your|a) (?:link|label)|attached|geschickt|"
        r"envoyé|enviado",
    ),
    Step(
        "Pass it on to a colleague or another team.",
        r"escalat|(?:passed|forwarded|handed|transferr?(?:ed|ing)).{0,30}(?:team|colleague|department|specialist|manager)|"
        r"weitergeleitet|transmis",
    ),
    Step("Promise a follow-up with a date.", r"(?:get|come) back to you|will (?:let you know|update you|be in touch)|melde mich|je reviens vers"),
    Step(
        "Confirm what was done and how long it takes.",
        r"(?:takes?|within|in) (?:\d+|a few|three|five|ten|two)(?:\s?(?:to|-|–)\s?\d+)? (?:business |working )?(?:hours|days|minutes|weeks)|"
        r"werktage|jours ouvr",
    ),
)


def steps_of(said: pd.DataFrame) -> tuple[list[Seen], int]:
    """The steps that agents took, in the order in which they usually come, and in how many conversations an agent wrote at all."""
    replies = said[said["author_role"] == str(Role.AGENT)]
    total = len(replies["row"].unique())
    if not total:
        return [], 0
    last = replies.groupby("row")["turn"].transform("max").clip(lower=1)
    place = (replies["turn"] / last).to_numpy()
    text = replies["text"].str.lower()
    found = []
    for step in STEPS:
        shown = text.str.contains(step.words, regex=True).to_numpy(dtype=bool)
        conversations = replies.loc[shown, "row"].nunique()
        if conversations >= max(2, LEAST_SHARE * total):
            found.append(Seen(step, conversations, conversations / total, float(place[shown].mean())))
    return sorted(found, key=lambda seen: (seen.place, seen.step.text)), total
