"""Conversations whose rows lie in several files of one storage: put together when a file is imported, before anybody sees it.

Only tables with a row for each message may be split so; other files hold their conversations whole, and the later version counts. Each import keeps
beside what it shows the rows that came with its own file. So a file that changed takes the place of its own rows and of no others, and the same rows
in two files, as a new export of more days has them, are there once.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insights.model import Role
from insights.pipeline.reading import REPLIED, digest, first_reply
from insights.store import truth
from insights.store.schema import rows
from insights.store.uploads import Upload
from insights.tables import CONVERSATIONS, MESSAGES

SPLIT = "messages_table"
"""The only reader that can know a part of a conversation."""
OWN = "own_"
CONNECTION, FILE = 16, 8
LATEST = ("url", "team", "state", "customer_id", "language", "csat", "csat_comment")
Record = dict[str, object]


def upload_id(connection: str, key: str) -> str:
    """The id of an import, which says from which file of which connection it is."""
    file = blake2b(key.encode("utf-8", "replace"), digest_size=FILE // 2).hexdigest()
    return connection[:CONNECTION] + file + uuid4().hex[CONNECTION + FILE :]


def join(home: Path, imports: Sequence[str], upload: Upload, folder: Path) -> None:
    """Put what was laid ready in `folder` together with the rows of the same conversations that other files of its connection brought."""
    workspace, own_file = upload.workspace, upload.id[: CONNECTION + FILE]
    others = [each for each in imports if each.startswith(upload.id[:CONNECTION]) and not each.startswith(own_file)]
    if not others:
        return
    ids = pq.read_table(folder / "conversations.parquet", columns=["conversation_id"])["conversation_id"]
    found = truth.versions(home, workspace, others)
    found = found.filter(among(found, ids.combine_chunks()))
    if not found.num_rows:
        return
    newest: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, place in zip(found["conversation_id"].to_pylist(), found["place"].to_pylist(), strict=True):
        # Later imports of the same file take the place of earlier ones.
        newest[key][others[place][: CONNECTION + FILE]] = others[place]
    parts = {upload.id: (upload.name, *records(folder, newest))}
    for each in dict.fromkeys(name for files in newest.values() for name in files.values()):
        wanted = {key for key, files in newest.items() if each in files.values()}
        place = truth.imports_folder(home, workspace) / each
        told = json.loads((place / truth.DESCRIPTION).read_text(encoding="utf-8"))
        if told["look"]["source"] == SPLIT:
            parts[each] = (told["file"], *records(place, wanted))
    made, said = dict[str, Record](), dict[str, list[Record]]()
    for key, files in newest.items():
        several = [parts[name] for name in (*files.values(), upload.id) if name in parts]
        if len(several) > 1:
            made[key], said[key] = put_together(key, several, upload.id)
    _written(folder, made, said)


def among(table: pa.Table, keys: pa.Array) -> pa.ChunkedArray:
    """Which rows are of these conversations."""
    return pc.call_function("is_in", [table["conversation_id"]], pc.SetLookupOptions(value_set=keys))


def others_than(table: pa.Table, keys: pa.Array) -> pa.ChunkedArray:
    """Which rows are of none of them."""
    return pc.call_function("invert", [among(table, keys)])


def records(folder: Path, wanted: Iterable[str]) -> tuple[dict[str, Record], dict[str, list[Record]]]:
    """What the file of an import itself said of some conversations: each of them, and its messages."""
    keys = pa.array(sorted(wanted), pa.string())
    tables = []
    for name in ("conversations", "messages"):
        own, whole = folder / f"{OWN}{name}.parquet", pq.read_table(folder / f"{name}.parquet")
        table = whole.filter(among(whole, keys))
        if own.exists():
            # What was put together there holds rows of other files too.
            alone = pq.read_table(own)
            kept = table.filter(others_than(table, alone["conversation_id"].combine_chunks()))
            table = pa.concat_tables([kept, alone.filter(among(alone, keys))])
        tables.append(table.to_pylist())
    messages: defaultdict[str, list[Record]] = defaultdict(list)
    for message in tables[1]:
        messages[message["conversation_id"]].append(message)
    return {record["conversation_id"]: record for record in tables[0]}, messages


def put_together(
    key: str, parts: Sequence[tuple[str, Mapping[str, Record], Mapping[str, Sequence[Record]]]], upload: str
) -> tuple[Record, list[Record]]:
    """One conversation of its parts, each with the name of its file: the same whichever file came first."""
    parts = sorted(parts, key=lambda part: (str(part[1][key]["started_at"] or ""), part[0]))
    messages = united([part[2][key] for part in parts])
    last_first = sorted((part[1][key] for part in parts), key=lambda each: str(each["ended_at"] or ""), reverse=True)
    public = [message for message in messages if not message["internal"]]
    replied = frozenset(Role(str(message["author_role"])) for message in public) & {Role.BOT, Role.AGENT}
    tags = dict.fromkeys(tag for part in parts for tag in part[1][key]["tags"] or ())  # type: ignore[union-attr]
    record = {
        **parts[0][1][key],
        **{name: next((each[name] for each in last_first if each[name] is not None), None) for name in LATEST},
        "subject": next((part[1][key]["subject"] for part in parts if part[1][key]["subject"]), None),
        "ended_at": last_first[0]["ended_at"],
        "tags": list(tags),
        "handled_by": REPLIED[replied].value,
        "turns": len(public),
        "first_reply_seconds": first_reply(public),
    }
    del record["content_hash"], record["import_id"]
    return {**record, "content_hash": digest([record, messages]), "import_id": upload}, messages


def united(parts: Sequence[Sequence[Record]]) -> list[Record]:
    """The messages of all parts by time. One that several parts have is there as often as in the part that has it most often."""
    kept: list[Record] = []
    there: Counter[tuple[object, ...]] = Counter()
    for part in parts:
        here: Counter[tuple[object, ...]] = Counter()
        for message in part:
            same = tuple(message[name] for name in ("author_role", "sent_at", "text", "internal"))
            here[same] += 1
            if here[same] > there[same]:
                there[same] += 1
                kept.append(message)
    if all(message["sent_at"] for message in kept):
        kept.sort(key=lambda message: str(message["sent_at"]))
    return [{**message, "turn": turn} for turn, message in enumerate(kept)]


def _written(folder: Path, made: Mapping[str, Record], said: Mapping[str, Sequence[Record]]) -> None:
    """Put the conversations in the place of what the file alone said of them, which is kept beside."""
    for table, name, records_made in (
        (CONVERSATIONS, "conversations", list(made.values())),
        (MESSAGES, "messages", [message for messages in said.values() for message in messages]),
    ):
        path = folder / f"{name}.parquet"
        alone = pq.read_table(path)
        touched = pa.array(sorted(made), pa.string())
        pq.write_table(alone.filter(among(alone, touched)), folder / f"{OWN}{name}.parquet", compression="zstd")
        whole = pa.concat_tables([alone.filter(others_than(alone, touched)), rows(table, records_made)])
        pq.write_table(whole, path, compression="zstd")
