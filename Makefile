# Every task of this project. Nothing has to be installed first but Python 3.11+ and make.
.DEFAULT_GOAL := help
.PHONY: help setup browser run test test-fast lint gates bench golden lock hooks

BIN := .venv/bin
SIZE ?= small
WORKERS ?= 2
SEED ?= 1

help: ## list the tasks
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | while IFS='|' read -r task text; do printf '  make %-10s %s\n' "$$task" "$$text"; done

setup: ## create .venv from requirements.txt, install the project, find or install Chromium
	@sh scripts/setup.sh

browser: ## try again to install Chromium
	@sh scripts/setup.sh --browser

run: setup ## crawl, archive, read and publish the sample portals, then serve them (ONCE=1: check the site and stop)
	@$(BIN)/gongkai demo $(if $(ONCE),--once)

test: setup ## run all tests, WORKERS modules at a time (2)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

test-fast: setup ## run the tests that need no browser, no crawl in a process and no LibreOffice (under a minute)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope -m "not slow"

lint: setup ## check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

gates: setup ## accuracy, mutations, webs of portals, kills: a seeded sample within its budget (FULL=1: everything)
	@$(BIN)/python -m bench.gates $(if $(FULL),--full) --seed $(SEED)

bench: setup ## measure speed, compare with the floors of bench/floors.toml (SIZE=small, full or a number)
	@$(BIN)/python -m bench $(SIZE)

golden: setup ## rewrite the files that are generated from code and data; review the difference before you commit it
	@$(BIN)/python -m archive.exports --write
	@$(BIN)/python scripts/draw_architecture.py --write

lock: setup ## rewrite requirements.txt from pyproject.toml (UPGRADE=1: newest versions of everything)
	@$(BIN)/python scripts/lock.py $(if $(UPGRADE),--upgrade)

hooks: setup ## run the checks of `make lint` before each commit
	@$(BIN)/pre-commit install
