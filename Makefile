# Each target creates the virtual environment that it needs from the locked, hashed requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
STRINGS ?=
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve check test test-browser test-fast lint types attack workflows bench search-quality relations manual schema lock wheel clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(MADE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "QBank needs Python 3.11 or newer; choose one with: make PYTHON=python3.13 …" >&2; exit 1; }
	@echo "Creating $(VENV) from requirements.lock …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

site: $(MADE) ## Build the site into site/
	$(BIN)/mkdocs build

serve: $(MADE) ## Build and serve the site at http://localhost:8000/, and reload it on every change
	$(BIN)/mkdocs serve

check: $(MADE) ## Report every problem in the bank
	$(BIN)/qbank check

test: lint types $(MADE) ## Run every check that needs no browser
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser"

test-browser: $(MADE) ## Run the other checks, in Chromium
	$(BIN)/python -m pytest -n auto --dist worksteal -m browser

test-fast: $(MADE) ## Run the tests that build no site and open no browser
	$(BIN)/python -m pytest -m "not site and not browser"

lint: $(MADE)
	$(BIN)/ruff check generator tests
	$(BIN)/ruff format --check generator tests

types: $(MADE)
	$(BIN)/mypy

workflows: $(MADE) ## Run the shell steps of every GitHub workflow in clones: make workflows WITHOUT="tests lowest"
	$(BIN)/python tests/workflows.py $(addprefix --without ,$(WITHOUT))

bench: $(MADE) ## Measure build time, page weight and search: make bench BENCH="--sizes 1000 --write"
	$(BIN)/python tests/bench/bench.py $(addprefix --bank ,$(BANKS)) $(BENCH)
	$(BIN)/python tests/bench/live.py
	$(BIN)/python tests/bench/viewing.py
	$(BIN)/python tests/bench/searching.py $(BANKS)
	$(BIN)/python tests/bench/rendering.py $(BANKS)

attack: $(MADE) ## Run the long attacks: make attack STRINGS=strings.json
	QBANK_LONG=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/hostile tests/property tests/sites/test_publishing.py
	$(BIN)/python tests/hostile/trees.py
	$(BIN)/python tests/hostile/formulas.py
	$(BIN)/python tests/hostile/kills.py --times 100
	$(BIN)/python tests/hostile/faults.py
	$(BIN)/python tests/hostile/warm.py --edits 300
	@if [ -n "$(STRINGS)" ]; then $(BIN)/python tests/hostile/attack.py $(STRINGS); else echo "No attack strings given: make attack STRINGS=strings.json runs them too."; fi

search-quality: $(MADE) ## Measure search on others' wordings: make search-quality QUERIES=queries.json AMONG=bank.jsonl
	$(BIN)/python tests/bench/quality.py $(addprefix --queries ,$(QUERIES)) $(addprefix --among ,$(AMONG))

relations: $(MADE) ## Measure the suggestions on banks with known links: make relations BANKS="one.jsonl …"
	$(BIN)/python tests/bench/suggesting.py $(BANKS) $(addprefix --shown ,$(SHOWN))

manual: $(MADE) ## Make the tables of the manual again
	$(BIN)/python tests/reference.py

schema: $(MADE) ## Regenerate the JSON Schema of a question file
	$(BIN)/python -m mkdocs_qbank.read.schema

lock: $(MADE) ## Update requirements.lock to the newest allowed versions
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml --output-file requirements.lock

wheel: $(MADE) ## Build the package into dist/; the same commit gives the same bytes
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build
	$(BIN)/twine check --strict dist/*

clean: ## Remove the output of the other targets
	rm -rf $(VENV) site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
