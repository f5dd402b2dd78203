# One word for each thing that is done with this project. Nothing has to be installed before but Python 3.11+.
.DEFAULT_GOAL := help
.PHONY: help setup browser run test lint bench golden lock

BIN := .venv/bin
SIZE ?= small
WORKERS ?= 2

help: ## show these words
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | while IFS='|' read -r word text; do printf '  make %-8s %s\n' "$$word" "$$text"; done

setup: ## make .venv from requirements.txt, install the project, find or install Chromium
	@sh scripts/setup.sh

browser: ## try once more to install Chromium
	@sh scripts/setup.sh --browser

run: setup ## crawl, archive, read and publish the sample portals, then serve them (ONCE=1: check the site and stop)
	@$(BIN)/gongkai demo $(if $(ONCE),--once)

test: setup ## run every test, some modules at a time (WORKERS=2)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope

lint: setup ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: setup ## measure, and compare with the floors of bench/floors.toml (SIZE=small, full or a number)
	@$(BIN)/python -m bench $(SIZE)

golden: setup ## write the files that are generated from the code anew, to be looked at before they are committed
	@$(BIN)/python -m archive.exports.datasette_metadata --write
	@$(BIN)/python -m archive.exports.reference_docs --write

lock: setup ## write requirements.txt from pyproject.toml (UPGRADE=1: with the newest of everything)
	@$(BIN)/python scripts/lock.py $(if $(UPGRADE),--upgrade)
