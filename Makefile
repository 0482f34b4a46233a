.DEFAULT_GOAL := help
.PHONY: help install run test lint types format check

help:     ## this list
	@grep -E '^[a-z]+: +##' $(MAKEFILE_LIST) | sed 's/: *## */\t/' | expand -t 12

install:  ## everything for running and testing, into the current environment
	pip install -r requirements-dev.txt

run:      ## the app, on http://127.0.0.1:8501
	streamlit run app.py

test:     ## all tests, on every core
	pytest -n auto

lint:     ## what the linter and the formatter would say
	ruff check .
	ruff format --check .

types:    ## strict types, app.py and pages included
	mypy

format:   ## let them mend what they can
	ruff check --fix .
	ruff format .

check:    ## what CI runs, from a fresh virtual environment
	.ci/run
