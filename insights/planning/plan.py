"""From labels to a plan: what is needed, what that would bring, and what to do first."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from insights.planning.actions import Weights, actions, billed, evidence, months_of, worth_a_line
from insights.planning.candidates import Candidate, candidates
from insights.planning.enablers import Enablers, enablers
from insights.planning.labelled import Labelled, labelled, work_class
from insights.planning.naming import named
from insights.planning.needs import certain, needs
from insights.planning.potential import Rate
from insights.planning.predictions import predictions
from insights.planning.records import Plan, PlanInput
from insights.planning.uncertainty import relative
from insights.planning.voices import Library, Voices
from insights.planning.weighing import Promises, ordered


def plan(given: PlanInput) -> Plan:
    """The tables ENABLERS, PREDICTIONS, ACTIONS and EVIDENCE; the same for the same input."""
    labels = labelled(given)
    bodies = dict(zip(given.articles["id"].to_pylist(), given.articles["body"].to_pylist(), strict=True))
    tools = {tool["name"]: tool for tool in given.tools.to_pylist()}
    voices = Voices(labels, given.conversations, given.messages, Library(bodies, tools))
    found = named(enablers(needs(labels, given.articles, given.tools), labels.frame), voices, bodies)
    predicted, rates = predictions(labels.frame, found, certain(labels, given.tools))
    missing = predicted["missing"].combine_chunks().value_lengths().to_numpy(zero_copy_only=False).astype(np.int64)
    weights = weights_of(labels, rates)
    promises = Promises(labels, found, np.nan_to_num(predicted["p_potential"].to_numpy()))
    could = with_stated_efforts(candidates(labels, found, missing), found, given.efforts)
    wanted, rejected = apart(could, given.rejected)
    gains = ordered(wanted, promises, weights.eligible, weights.scored)
    last = ordered(rejected, promises, weights.eligible, weights.scored)
    kept = [*worth_a_line(gains, weights), *last]
    gains += last
    return Plan(billed(found, gains, weights), predicted, actions(kept, weights, found, voices), evidence(kept, labels, voices))


def weights_of(labels: Labelled, rates: Mapping[str, Rate]) -> Weights:
    """Denominators, the length of the period, and how far off the rates may be on average."""
    frame = labels.frame
    counts = work_class(frame)[frame["eligible"].to_numpy()].value_counts()
    errors = [(int(count), relative(rates[str(name)])) for name, count in counts.items()]
    total = sum(count for count, _ in errors)
    error = sum(count * each for count, each in errors) / total if total else 0.0
    return Weights(int(frame["eligible"].sum()), int(frame["rating"].notna().sum()), months_of(frame["started_at"]), error)


def with_stated_efforts(could: Sequence[Candidate], found: Enablers, efforts: Mapping[str, str]) -> list[Candidate]:
    """The candidates with the efforts that somebody stated for them or for what they build."""
    ids = found.bill["enabler_id"].tolist()
    built = [None if each.place is None else ids[each.place] for each in could]
    stated = [efforts.get(enabler or "", efforts.get(each.action_id, each.effort)) for each, enabler in zip(could, built, strict=True)]
    return [replace(each, effort=effort) for each, effort in zip(could, stated, strict=True)]


def apart(could: Sequence[Candidate], rejected: Mapping[str, float]) -> tuple[list[Candidate], list[Candidate]]:
    """What is proposed; and what was rejected and has not enough more evidence: it comes after all others and takes nothing from them."""
    proposed: list[Candidate] = []
    out: list[Candidate] = []
    for each in could:
        (out if len(each.rows) < rejected.get(each.action_id, 0) else proposed).append(each)
    return proposed, out
