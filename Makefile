.PHONY: help run test lint slow fuzz browser test-faults audit bench import-bench openapi clients pins
PYTHON ?= python3
BIN := .venv/bin
# Modules are compiled as they are first imported, which is a third of them: the first start is sooner.
PIP = $(shell ls -d .venv/lib/*/site-packages/pip >/dev/null 2>&1 \
  && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python) --disable-pip-version-check --quiet install \
  --no-compile --no-deps
unexport PYTHONDONTWRITEBYTECODE

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run ## Serve on http://127.0.0.1:8000 with the curated data
	$(BIN)/entente serve

test: .venv/dev ## Run the test suite, on SQLite and on a PostgreSQL that it starts
	$(BIN)/python -m pytest

lint: .venv/dev ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

slow: .venv/dev ## Follow a thousand changes, and import whole files of ../shared/data where they are, on both databases
	$(BIN)/python -m pytest -m slow

fuzz: .venv/dev ## Fuzz every operation on both databases, and lint the OpenAPI document where npm is there
	$(BIN)/python -m pytest -m fuzz tests/fuzz

browser: .venv/dev ## Walk the explorer and Swagger UI in a real Chromium, on a phone's width and a desk's
	$(BIN)/python -m pytest -m browser -n0 tests/browser

test-faults: .venv/dev .venv-faults/done ## Load, faults and attacks on real servers (docs/faults.md says which programs it needs)
	$(BIN)/python -m pytest -m faults -n0 -s tests/faults

audit: .venv/dev ## Look whether faults are known of the pinned libraries; offline it says that it could not
	@$(BIN)/python -m tests.audit

bench: .venv/dev .venv-bench/done ## Measure the API beside what else could serve it (needs wrk); ARGS="--help"
	$(BIN)/python -m tests.bench $(ARGS)

import-bench: .venv/dev ## Measure imports of observations, and kill ten of them; ARGS="--help"
	$(BIN)/python -m tests.bench.imports $(ARGS)

openapi: .venv/dev ## Write the OpenAPI document that the tests compare with; read the difference
	$(BIN)/python -m tests.snapshot

clients: .venv/dev ## Write the clients from tests/openapi.json, and compile the TypeScript one where npm is there
	cd clients/python && ../../$(BIN)/python -m generator
	@if command -v npm >/dev/null; then cd clients/typescript \
	  && npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts && npm run --silent build; \
	  else echo "npm is not installed: the TypeScript client is left as it is"; fi

pins: ## Pin the newest versions that pyproject.toml allows (needs uv)
	$(foreach extra,"" "-redis" "-dev",uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml \
	  $(if $(filter-out "",$(extra)),--extra $(subst -,,$(extra)) --constraint requirements.txt) -o requirements$(extra).txt;)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header --constraint requirements.txt tests/bench/requirements.in \
	  -o tests/bench/requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header --constraint requirements.txt tests/faults/requirements.in \
	  -o tests/faults/requirements.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Entente needs Python 3.11 or later; name one with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv --without-pip .venv
	@# The pip that is there already saves a quarter of the first start; where there is none, Python brings its own.
	@$(PYTHON) -c 'import pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (22, 3))' 2>/dev/null \
	  || $(BIN)/python -m ensurepip >/dev/null \
	  || { rm -rf .venv; echo "Neither pip nor ensurepip is there; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

.venv-bench/done: tests/bench/requirements.txt
	@$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes \
	  --requirement tests/bench/requirements.txt
	@touch $@

# Nodes run as another user, who may not read the Python of this one.
.venv-faults/done: tests/faults/requirements.txt
	@$(firstword $(wildcard /usr/bin/python3) $(PYTHON)) -m venv --without-pip .venv-faults
	$(PYTHON) -m pip --python .venv-faults/bin/python --disable-pip-version-check --quiet install --no-deps \
	  --require-hashes --requirement tests/faults/requirements.txt
	@touch $@

.venv/run: requirements.txt pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes --requirement requirements.txt
	$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements-dev.txt .venv/run
	$(PIP) --require-hashes --requirement requirements-dev.txt
	@touch $@
