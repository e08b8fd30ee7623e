"""A small demo company in a folder of its own, for tests."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from insights.pipeline.demo.packing import pack
from insights.pipeline.demo.shipped import save
from tests.insights.pipeline.company import lines, records

NAME = "lumen-thread"
SIZE = 60
ARTICLE = {"id": "a1", "title": "When we deliver", "body": "Parcels come within three days, also on Saturdays until noon.", "url": None}
TOOL = {"name": "track_parcel", "description": "Where a parcel is", "type": "read", "available": False}


def company(folder: Path, name: str = NAME, title: str = "Tiny & Co", *, analysed: bool = True) -> Path:
    """The folder of demos, with this company in it."""
    made = folder / name
    made.mkdir(parents=True)
    (made / "company.toml").write_text(
        f'name = "{title}"\nline = "A shop for tests"\nindustry = "online fashion shop"\nconversations = {SIZE}\n', encoding="utf-8"
    )
    (made / "conversations.jsonl.gz").write_bytes(gzip.compress(lines(records(SIZE)), mtime=0))
    (made / "articles.jsonl").write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    (made / "tools.jsonl").write_text(json.dumps(TOOL) + "\n", encoding="utf-8")
    if analysed:
        save(made, pack(made, lambda share, text: None))
    return folder
