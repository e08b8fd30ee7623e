"""The command line.

python -m insights analyse CONVERSATIONS   the four answers as tables, without a browser
python -m insights connect SYSTEM          the same of a live system; its secret is asked for, or read from standard input
python -m insights serve                   the app and its worker, until Ctrl-C
python -m insights work                    the worker alone
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from insights.errors import InsightsError
from insights.store.home import home


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    top = argparse.ArgumentParser(
        prog="python -m insights", description="What customers write about, how much an AI agent could resolve, how it felt, and what to do next."
    )
    commands = top.add_subparsers(dest="command", required=True)
    analyse = commands.add_parser("analyse", help="analyse a file or a folder of conversations")
    analyse.add_argument("conversations", type=Path, metavar="CONVERSATIONS", help="any file that can be imported, or a folder of such files")
    analyse.add_argument("--articles", type=Path, metavar="F", help="help articles: an export, a table, documents, a ZIP or a folder of them")
    analyse.add_argument("--tools", type=Path, metavar="F", help="tools: a list as JSON, CSV or XLSX, or an OpenAPI file")
    analyse.add_argument("--workspace", type=Path, metavar="DIR", help="a data folder to keep the workspace in; without it nothing is kept")
    analyse.add_argument("--out", type=Path, metavar="DIR", help="a folder for the tables and summary.json")
    analyse.add_argument("--format", choices=("parquet", "csv", "jsonl"), default="parquet", help="format of the tables")
    analyse.add_argument("--teacher", metavar="FOLDER", help="a sentence encoder in ONNX form that teaches the built-in judge of topics, or built-in")
    connect = commands.add_parser("connect", help="pull a live system and analyse it; its secret is asked for, or read from standard input")
    connect.add_argument("system", metavar="SYSTEM", help="its name, such as zendesk or postgres")
    connect.add_argument("given", nargs="*", metavar="FIELD=VALUE", help="what the form on the screen asks for, such as subdomain=acme")
    connect.add_argument("--days", default="90", help="how far back, or all; 90 where nothing is said")
    connect.add_argument("--workspace", type=Path, metavar="DIR", help="a data folder: the same command again brings what changed since")
    connect.add_argument("--out", type=Path, metavar="DIR", help="a folder for the tables and summary.json")
    connect.add_argument("--format", choices=("parquet", "csv", "jsonl"), default="parquet", help="format of the tables")
    serve = commands.add_parser("serve", help="start the app and its worker")
    serve.add_argument("--port", type=int, default=8501, help="port of the app")
    commands.add_parser("work", help="start the worker alone")
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run a command: 0 when it went well, 2 when the input cannot be used. A bug ends with its traceback and 1."""
    # A second thread for algebra mostly waits for the first while others work beside it, and no sum may hang on how many cores there are.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    said = parser().parse_args(words)
    try:
        if said.command == "analyse":
            from insights.pipeline.command import Request, analyse

            return analyse(Request(said.conversations, said.articles, said.tools, said.workspace, said.out, said.format, said.teacher))
        if said.command == "connect":
            from insights.pipeline.live.command import Asked, connect, days_in

            return connect(Asked(said.system, tuple(said.given), days_in(said.days), said.workspace, said.out, said.format))
        if said.command == "serve":
            from insights.pipeline.serving import serve

            return serve(home(), port=said.port)
        from insights.pipeline.worker import work

        return work(home())
    except InsightsError as problem:
        print(f"{problem}\nHint: {problem.hint}" if problem.hint else str(problem), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
