# make demo    plans the example and writes build/plan.xlsx
# make test    lint, types and every test
# make serve   plan in a browser
# The rest: make help
#
# Each does its own set-up, in .venv, and needs nothing but make and Python 3.11 or newer. On Windows
# without make, make.cmd does the same: keep the two alike.
#
#   make test PYTHON=/path/to/python3.12 VENV=build/py3.12 PYTEST_ARGS="-m 'not slow'"

VENV ?= .venv
PYTEST_ARGS ?=
LOCK_ARGS ?=

ifndef PYTHON
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
  && { echo "$$python"; break; }; done)
endif

ifeq ($(OS),Windows_NT)
BIN = $(VENV)/Scripts
else
BIN = $(VENV)/bin
endif

ENVIRONMENT = "$(if $(PYTHON),$(PYTHON),$(error No Python 3.11 or newer found; say make PYTHON=/path/to/python))" .ci/environment.py --venv "$(VENV)"

.PHONY: help demo serve test lowest lint format notebooks benchmarks template lock clean

help: ## Says what there is to make
	@sed -n 's/^\([a-z]*\):[a-z ]*## /  make \1	/p' $(MAKEFILE_LIST)

demo: ## Plans the example workbooks into build/plan.xlsx
	@$(ENVIRONMENT) run
	@mkdir -p build
	"$(BIN)/optimizer" plan spreadsheets/corridors.xlsx spreadsheets/cargo.xlsx -o build/plan.xlsx

serve: ## Serves the pages on this computer, to plan in a browser
	@$(ENVIRONMENT) server
	"$(BIN)/optimizer" serve --open

test: lint ## Lint, types and every test
	"$(BIN)/python" -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

lowest: VENV = build/lowest
lowest: export NUMBA_CACHE_DIR = $(abspath $(VENV))/machine-code
lowest: ## Every test with the lowest versions that are allowed, on PYTHON=python3.11
	@$(ENVIRONMENT) lowest
	"$(BIN)/python" -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

lint: ## Style and types
	@$(ENVIRONMENT) test
	"$(BIN)/ruff" check
	"$(BIN)/ruff" format --check
	"$(BIN)/mypy"

format: ## Lays out the code and mends what ruff can mend
	@$(ENVIRONMENT) test
	"$(BIN)/ruff" check --fix-only
	"$(BIN)/ruff" format

notebooks: ## Opens the notebooks in Jupyter Lab
	@$(ENVIRONMENT) notebooks
	"$(BIN)/jupyter" lab --notebook-dir=notebooks

benchmarks: ## Measures this program by size, and beside others, into build/; takes an hour or more
	@$(ENVIRONMENT) benchmarks
	"$(BIN)/python" -m benchmarks.sizes -o build/sizes
	"$(BIN)/python" -m benchmarks.peers -o build/peers

template: ## An empty workbook to fill in, build/template.xlsx
	@$(ENVIRONMENT) run
	@mkdir -p build
	"$(BIN)/optimizer" template build/template.xlsx

lock: VENV = build/tools
lock: ## Writes .ci/locks anew after a change of the dependencies (newest: LOCK_ARGS=--upgrade)
	@$(ENVIRONMENT) tools
	"$(BIN)/python" .ci/lock.py $(LOCK_ARGS)

clean: ## Takes away whatever make made
	rm -rf "$(VENV)" build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
