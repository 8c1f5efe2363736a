# `make demo` and `make test` are the only two commands that a newcomer needs. Both set up .venv by themselves
# (Python 3.11 or later, python3-venv and make must be there) and need the network for that one step only.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
PINS   := requirements.lock

.DEFAULT_GOAL := help
.PHONY: help assets demo test check bench-gate docs-check format docs lock wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## read the bundled example and show its accounts side by side
	@$(BIN)/counterclaim demo

test: $(VENV)/.dev ## run the whole test suite
	@$(BIN)/python -m pytest

check: $(VENV)/.dev docs-check ## lint, format, types, import contracts, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench-gate: $(VENV)/.dev ## measure the annotated reports; fail where a figure is under its floor in bench/baseline.json
	$(BIN)/python -m bench.gate

docs-check: $(VENV)/.dev ## is docs/cli.md in step with the commands, does every link lead somewhere
	$(BIN)/python docs/generate_cli.py --check
	$(BIN)/python docs/check_links.py

format: $(VENV)/.dev ## rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev ## write docs/cli.md anew from the commands
	$(BIN)/python docs/generate_cli.py

assets: ## copy the scripts, styles, fonts and map data of the pages from npm again (needs Node.js)
	cd src/counterclaim/web/assets && npm ci --no-audit --no-fund && npm run --silent build

wheel: $(VENV)/.runtime ## build dist/*.whl
	rm -rf dist
	$(PIP) wheel --quiet --quiet --no-deps --wheel-dir dist .

# Without spaCy: it is large, not built for every Python, and what it is needed for is skipped where it is not there.
lock: ## pin every dependency anew (needs uv)
	uv pip compile pyproject.toml --group dev --extra postgres --extra pandas --extra polars --extra web --extra report --universal --no-header -o $(PINS)

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The demo installs what runs, at the pinned versions; the tools of development come with `make test`.
$(VENV)/.runtime: pyproject.toml $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "counterclaim needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (once; a minute or two) ..."
	@$(PIP) install --quiet --quiet --constraint $(PINS) --editable ".[web]"
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	@echo "Adding the tools of development (once) ..."
	@$(PIP) install --quiet --quiet --requirement $(PINS)
	@touch $@
