"""The layout holds: who imports whom, which home each thing has, and what no line may do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOUNS = {"model", "errors", "tables"}
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "tables": set(),
    "sources": NOUNS,
    "connectors": NOUNS,
    "text": NOUNS,
    "analysers": NOUNS | {"text"},
    "teachers": NOUNS | {"text"},
    "planning": NOUNS | {"metrics"},
    "metrics": NOUNS,
    "store": NOUNS,
    "engines": NOUNS,
    "charts": {"metrics", "model"},
    "reports": NOUNS | {"metrics", "charts", "planning"},
    "pipeline": NOUNS | {"sources", "connectors", "text", "analysers", "teachers", "planning", "metrics", "store", "engines", "charts", "reports"},
    "__main__": NOUNS | {"pipeline", "store", "metrics", "reports"},
    "__init__": set(),
}
PAGE_MAY_IMPORT = {"streamlit", "pages.parts", "insights.charts", "insights.metrics", "insights.model", "__future__"}
HOMES = {
    "streamlit": ("app.py", "pages/"),
    "duckdb": ("insights/store/",),
    "sqlite3": ("insights/store/",),
}
SQL = re.compile(
    r"^\s*(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+(or\s+replace\s+)?(table|view)|with\s+\w+\s+as\s*\()\s*",
    re.I | re.S,
)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_NAMES = {("pickle", "load"), ("pickle", "loads"), ("joblib", "load"), ("yaml", "load"), ("st", "html"), ("os", "system")}


def files(*folders: str) -> list[Path]:
    found = [ROOT / "app.py"] if "app.py" in folders else []
    return found + sorted(path for folder in folders if (ROOT / folder).is_dir() for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


SHIPPED = files("app.py", "pages", "insights")
LIBRARY = files("insights")
PAGES = sorted((ROOT / "pages").glob("*.py"))


def test_there_is_something_to_check():
    assert len(LIBRARY) > 20
    assert len(PAGES) >= 9


@pytest.mark.parametrize("path", LIBRARY, ids=name)
def test_the_library_imports_only_what_the_table_allows(path):
    module = path.relative_to(ROOT / "insights").parts[0].removesuffix(".py")
    used = {part.split(".")[1] for part in imports(path) if part.startswith("insights.")}
    assert used - {module} <= MAY_IMPORT[module]
    assert not {part for part in imports(path) if part.split(".")[0] in {"pages", "tests", "benchmarks", "sample_data"}}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_only_composes(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a page asks its question in its docstring"
    assert len(text.splitlines()) <= 80
    banned = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Try, ast.While)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, banned)]
    arithmetic = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, arithmetic)]
    outside = {part for part in imports(path) if not any(part == home or part.startswith(f"{home}.") for home in PAGE_MAY_IMPORT)}
    assert not outside


@pytest.mark.parametrize("path", files("pages/parts"), ids=name)
def test_parts_import_the_library_and_each_other(path):
    assert not {part for part in imports(path) if part.startswith("pages.") and not part.startswith("pages.parts")}


@pytest.mark.parametrize("module", HOMES)
def test_a_library_has_one_home(module):
    strays = [name(path) for path in SHIPPED if module in {part.split(".")[0] for part in imports(path)} and not name(path).startswith(HOMES[module])]
    assert strays == []


def test_sql_is_written_in_metrics_and_store_only():
    strays = []
    for path in SHIPPED:
        if name(path).startswith(("insights/metrics/", "insights/store/")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
                strays.append(f"{name(path)}:{node.lineno}")
    assert strays == []


def test_colours_live_in_the_theme():
    strays = [name(path) for path in SHIPPED if name(path) != "insights/charts/theme.py" and COLOUR.search(path.read_text(encoding="utf-8"))]
    assert [stray for stray in strays if stray != "pages/parts/safe_text.py"] == []


def test_session_state_and_cache_have_one_home():
    for path in files("pages"):
        text = path.read_text(encoding="utf-8")
        assert "session_state" not in text or name(path) == "pages/parts/frame.py", name(path)
        assert not re.search(r"\bst\.cache_|\bcache_data\b|\bcache_resource\b", text) or name(path) == "pages/parts/data.py", name(path)


def test_a_cache_key_holds_only_scalars_and_names_its_workspace():
    """Frames are keyed by a sample and underscore arguments not at all: both gave one tenant another's rows."""
    tree = ast.parse((ROOT / "pages/parts/data.py").read_text(encoding="utf-8"))
    cached = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and any("cache_data" in ast.unparse(d) for d in node.decorator_list)
    ]
    assert cached
    for function in cached:
        arguments = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
        names = [argument.arg for argument in arguments]
        assert names and not [argument for argument in names if argument.startswith("_")], function.name
        assert "workspace" in names or "scope" in names, function.name
        assert not [a for a in arguments if a.annotation is not None and re.search("Frame|Table|ndarray|Snapshot", ast.unparse(a.annotation))], (
            function.name
        )
    assert "persist" not in {keyword.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for keyword in node.keywords}


@pytest.mark.parametrize("path", SHIPPED, ids=name)
def test_no_line_runs_text_as_code_or_shows_it_as_markup(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            assert not (isinstance(called, ast.Name) and called.id in FORBIDDEN_CALLS), node.lineno
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                assert (called.value.id, called.attr) not in FORBIDDEN_NAMES, node.lineno
            for keyword in node.keywords:
                true = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
                assert not (keyword.arg in {"shell", "unsafe_allow_html", "allow_pickle"} and true), node.lineno


@pytest.mark.parametrize("path", SHIPPED, ids=name)
def test_no_error_is_swallowed(path):
    """A bare or broad except hides our bugs; the frame and the worker are the two places that log one and go on."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler) and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in {"everything", "BaseException"}, node.lineno
            assert caught != "Exception" or name(path) in {"pages/parts/frame.py", "insights/pipeline/worker.py"}, node.lineno


def test_app_hands_over_to_the_menu():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 12


def test_every_page_is_in_the_menu_and_the_menu_has_no_other():
    from pages.parts.frame import ROUTES

    assert sorted(f"{route.name}.py" for route in ROUTES) == [path.name for path in PAGES]
