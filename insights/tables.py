"""Every table that is kept or handed on: its columns, their types (DuckDB's words) and what they mean. Standard library only.

The import files, the snapshot, the judges' output and the command line's tables are all built from these records, so that a column has one
name and one type everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its DuckDB type and its meaning."""

    name: str
    type: str
    help: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns and what a row is."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


ID = Column("conversation_id", "VARCHAR", "the conversation")

CONVERSATIONS = Table(
    "conversations",
    "conversation",
    (
        ID,
        Column("source", "VARCHAR", "reader that made it: native, table, mailbox, or the system's name"),
        Column("import_id", "VARCHAR", "the import that it came with"),
        Column("content_hash", "VARCHAR", "hash of what is stored, to tell new from unchanged"),
        Column("url", "VARCHAR", "where it can be opened in the source system"),
        Column("channel", "VARCHAR", "chat, email, phone, social, other"),
        Column("subject", "VARCHAR", "subject line"),
        Column("started_at", "TIMESTAMP", "first message, UTC"),
        Column("ended_at", "TIMESTAMP", "last message, UTC"),
        Column("customer_id", "VARCHAR", "the customer, as the source names them"),
        Column("team", "VARCHAR", "the team that handled it"),
        Column("language", "VARCHAR", "BCP-47, given or detected"),
        Column("state", "VARCHAR", "the source's own state"),
        Column("tags", "VARCHAR[]", "the source's own tags"),
        Column("csat", "INTEGER", "surveyed rating 1 to 5"),
        Column("csat_comment", "VARCHAR", "what the customer wrote in the survey"),
        Column("handled_by", "VARCHAR", "bot, agent, both, nobody"),
        Column("turns", "INTEGER", "messages that are not internal"),
        Column("first_reply_seconds", "DOUBLE", "first customer message to first reply of bot or agent"),
        Column("attributes", "VARCHAR", "every other key of the source, as JSON"),
    ),
)

MESSAGES = Table(
    "messages",
    "message",
    (
        ID,
        Column("turn", "INTEGER", "place in the conversation, from 0"),
        Column("author_role", "VARCHAR", "customer, agent, bot, system"),
        Column("author", "VARCHAR", "short name"),
        Column("sent_at", "TIMESTAMP", "UTC"),
        Column("text", "VARCHAR", "plain text, redacted"),
        Column("internal", "BOOLEAN", "an internal note: kept, never scored"),
    ),
)

REJECTS = Table(
    "rejects",
    "row not imported",
    (
        Column("file", "VARCHAR", "the file, or the member of an archive"),
        Column("row", "BIGINT", "its row or record, from 1"),
        Column("reason", "VARCHAR", "why, in the user's words"),
        Column("raw", "VARCHAR", "the row as it was, cut to 2,000 characters"),
    ),
)

ARTICLES = Table(
    "articles",
    "help article",
    (
        Column("id", "VARCHAR", "the article"),
        Column("title", "VARCHAR", "title"),
        Column("body", "VARCHAR", "plain text"),
        Column("url", "VARCHAR", "where it is published"),
    ),
)

TOOLS = Table(
    "tools",
    "API",
    (
        Column("name", "VARCHAR", "name"),
        Column("description", "VARCHAR", "what it does"),
        Column("type", "VARCHAR", "read or write"),
        Column("available", "BOOLEAN", "an AI agent can call it today"),
        Column("entity", "VARCHAR", "what it is about, in one word; empty where not known"),
        Column("fields", "VARCHAR[]", "what it gives (read) or takes (write), where known"),
    ),
)

TOPICS = Table(
    "topics",
    "topic or subtopic",
    (
        Column("topic_id", "VARCHAR", "stable id; 'other' for what fits nowhere"),
        Column("parent_id", "VARCHAR", "the topic of a subtopic, null for a topic"),
        Column("name", "VARCHAR", "short noun phrase"),
        Column("description", "VARCHAR", "one line"),
        Column("keywords", "VARCHAR[]", "words that set it apart"),
        Column("typical", "VARCHAR[]", "ids of three conversations at its centre"),
        Column("odd", "VARCHAR[]", "ids of two conversations at its edge"),
    ),
)

LABELS_TOPIC = Table(
    "labels_topic",
    "conversation",
    (
        ID,
        Column("topic_id", "VARCHAR", "topic"),
        Column("subtopic_id", "VARCHAR", "subtopic, null where the topic has none"),
        Column("topic_confidence", "DOUBLE", "0 to 1"),
        Column("topic_judge", "VARCHAR", "judge and version"),
    ),
)

LABELS_WORK = Table(
    "labels_work",
    "conversation",
    (
        ID,
        Column("kinds", "VARCHAR[]", "kinds of work; empty for no_request"),
        Column("p_informational", "DOUBLE", "probability"),
        Column("p_personalised", "DOUBLE", "probability"),
        Column("p_action", "DOUBLE", "probability"),
        Column("p_human", "DOUBLE", "probability"),
        Column("p_request", "DOUBLE", "probability that there is a request at all"),
        Column("human_cause", "VARCHAR", "why a person is needed, null where none is"),
        Column("work_turns", "INTEGER[]", "turns that decided"),
        Column("question", "VARCHAR", "the customer's request in their own words, cut to 300 characters"),
        Column("articles", "VARCHAR[]", "ids of articles that answer it, best first"),
        Column("article_gap", "BOOLEAN", "an answer is needed and no article has it: its state is not answered"),
        Column("article_state", "VARCHAR", "answered, partly, outdated, contradicted, missing; null where no such answer is needed"),
        Column("article_nearest", "VARCHAR", "id of the article that the state is about, null where none is near"),
        Column("article_turn", "INTEGER", "the agent's turn that shows the state, null where none does"),
        Column("tools", "VARCHAR[]", "names of tools needed"),
        Column("work_judge", "VARCHAR", "judge and version"),
    ),
)

