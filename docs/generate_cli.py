"""Write docs/cli.md from the commands themselves; with --check, fail where the file is not in step.

usage: python docs/generate_cli.py [--check]
"""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from counterclaim.cli import app

PAGE = Path(__file__).with_name("cli.md")
NOTE = "<!-- Written by `make docs` from the commands themselves: change those, not this page. -->\n\n"


def page() -> str:
    """The reference of every command, option and argument, in Markdown; the same on any terminal."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="counterclaim")
    return NOTE + get_docs_for_click(obj=command, ctx=context, name="counterclaim", title="The commands").strip() + "\n"


def difference(written: str, wanted: str) -> str:
    lines = unified_diff(written.splitlines(), wanted.splitlines(), "docs/cli.md", "the commands", lineterm="")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    wanted = page()
    if arguments != ["--check"]:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if written == wanted:
        return 0
    print(difference(written, wanted))
    print("docs/cli.md is not in step with the commands: run `make docs`")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
