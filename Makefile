# `make` alone prints this help. Two commands are enough to begin: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
SCALE ?= 1
ARGS ?=
RUN := .venv/bin/python
# A browser test waits nearly as long as it works, so there are more workers than cores.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')

# What is compiled once is kept, also where the environment says not to: every worker and every subprocess reads it.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check fix e2e bench seed setup services services-stop lock

help:  ## Show this help
	@echo 'Klik. Begin with `make demo` and `make test`; everything else follows from them.'
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

demo: setup  ## Start all of Klik with five invented programmes (PORT=8000); Ctrl-C stops it
	@$(RUN) -m dev.demo "$(PORT)"

demo-reset: setup  ## Empty the demo
	@$(RUN) -m dev.demo reset

test: setup  ## Run the whole suite against a PostgreSQL and a Redis of its own (ARGS="tests/matching -x")
	@$(RUN) -m dev.system tests
	@$(RUN) -m dev.oracle
	@$(RUN) -m dev.services run -- $(RUN) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

e2e: setup  ## Run only the journeys in a real browser
	@$(RUN) -m dev.system tests
	@$(RUN) -m dev.services run -- $(RUN) -m pytest -n $(WORKERS) --dist worksteal tests/e2e $(ARGS)

check: setup  ## Everything that can be checked without running the tests
	@$(RUN) -m dev.check

fix: setup  ## Repair and format what can be repaired and formatted by itself
	$(RUN) -m ruff check --fix --quiet . || true
	$(RUN) -m ruff format --quiet .
	test ! -d templates || $(RUN) -m djlint templates --reformat --quiet || true

bench: setup  ## Measure the main pages and the year report
	@$(RUN) -m dev.system demo
	@$(RUN) -m dev.oracle
	@$(RUN) -m dev.services run -- $(RUN) -m dev.bench $(ARGS)

seed: services  ## Fill the demo's database with invented people (SCALE=100 for a large one)
	@KLIK_LOGIN=owner $(RUN) manage.py migrate --noinput --verbosity 0
	@$(RUN) manage.py seed --scale $(SCALE)

setup:  ## Python packages into .venv, from the hashed lock
	@$(PYTHON) dev/setup.py

services: setup  ## Start PostgreSQL and Redis in the background, for developing
	@$(RUN) -m dev.services start

services-stop: setup  ## Stop them
	@$(RUN) -m dev.services stop

COMPILE := .venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --universal --python-version 3.11
lock: setup  ## Choose the newest allowed versions of all packages and write the hashed locks
	$(COMPILE) --upgrade requirements/app.in -o requirements/app.txt
	$(COMPILE) --upgrade -c requirements/app.txt requirements/dev.in -o requirements/dev.txt
	$(COMPILE) --upgrade requirements/oracle.in -o requirements/oracle.txt