LABELS_EXPERIENCE = Table(
    "labels_experience",
    "conversation",
    (
        ID,
        Column("resolution", "VARCHAR", "confirmed, assumed, unresolved, pending; null for no_request"),
        Column("p_resolved", "DOUBLE", "probability of confirmed or assumed"),
        Column("resolution_confidence", "DOUBLE", "probability of the resolution stated"),
        Column("rating", "INTEGER", "1 to 5, null where not scored"),
        Column("rating_expected", "DOUBLE", "expected value of the rating, 1 to 5"),
        Column("rating_confidence", "DOUBLE", "probability of the rating stated"),
        Column("not_scored", "VARCHAR", "cause, null where scored"),
        Column("sentiment_start", "DOUBLE", "-1 to 1, first customer turns"),
        Column("sentiment_end", "DOUBLE", "-1 to 1, last customer turns"),
        Column("effort", "DOUBLE", "0 (none) to 1 (a lot): repeats, transfers, contacts, turns, waits"),
        Column("service_quality", "DOUBLE", "0 to 1: the replies addressed the request and were clear"),
        Column("resolution_turn", "INTEGER", "turn that decided the resolution, null where none"),
        Column("experience_judge", "VARCHAR", "judge and version"),
    ),
)

REASONS = Table(
    "reasons",
    "reason of a rating",
    (
        ID,
        Column("reason", "VARCHAR", "name"),
        Column("sign", "INTEGER", "1 positive, -1 negative"),
        Column("owner", "VARCHAR", "who could change it: agent, bot, product, policy, customer_situation; null for positive"),
        Column("turn", "INTEGER", "turn of the quote"),
        Column("quote", "VARCHAR", "verbatim from that turn"),
    ),
)

ENABLERS = Table(
    "enablers",
    "thing to build",
    (
        Column("enabler_id", "VARCHAR", "stable id, 'article:…', 'read:…' or 'write:…'"),
        Column("name", "VARCHAR", "what it is"),
        Column("type", "VARCHAR", "article, read, write"),
        Column("exists", "BOOLEAN", "there already"),
        Column("topic_id", "VARCHAR", "topic that needs it most"),
        Column("conversations", "INTEGER", "conversations that need it"),
        Column("gain_points", "DOUBLE", "points of automation rate, counted after those above it"),
        Column("gain_low", "DOUBLE", "lower end of the 90 % interval"),
        Column("gain_high", "DOUBLE", "upper end"),
        Column("effort", "VARCHAR", "S, M, L"),
        Column("rank", "INTEGER", "order of building, by gain per effort; null where it exists"),
    ),
)

PREDICTIONS = Table(
    "predictions",
    "conversation",
    (
        ID,
        Column("eligible", "BOOLEAN", "has a request"),
        Column("automated", "BOOLEAN", "resolved by the bot today, no agent message"),
        Column("work_class", "VARCHAR", "kinds joined by +, the stratum of the priors"),
        Column("needs", "VARCHAR[]", "ids of all enablers that it needs"),
        Column("missing", "VARCHAR[]", "ids of those that do not exist"),
        Column("rung", "INTEGER", "rung that unlocks it: 0 today, 1 articles, 2 read APIs, 3 write APIs, 4 people"),
        Column("p_today", "DOUBLE", "P(an AI agent resolves it with what exists)"),
        Column("p_potential", "DOUBLE", "P(an AI agent resolves it with all enablers)"),
    ),
)

ACTIONS = Table(
    "actions",
    "next action",
    (
        Column("action_id", "VARCHAR", "stable id"),
        Column("rank", "INTEGER", "order, by expected gain per effort"),
        Column("type", "VARCHAR", "action type"),
        Column("title", "VARCHAR", "what to do"),
        Column("topic_id", "VARCHAR", "topic"),
        Column("enabler_id", "VARCHAR", "the enabler that it builds, null for others"),
        Column("gain_points", "DOUBLE", "points of automation rate, after the actions above it"),
        Column("gain_low", "DOUBLE", "lower end of the 90 % interval"),
        Column("gain_high", "DOUBLE", "upper end"),
        Column("cx_points", "DOUBLE", "points of CX score"),
        Column("cx_low", "DOUBLE", "lower end of the 90 % interval"),
        Column("cx_high", "DOUBLE", "upper end"),
        Column("conversations_per_month", "DOUBLE", "conversations unlocked a month"),
        Column("effort", "VARCHAR", "S, M, L"),
        Column("confidence", "VARCHAR", "High, Medium, Low"),
        Column("conversations", "INTEGER", "conversations that prove it"),
        Column("why", "VARCHAR", "why this rank, in one sentence"),
        Column("draft", "VARCHAR", "Markdown"),
    ),
)

EVIDENCE = Table(
    "evidence",
    "action and conversation that proves it",
    (
        Column("action_id", "VARCHAR", "the action"),
        ID,
        Column("quote", "VARCHAR", "verbatim, null for most"),
    ),
)

META = Table(
    "meta",
    "fact about the snapshot",
    (
        Column("key", "VARCHAR", "name"),
        Column("value", "VARCHAR", "value as JSON"),
    ),
)

SNAPSHOT = (
    CONVERSATIONS,
    MESSAGES,
    ARTICLES,
    TOOLS,
    TOPICS,
    LABELS_TOPIC,
    LABELS_WORK,
    LABELS_EXPERIENCE,
    REASONS,
    ENABLERS,
    PREDICTIONS,
    ACTIONS,
    EVIDENCE,
    META,
)
