# Each target sets up what it needs: a virtual environment from the locked, hashed requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
STRINGS ?=
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve check test test-fast lint types attack workflows bench relations schema lock wheel clean

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(MADE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "QBank needs Python 3.11 or newer; name one with: make PYTHON=python3.13 …" >&2; exit 1; }
	@echo "Making $(VENV) from requirements.lock …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

site: $(MADE) ## Build the site into site/
	$(BIN)/mkdocs build --strict

serve: $(MADE) ## Build and serve the site at http://localhost:8000/, and reload it on every change
	$(BIN)/mkdocs serve

check: $(MADE) ## Find everything wrong with the bank
	$(BIN)/qbank check

test: lint types $(MADE) ## Run every check there is
	$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: $(MADE) ## Run the tests that build no site and open no browser
	$(BIN)/python -m pytest -m "not site and not browser"

lint: $(MADE)
	$(BIN)/ruff check generator tests
	$(BIN)/ruff format --check generator tests

types: $(MADE)
	$(BIN)/mypy

workflows: $(MADE) ## Run the shell steps of every workflow in clones: make workflows WITHOUT="tests lowest"
	$(BIN)/python tests/workflows.py $(addprefix --without ,$(WITHOUT))

bench: $(MADE) ## Measure what the site costs, as ratios in one run
	$(BIN)/python tests/bench/bench.py
	$(BIN)/python tests/bench/viewing.py
	$(BIN)/python tests/bench/searching.py $(BANKS)
	$(BIN)/python tests/bench/rendering.py $(BANKS)

attack: $(MADE) ## Attack it at length: make attack STRINGS=strings.json
	QBANK_LONG=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/hostile tests/property tests/sites/test_publishing.py
	$(BIN)/python tests/hostile/trees.py
	$(BIN)/python tests/hostile/formulas.py
	$(BIN)/python tests/hostile/kills.py --times 100
	$(BIN)/python tests/hostile/faults.py
	@if [ -n "$(STRINGS)" ]; then $(BIN)/python tests/hostile/attack.py $(STRINGS); else echo "No attack strings were given: make attack STRINGS=strings.json tries them too."; fi

relations: $(MADE) ## Measure the suggestions on banks whose links are known: make relations BANKS="one.jsonl …"
	$(BIN)/python tests/bench/suggesting.py $(BANKS)

schema: $(MADE) ## Write the JSON Schema of a question file anew
	$(BIN)/python -m mkdocs_qbank.read.schema

lock: $(MADE) ## Lock the newest allowed versions of all requirements
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml --output-file requirements.lock

wheel: $(MADE) ## Build the package into dist/
	$(BIN)/python -m hatchling build

clean: ## Remove what the other targets made
	rm -rf $(VENV) site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
