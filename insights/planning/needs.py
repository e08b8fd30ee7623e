"""What each conversation needs, one line per need: an answer, something looked up, something done.

Articles: the best article that the judge found, where it answers; the same article improved where it answers only partly, is outdated or was
contradicted by support; else one missing article per subtopic. One article closes the gaps of a subtopic: the one that most of its gaps are about.
Tools: those that the judge named, as far as the kinds of work call for them and a tenth of the subtopic shares them, each there or missing as the
list of tools says. Where it named none, the tool of that type that most of the same subtopic or topic needs; where there is none either, the request
itself says what is needed: a thing to look up (`personalised`), a verb and a thing (`action`); such a need always counts as missing.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from insights.model import EnablerType, Kind
from insights.planning.article_states import settled
from insights.planning.labelled import ArticleState, Labelled
from insights.planning.lexicon import THINGS, VERBS, Thing, Verb, pattern, with_article

READING = ("get", "list", "check", "find", "search", "lookup", "fetch", "read", "show", "view")
FEWEST_NEIGHBOURS = 3
LEAST_SHARED = 0.1
LOOK_UP, IMPROVE = "Look up ", "improve"
IMPROVING = {ArticleState.PARTLY: "Complete", ArticleState.OUTDATED: "Update", ArticleState.CONTRADICTED: "Correct"}
READ_LENGTH = 200
"""Characters of a request that are searched for its verb and its thing: what is wanted stands at the front."""


def needs(labels: Labelled, articles: pa.Table, tools: pa.Table) -> pd.DataFrame:
    """One line per need of an eligible conversation: `row type key name exists`, in the order of rows."""
    called = likely(called_for(named_tools(labels, tools), labels.frame), labels.frame)
    asked = as_neighbours(inferred(labels, called), called, labels.frame)
    told = settled(labels)
    answered, gaps = existing_articles(told, articles), pd.concat([articles_to_improve(told), missing_articles(told)])
    gaps = as_neighbours(gaps, pd.concat([answered, gaps]), labels.frame, levels=("subtopic_id",))
    found = pd.concat([answered, gaps, called, asked])
    eligible = labels.frame["eligible"].to_numpy()[found["row"].to_numpy()]
    return found[eligible].drop_duplicates(["row", "type", "key"]).sort_values(["row", "type", "key"], kind="stable", ignore_index=True)


def certain(labels: Labelled, tools: pa.Table) -> np.ndarray:
    """Of which conversations the judge itself, without what others show, says that every article and tool is there."""
    named = named_tools(labels, tools)
    found = (~labels.frame[Kind.INFORMATIONAL] | (labels.frame["article_state"] == ArticleState.ANSWERED)).to_numpy(copy=True)
    found[named.loc[~named["exists"].to_numpy(dtype=bool), "row"].to_numpy()] = False
    return found


def existing_articles(labels: Labelled, articles: pa.Table) -> pd.DataFrame:
    """The best article of each informational conversation that it answers."""
    titles = pd.Series(articles["title"].to_pylist(), index=articles["id"].to_pylist(), dtype="str")
    part = informed(labels, (ArticleState.ANSWERED,))
    part = part[part["article"].isin(titles.index)]
    return lines(part.index.to_numpy(), EnablerType.ARTICLE, part["article"], part["article"].map(titles), exists=True)


def articles_to_improve(labels: Labelled) -> pd.DataFrame:
    """The best article of each informational conversation that it answers partly, wrongly by now, or otherwise than support did."""
    part = informed(labels, tuple(IMPROVING))
    name = part["article_state"].map(pd.Series(IMPROVING)) + " “" + part["article"].map(pd.Series(labels.titles, dtype="str")) + "”"
    # One article is one thing to improve, whatever is wrong with it: it is called after what is wrong most often.
    usual = name.groupby(part["article"]).agg(lambda names: names.value_counts().sort_index().idxmax()) if len(part) else name
    return lines(part.index.to_numpy(), EnablerType.ARTICLE, IMPROVE + " " + part["article"], part["article"].map(usual), exists=False)


def missing_articles(labels: Labelled) -> pd.DataFrame:
    """A missing article per subtopic, for informational conversations that no article answers."""
    part = informed(labels, (ArticleState.MISSING,))
    where, name = part["subtopic_id"].fillna(part["topic_id"]), part["subtopic"].fillna(part["topic"])
    return lines(part.index.to_numpy(), EnablerType.ARTICLE, "new " + where, "Article: " + name, exists=False)


def informed(labels: Labelled, states: tuple[str, ...]) -> pd.DataFrame:
    """The informational conversations whose article is in one of these states."""
    return labels.frame[labels.frame[Kind.INFORMATIONAL] & labels.frame["article_state"].isin(states)]


def named_tools(labels: Labelled, tools: pa.Table) -> pd.DataFrame:
    """The tools that the judge named; one that is on no list is missing, and reads if its name begins like that."""
    named = labels.tools
    kinds = pd.Series(tools["type"].to_pylist(), index=tools["name"].to_pylist(), dtype="str")
    there = pd.Series(tools["available"].to_pylist(), index=tools["name"].to_pylist(), dtype="object")
    reads = named["tool"].str.lower().str.startswith(READING).to_numpy(dtype=bool)
    guess = pd.Series(np.where(reads, EnablerType.READ, EnablerType.WRITE), index=named.index, dtype="str")
    found = lines(named["row"].to_numpy(), EnablerType.READ, named["tool"], named["tool"], exists=False)
    return found.assign(
        type=named["tool"].map(kinds).astype("str").fillna(guess).to_numpy(),
        exists=named["tool"].map(there).astype("object").fillna(value=False).astype(bool).to_numpy(),
    )


def called_for(called: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """The tools that the kinds of work call for: only an action writes, and what an article tells everybody alike is not looked up."""
    part = frame.iloc[called["row"].to_numpy()]
    reads = (called["type"] == EnablerType.READ).to_numpy()
    nowhere = (part["article_state"] == ArticleState.MISSING).to_numpy()
    return called[part[Kind.ACTION].to_numpy() | (reads & (part[Kind.PERSONALISED].to_numpy() | nowhere))]


def likely(called: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Without tools that next to nobody else with the same subtopic needs: there a word led the judge astray."""
    sizes = frame.loc[frame["eligible"], "subtopic_id"].value_counts()
    group = frame["subtopic_id"].to_numpy(dtype=object)[called["row"].to_numpy()]
    users = called.assign(group=group).groupby(["group", "type", "key"])["row"].transform("nunique")
    return called[~(users < LEAST_SHARED * sizes.reindex(group).to_numpy()).to_numpy()]


