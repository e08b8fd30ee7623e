"""What each conversation needs, one line per need: an answer, something looked up, something done.

Articles: the best article that the judge found, unless it says that the answer has a gap; then one missing article per subtopic.
Tools: those that the judge named, each there or missing as the list of tools says. Where it named none, the request itself says what is needed:
a thing to look up (`personalised`), a verb and a thing (`action`); such a need always counts as missing.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from insights.model import EnablerType, Kind
from insights.planning.labelled import Labelled
from insights.planning.lexicon import THINGS, VERBS, Thing, Verb, pattern, with_article

READING = ("get", "list", "check", "find", "search", "lookup", "fetch", "read", "show", "view")
READ_LENGTH = 200
"""Characters of a request that are searched for its verb and its thing: what is wanted stands at the front."""


def needs(labels: Labelled, articles: pa.Table, tools: pa.Table) -> pd.DataFrame:
    """One line per need of an eligible conversation: `row type key name exists`, in the order of rows."""
    found = pd.concat([existing_articles(labels, articles), missing_articles(labels), named_tools(labels, tools), inferred(labels)])
    eligible = labels.frame["eligible"].to_numpy()[found["row"].to_numpy()]
    return found[eligible].drop_duplicates(["row", "type", "key"]).sort_values(["row", "type", "key"], kind="stable", ignore_index=True)


def existing_articles(labels: Labelled, articles: pa.Table) -> pd.DataFrame:
    """The best article of each informational conversation whose answer has no gap."""
    titles = pd.Series(articles["title"].to_pylist(), index=articles["id"].to_pylist(), dtype="str")
    best = labels.articles.drop_duplicates("row")
    wanted = answered(labels.frame)[best["row"].to_numpy()] & best["article"].isin(titles.index).to_numpy()
    best = best[wanted]
    return lines(best["row"].to_numpy(), EnablerType.ARTICLE, best["article"], best["article"].map(titles), exists=True)


def answered(frame: pd.DataFrame) -> np.ndarray:
    """Informational conversations for which an article may have the whole answer."""
    return frame[Kind.INFORMATIONAL].to_numpy() & ~frame["article_gap"].to_numpy()


def missing_articles(labels: Labelled) -> pd.DataFrame:
    """A missing article per subtopic, for informational conversations without an article or with a gap."""
    frame = labels.frame
    covered = np.zeros(len(frame), dtype=bool)
    covered[labels.articles["row"].to_numpy()] = True
    rows = np.flatnonzero(frame[Kind.INFORMATIONAL].to_numpy() & ~(covered & ~frame["article_gap"].to_numpy()))
    part = frame.iloc[rows]
    return lines(rows, EnablerType.ARTICLE, part["subtopic_id"].fillna(part["topic_id"]), part["subtopic"].fillna(part["topic"]), exists=False)


def named_tools(labels: Labelled, tools: pa.Table) -> pd.DataFrame:
    """The tools that the judge named; one that is on no list is missing, and reads if its name begins like that."""
    named = labels.tools
    kinds = pd.Series(tools["type"].to_pylist(), index=tools["name"].to_pylist(), dtype="str")
    there = pd.Series(tools["available"].to_pylist(), index=tools["name"].to_pylist(), dtype="object")
    reads = named["tool"].str.lower().str.startswith(READING).to_numpy(dtype=bool)
    guess = pd.Series(np.where(reads, EnablerType.READ, EnablerType.WRITE), index=named.index, dtype="str")
    found = lines(named["row"].to_numpy(), EnablerType.READ, named["tool"], named["tool"], exists=False)
    return found.assign(
        type=named["tool"].map(kinds).fillna(guess).to_numpy(),
        exists=named["tool"].map(there).fillna(value=False).astype(bool).to_numpy(),
    )


def inferred(labels: Labelled) -> pd.DataFrame:
    """What the requests say they need, where the judge named no tool."""
    frame = labels.frame
    unnamed = np.ones(len(frame), dtype=bool)
    unnamed[labels.tools["row"].to_numpy()] = False
    reading = np.flatnonzero(unnamed & frame[Kind.PERSONALISED].to_numpy())
    doing = np.flatnonzero(unnamed & frame[Kind.ACTION].to_numpy())
    asked = frame["question"].fillna("").str.slice(0, READ_LENGTH).str.lower()
    thing = first_of(asked.iloc[reading], THINGS)
    look_up = {each.name: f"Look up {with_article(each.name)}" for each in THINGS}
    verb, target = first_of(asked.iloc[doing], VERBS), first_of(asked.iloc[doing], THINGS)
    usual = {each.name: each.thing for each in VERBS}
    target = target.where(target != verb, None).fillna(verb.map(pd.Series(usual)))
    done = (verb.str.capitalize() + " " + target.map(pd.Series({each.name: with_article(each.name) for each in THINGS}))).where(verb.notna())
    key = (verb + " " + target).where(verb.notna())
    return pd.concat(
        [
            of_topic(frame.iloc[reading], EnablerType.READ, thing, thing.map(pd.Series(look_up)), "Look up data for"),
            of_topic(frame.iloc[doing], EnablerType.WRITE, key, done, "Carry out requests on"),
        ]
    )


def of_topic(part: pd.DataFrame, kind: EnablerType, key: pd.Series, name: pd.Series, otherwise: str) -> pd.DataFrame:
    """Needs by key and name; those of the topic where the request named nothing that we know."""
    return lines(part.index.to_numpy(), kind, key.fillna("topic " + part["topic_id"]), name.fillna(otherwise + " " + part["topic"]), exists=False)


def first_of(texts: pd.Series, known: tuple[Thing, ...] | tuple[Verb, ...]) -> pd.Series:
    """The name of what each text names first; missing where it names none."""
    names = {stem: each.name for each in known for stem in each.stems}
    words = pc.extract_regex(pa.array(texts, pa.string()), pattern=f"(?P<word>{pattern(tuple(names))})")
    found = words.field("word") if len(words) else pa.array([], pa.string())
    valid = words.is_valid().to_numpy(zero_copy_only=False)
    spoken = pd.Series(found.to_pandas().to_numpy(), index=texts.index, dtype="str").where(valid)
    return spoken.str.replace(r"\s", " ", regex=True).map(pd.Series(names)).astype("str")


def lines(rows: np.ndarray, kind: EnablerType, key: pd.Series, name: pd.Series, *, exists: bool) -> pd.DataFrame:
    """Needs of one type."""
    return pd.DataFrame(
        {
            "row": rows.astype(np.int64),
            "type": pd.array([str(kind)] * len(rows), dtype="str"),
            "key": key.astype("str").to_numpy(),
            "name": name.astype("str").to_numpy(),
            "exists": np.full(len(rows), exists),
        }
    )
