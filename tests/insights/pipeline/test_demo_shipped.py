"""The analysed stores: those that ship are true, and one that is not true is not used."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest

from insights.pipeline.demo import fingerprint, shipped
from insights.pipeline.demo.companies import COMPANIES, PARTS, described
from insights.pipeline.demo.packing import pack
from insights.store.home import PROJECT
from tests.insights.pipeline.demo_files import NAME, company

SHIPPED = PROJECT / "sample_data"
OUTDATED = "The analysed store does not fit: run `make demo` and commit what changed."
NO_LABELS = {
    "__init__.py",
    "errors.py",
    "pipeline/__init__.py",
    "pipeline/mortality.py",
    "store/__init__.py",
    "store/control.py",
    "store/database.py",
    "store/home.py",
    "store/queue.py",
}
"""Code that the analysis imports and that decides no label: problems, processes and the control file."""


def silent(share: float, text: str) -> None:
    pass


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> Path:
    return company(tmp_path_factory.mktemp("demos")) / NAME


@pytest.fixture
def folder(packed, tmp_path) -> Path:
    return Path(shutil.copytree(packed, tmp_path / NAME))


@pytest.mark.parametrize("name", COMPANIES)
def test_the_store_that_ships_was_made_of_these_files_by_this_code(name):
    assert shipped.load(SHIPPED / name) is not None, OUTDATED


@pytest.mark.parametrize("name", COMPANIES)
def test_start_names_as_many_conversations_as_there_are(name):
    store = shipped.load(SHIPPED / name)
    assert store is not None, OUTDATED
    assert described(SHIPPED / name).conversations == store.imported["conversations"].num_rows


def test_all_files_of_the_companies_together_are_small():
    sizes = [path.stat().st_size for name in COMPANIES for path in (SHIPPED / name).rglob("*") if path.is_file()]
    assert sum(sizes) < 12_000_000


def test_packing_twice_gives_the_same_bytes(packed, folder):
    shipped.save(folder, pack(folder, silent))
    for name in (shipped.STORE, shipped.PROMISE):
        assert (folder / name).read_bytes() == (packed / name).read_bytes()


def test_a_store_holds_what_was_packed(folder):
    store, made = shipped.load(folder), pack(folder, silent)
    assert store is not None
    assert (store.outcome, store.facts) == (made.outcome, made.facts)
    assert all(store.imported[name].equals(table) for name, table in made.imported.items())
    assert all(store.result[name].equals(table) for name, table in made.result.items())


@pytest.mark.parametrize("name", PARTS)
def test_a_store_of_other_files_is_not_used(folder, name):
    (folder / name).write_bytes((folder / name).read_bytes() + b"\n")
    assert shipped.load(folder) is None


def test_a_store_of_other_code_is_not_used(folder):
    promise = json.loads((folder / shipped.PROMISE).read_text(encoding="utf-8"))
    (folder / shipped.PROMISE).write_text(json.dumps(promise | {"code": hashlib.sha256(b"older").hexdigest()}), encoding="utf-8")
    assert shipped.load(folder) is None


@pytest.mark.parametrize("name", [shipped.STORE, shipped.PROMISE])
def test_a_store_of_which_a_file_is_missing_is_not_used(folder, name):
    (folder / name).unlink()
    assert shipped.load(folder) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"code": 1}', "\x00"])
def test_a_promise_that_cannot_be_read_is_no_promise(folder, text):
    (folder / shipped.PROMISE).write_text(text, encoding="utf-8")
    assert shipped.load(folder) is None


def test_every_flipped_bit_and_every_cut_of_a_store_is_found(folder):
    chance, whole = random.Random(3), (folder / shipped.STORE).read_bytes()
    for _ in range(100):
        place = chance.randrange(len(whole))
        (folder / shipped.STORE).write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        assert shipped.load(folder) is None
    for _ in range(30):
        (folder / shipped.STORE).write_bytes(whole[: chance.randrange(len(whole))])
        assert shipped.load(folder) is None


def test_the_fingerprint_changes_with_code_and_data(tmp_path):
    for name in fingerprint.CODE:
        copied = shutil.copytree if (PROJECT / "insights" / name).is_dir() else shutil.copy
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copied(PROJECT / "insights" / name, tmp_path / name)
    before = fingerprint.of_code(tmp_path)
    assert before == fingerprint.of_code()
    for name in ("text/cleaning.py", "analysers/data/rules.toml", "planning/drafts/steps.py", "pipeline/analysis.py"):
        fingerprint.of_code.cache_clear()
        path = tmp_path / name
        path.write_bytes(path.read_bytes() + b"\n")
        after = fingerprint.of_code(tmp_path)
        assert after != before, name
        before = after


def test_the_fingerprint_knows_all_code_that_decides_a_label():
    reached, waiting = set(), ["pipeline/analysis.py", "pipeline/child.py", "pipeline/knowledge/__init__.py"]
    while waiting:
        name = waiting.pop()
        if name in reached or name in NO_LABELS:
            continue
        reached.add(name)
        waiting += imported(PROJECT / "insights" / name)
    known = tuple(name if name.endswith(".py") else f"{name}/" for name in fingerprint.CODE)
    assert len(reached) > 60
    assert [name for name in sorted(reached) if not name.startswith(known)] == []


def imported(path: Path) -> list[str]:
    """The files of `insights` that a file imports."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "insights":
            for module in [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]:
                place = PROJECT.joinpath(*module.split("."))
                files = [path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()]
                found += [path.relative_to(PROJECT / "insights").as_posix() for path in files]
    return found