def as_neighbours(
    needs: pd.DataFrame, called: pd.DataFrame, frame: pd.DataFrame, levels: Sequence[str] = ("topic_id", "subtopic_id")
) -> pd.DataFrame:
    """Needs become those for what most of the `called` ones of their type are for: at the last of these levels that has one."""
    found = needs.reset_index(drop=True)
    for level in levels:
        group = frame[level].to_numpy(dtype=object)
        usual = most_needed(called.assign(group=group[called["row"].to_numpy()]))
        of = pd.DataFrame({"group": group[found["row"].to_numpy()], "type": found["type"]}).merge(usual, on=["group", "type"], how="left")
        known = of["key"].notna()
        found = found.assign(**{name: of[name].where(known, found[name]) for name in ("key", "name", "exists")})
    return found.assign(exists=found["exists"].astype(bool))


def most_needed(called: pd.DataFrame) -> pd.DataFrame:
    """`group type key name exists`: the thing that at least half of a group's named needs of a type are for."""
    counts = called.groupby(["group", "type", "key", "name", "exists"], as_index=False, sort=True).size()
    counts = counts.assign(total=counts.groupby(["group", "type"])["size"].transform("sum"))
    most = counts[(counts["size"] >= FEWEST_NEIGHBOURS) & (counts["size"] * 2 >= counts["total"])]
    return most.sort_values("size", ascending=False, kind="stable").drop_duplicates(["group", "type"]).drop(columns=["size", "total"])


def inferred(labels: Labelled, called: pd.DataFrame) -> pd.DataFrame:
    """What the requests say they need, where the judge named no tool to read, or none to act."""
    frame = labels.frame
    unread, undone = np.ones((2, len(frame)), dtype=bool)
    unread[called.loc[called["type"] == EnablerType.READ, "row"].to_numpy()] = False
    undone[called.loc[called["type"] == EnablerType.WRITE, "row"].to_numpy()] = False
    reading = np.flatnonzero(unread & frame[Kind.PERSONALISED].to_numpy())
    doing = np.flatnonzero(undone & frame[Kind.ACTION].to_numpy())
    asked = frame["question"].fillna("").str.slice(0, READ_LENGTH).str.lower()
    thing = first_of(asked.iloc[reading], THINGS)
    look_up = {each.name: f"{LOOK_UP}{with_article(each.name)}" for each in THINGS}
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
