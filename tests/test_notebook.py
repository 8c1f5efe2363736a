"""The notebook of the documentation runs on the bundled example, from the first cell to the last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.delenv("COUNTERCLAIM_LEDGER", raising=False)
    notebook: Any = nbformat.read(ROOT / "docs" / "notebook.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.get("outputs") for cell in notebook.cells), "outputs are not kept: the test makes them"
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    told = [str(cell.outputs) for cell in notebook.cells if cell.cell_type == "code"]
    assert "Tornio" in told[1]
    assert "Finnish" in told[2]
    assert "who_began" in told[-1]
