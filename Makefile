# `make` alone prints this help. Two commands are enough to begin: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
SCALE ?= 1
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup services services-stop lock

help:  ## Show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

setup:  ## Python packages into .venv, from the hashed lock
	@$(PYTHON) dev/setup.py

services: setup  ## Start PostgreSQL and Redis in the background (for developing)
	@$(RUN) -m dev.services start

services-stop: setup  ## Stop them
	@$(RUN) -m dev.services stop

COMPILE := .venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --universal --python-version 3.11
lock: setup  ## Choose the newest allowed versions of all packages and write the hashed locks
	$(COMPILE) --upgrade requirements/app.in -o requirements/app.txt
	$(COMPILE) --upgrade -c requirements/app.txt requirements/dev.in -o requirements/dev.txt
