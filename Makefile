# `make` alone lists what there is. Everything runs in .venv, which `make setup` makes from the lock files.

# The first Python of this machine that is new enough; `make setup PYTHON=python3.12` chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# More words for the command or for pytest: `make app ARGS="--port 9000"`, `make test ARGS="-k binomial"`.
ARGS ?=
# How many tests run at once. Plain pytest runs one at a time, and so does `make test WORKERS=0`, for a debugger say.
WORKERS ?= 2
# The folder with the whole Learning Curve Database, as data/curves/README.md tells; without it the extract there is used.
CURVES ?= ../shared/curves

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev python app lab test check bench forecasts questions charts pictures lock

help: ## List the targets.
	@echo "Premortem: make TARGET"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  \1	\2/p' Makefile | expand -t 14

python:
	@test -n "$(PYTHON)" || { echo "Premortem needs Python 3.11, 3.12 or 3.13 and found none: install one, or name it with make PYTHON=/path/to/python3."; exit 1; }

setup: python ## Make .venv from requirements.lock; does nothing when it is up to date.
	@"$(PYTHON)" make/setup.py

setup-dev: python
	@"$(PYTHON)" make/setup.py --dev

app: setup ## Serve the workbook at http://localhost:8866.
	@echo "==> The workbook, at http://localhost:8866 unless ARGS says otherwise (stop it with Ctrl+C)"
	@$(BIN)/premortem app $(ARGS)

lab: setup ## Open the same notebooks in JupyterLab.
	@echo "==> The notebooks in JupyterLab (stop it with Ctrl+C)"
	@$(BIN)/premortem lab $(ARGS)

check: setup-dev ## Format, lint, types, import rules, generated files: what must pass before a commit.
	@echo "==> Format"
	@$(BIN)/ruff format --check .
	@echo "==> Lint"
	@$(BIN)/ruff check .
	@echo "==> Types"
	@$(BIN)/mypy
	@echo "==> Who may import whom"
	@$(BIN)/lint-imports --no-logo
	@echo "==> docs/questions.md and data/questions/parsed.json are what the question files say"
	@$(BIN)/python -m premortem.cli questions --markdown | diff -u docs/questions.md - \
	  || { echo "docs/questions.md is out of date: run make questions and commit it."; exit 1; }
	@$(BIN)/python -m premortem.model.parsed --check \
	  || { echo "data/questions/parsed.json is out of date: run make questions and commit it."; exit 1; }

# Hundreds of processes are started: where Python is told to keep nothing, each would compile the same modules anew.
test: check ## All checks and all tests, in a real browser and on a real PostgreSQL; brings them where there are none.
	@echo "==> A browser for the tests"
	@$(BIN)/python make/browser.py
	@echo "==> A PostgreSQL for the tests"
	@$(BIN)/python make/postgres.py
	@echo "==> Tests"
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

bench: setup-dev ## Measure the app beside a bare one-slider notebook and print the ratios.
	@echo "==> A browser to measure in"
	@$(BIN)/python make/browser.py
	@echo "==> Measuring; close other programs, the figures are as quiet as the machine"
	@$(BIN)/python tests/bench $(ARGS)

forecasts: setup-dev ## Measure both forecasts on real curves and write docs/forecasts.md (about 4 minutes).
	@echo "==> docs/forecasts.md and docs/images/forecasts from $(CURVES), or from data/curves where there is none"
	@$(BIN)/python make/forecasts --curves "$(CURVES)" $(ARGS)

questions: setup ## Write docs/questions.md and data/questions/parsed.json anew from data/questions.
	@echo "==> docs/questions.md and data/questions/parsed.json from data/questions/*.yaml"
	@$(BIN)/python -m premortem.model.parsed
	@$(BIN)/python -m premortem.cli questions --markdown > docs/questions.md

charts: setup ## Compile every chapter's chart anew from its chart.py.
	@echo "==> widgets/premortem/chapters/*/chart.json from chart.py"
	@$(BIN)/python -m premortem.chapters.charts

pictures: setup-dev ## Take the pictures in docs/images anew from the running app.
	@$(BIN)/python make/browser.py
	@$(BIN)/python make/pictures.py

lock: python ## Resolve the ranges of pyproject.toml anew into the lock files (newest releases; needs the network).
	@"$(PYTHON)" make/lock.py
