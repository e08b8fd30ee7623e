"""Words that name nothing, in English, German, Spanish, French, Portuguese, Italian and Dutch. The lists are in `stopwords.txt`."""

from __future__ import annotations

from pathlib import Path


def _lists() -> dict[str, frozenset[str]]:
    """The lists by the heading in brackets above their lines."""
    lists: dict[str, frozenset[str]] = {}
    heading = ""
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif not line.startswith("#"):
            lists[heading] = lists.get(heading, frozenset()) | frozenset(line.split())
    return lists


_LISTS = _lists()
SKIPPED, INNER = _LISTS["skipped"], _LISTS["inner"]
STOP = _LISTS["stop"] | SKIPPED | INNER
VERBS, GENERIC, SUBJECTS = _LISTS["verb"], _LISTS["generic"], _LISTS["subject"]
MODIFIERS = _LISTS["modifier"]
FILLER, GERMAN_MARKS = _LISTS["filler"], _LISTS["german"]
