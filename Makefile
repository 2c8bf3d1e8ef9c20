# Everything runs from here: `make run` and `make test` need nothing but Python 3.11 or later, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
SOURCES ?= $(DXINDEX_SOURCES)
MINUTES ?= 30
# What the tests need beside Python is looked for first, so that what is missing is said at once.
TOOLS = DXINDEX_CHROMIUM="$$($(BIN)/python tests/chromium.py)" && DXINDEX_NGINX="$$($(BIN)/python -m tests.nginx)" && DXINDEX_FAKETIME="$$($(BIN)/python -m tests.faketime)" && export DXINDEX_CHROMIUM DXINDEX_NGINX DXINDEX_FAKETIME
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Libraries are compiled when first imported, and kept: else each of the processes that tests start compiles them anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test soak setup check format data bench bench-app bench-serve docs licences reference pictures pins clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.runtime ## Open the dashboard (PORT=8501)
	$(BIN)/streamlit run server.py --server.port $(PORT)

test: $(VENV)/.development ## Run all tests, those in a browser and behind nginx included
	@$(TOOLS) && $(BIN)/pytest -n auto --dist loadgroup

soak: $(VENV)/.development ## Try 5,000 links and 3,000 uploads gone wrong, 100 kills, and half an hour of sessions
	DXINDEX_MUTATIONS=5000 DXINDEX_UPLOADS=3000 DXINDEX_KILLS=100 $(BIN)/pytest -n auto tests/pages/test_mutated_urls.py tests/dxindex/test_mutated_uploads.py tests/data/test_refresh_processes.py
	DXINDEX_SOAK_MINUTES=$(MINUTES) $(BIN)/python -m benchmarks.soak

setup: $(VENV)/.development ## Create .venv with everything pinned

check: $(VENV)/.development ## Style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.development ## Bring the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

data: $(VENV)/.runtime ## Rebuild data/snapshot from the publishers' files (SOURCES=folder)
	@test -n "$(SOURCES)" || { echo "Name the folder of the publishers' files: make data SOURCES=folder" >&2; exit 2; }
	$(BIN)/python -m data build --sources "$(SOURCES)"
	$(BIN)/python -m data verify

bench: $(VENV)/.development ## Measure speed, as ratios within one run
	$(BIN)/python -m benchmarks

bench-app: $(VENV)/.development ## Measure the dashboard beside a bare Streamlit page
	@DXINDEX_CHROMIUM="$$($(BIN)/python tests/chromium.py)" && export DXINDEX_CHROMIUM && $(BIN)/python -m benchmarks.app

bench-serve: $(VENV)/.development ## Measure two replicas behind nginx, and how many sessions are held
	$(BIN)/python -m benchmarks.serve

docs: licences ## Write what is generated in docs/: licences, tables of the methodology, reproduction
	$(BIN)/python -m docs.methodology
	$(BIN)/python -m docs.reproduction

licences: $(VENV)/.runtime ## List the licences of all dependencies in docs/licences.md
	$(BIN)/python -m docs.licences

reference: $(VENV)/.development ## Write the API reference to build/reference, from the docstrings
	$(BIN)/python -W error -m docs.reference --output build/reference

notebooks: $(VENV)/.development ## Run the notebooks again and store what they say
	$(BIN)/python -m docs.notebooks

pictures: $(VENV)/.development ## Make the pictures in docs/ from the running dashboard
	@DXINDEX_CHROMIUM="$$($(BIN)/python tests/chromium.py)" && export DXINDEX_CHROMIUM && $(BIN)/python docs/pictures.py

pins: $(VENV)/.development ## Pin requirements.txt and requirements-dev.txt anew
	$(BIN)/pip-compile -q --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --upgrade -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --upgrade -o requirements-dev.txt requirements-dev.in

clean: ## Remove what was made here
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (on Debian: the package python3-venv)." >&2; exit 1; }

# Python compiles what it imports when it first does; compiling everything beforehand takes as long as installing.
$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --no-compile -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install -q --no-compile -r requirements-dev.txt
	@touch $@
