# One word per chore. `make demo` and `make test` need Python 3.11 or later, make and a package index;
# everything else they set up themselves, in .venv.

PYTHON  ?= python3
VENV    ?= .venv
OUT     ?= out/bedfordshire
WORKERS ?= 2
COUNT   ?= 100000
SEED    ?= 0

BIN     := $(VENV)/bin
RUNTIME := $(VENV)/.stamp-runtime
DEV     := $(VENV)/.stamp-dev
SUPPLY  := $(VENV)/.stamp-supply
COVERED := $(VENV)/.stamp-coverage
MUTATED := $(VENV)/.stamp-mutation
LOCKED  := $(VENV)/locked
PIP     := $(BIN)/python -m pip --disable-pip-version-check install -qq
PYTEST  := $(BIN)/python -m pytest -p tests.packaging.skips

# Debian packages that the slow tests use: chromium shows the page, LibreOffice counts the workbook,
# strace sees whether a command asks for a network.
SYSTEM_PACKAGES := chromium libreoffice-calc libreoffice-writer poppler-utils strace

# Two threads of a linear algebra library would only get in each other's way.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo test slow fuzz lint wheel test-all system docs showcase
.PHONY: coverage mutants offline lock sbom licences audit clean

help:
	@echo "make demo      appraise the Bedfordshire case; the report is $(OUT)/business-case.html"
	@echo "make test      the quick tests"
	@echo "make test-all  everything that a change must pass: tests, style, types, floors, wheel, demo"
	@echo "make fuzz      COUNT changed files through every reader (default 100,000), SEED the first of them"
	@echo "make lint      style, types and floors alone"
	@echo "make wheel     build the wheel into dist/"
	@echo "make docs      renew the generated tables of docs/"
	@echo "make showcase  renew the pictures and the result in README.md and docs (make system first)"
	@echo "make system    install the Debian packages that some tests need"
	@echo "make coverage  the quick tests again, with the branches of model, read and appraise counted"
	@echo "make mutants   change the arithmetic in thousands of ways, see which the tests notice (an hour)"
	@echo "make offline   the quick tests and the demo where there is no network (Linux)"
	@echo "make lock      pin what a run and a build take, with hashes, in .ci/lock"
	@echo "make sbom      write dist/iomcba.cdx.json, the CycloneDX list of what a run takes"
	@echo "make licences  renew docs/licences.md from what the lock installs"
	@echo "make audit     ask the advisory database about every locked package"
	@echo "make clean     remove what the above made"
	@echo "PYTHON=python3.12 chooses the interpreter; WORKERS=4 the number of test processes."

demo: $(RUNTIME)
	$(BIN)/iomcba appraise bedfordshire-2011 --out $(OUT) --force
	@echo
	@echo "The business case is in $(OUT)/business-case.html: open it in a browser."

test: $(DEV)
	$(PYTEST) -m "not slow" -n $(WORKERS) --dist loadfile

fuzz: $(DEV)
	$(BIN)/python -m tests.fuzz.fuzzing $(COUNT) $(SEED)

coverage: $(COVERED)
	$(PYTEST) -m "not slow" -n $(WORKERS) --dist loadfile --cov --cov-report=term:skip-covered

# What was tried stays in mutants/ and is not tried again while neither code nor settings change.
mutants: $(MUTATED)
	$(BIN)/mutmut run --max-children $(WORKERS)
	$(BIN)/python docs/mutation.py

# What needs a network of its own is left out by name: Dask, Chromium, a package index.
NETWORKED := --deselect tests/pipeline/test_executors.py::test_a_dask_cluster \
  --deselect tests/pipeline/test_batch_killed.py::test_a_worker_of_a_cluster_is_killed \
  --ignore tests/report/test_page_in_browser.py --ignore tests/packaging/test_wheel.py

# A network namespace of its own: as root at once, else in a user namespace.
APART = $(shell unshare --net true 2>/dev/null && echo unshare --net || echo unshare --map-current-user --net)

offline: $(DEV)
	@$(APART) true 2>/dev/null || { echo "This system forbids network namespaces (unshare --net): nothing was tried. Be root, or allow user namespaces." >&2; exit 1; }
	@$(APART) $(BIN)/python -c 'import socket; names = [n for _, n in socket.if_nameindex()]; assert names == ["lo"], names'
	@echo "No interface but a loopback that is down."
	$(APART) $(PYTEST) -m "not slow" -n $(WORKERS) --dist loadfile $(NETWORKED)
	$(APART) $(MAKE) demo

slow: $(DEV)
	$(PYTEST) -m slow -n $(WORKERS) --dist loadfile

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(DEV)
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

# One after the other, also under make -j; the tests come last, so that their closing lines do too.
test-all:
	$(MAKE) lint
	$(MAKE) wheel
	$(MAKE) demo
	$(MAKE) test
	$(MAKE) slow

docs: $(DEV)
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/story.py

showcase: $(DEV) demo
	$(BIN)/python docs/showcase.py $(OUT)
	$(BIN)/python docs/gallery.py $(OUT)

system:
	@if ! command -v apt-get >/dev/null; then \
	  echo "make system knows Debian and Ubuntu only; install by hand: $(SYSTEM_PACKAGES)"; \
	elif dpkg -s $(SYSTEM_PACKAGES) >/dev/null 2>&1; then \
	  echo "System packages are there: $(SYSTEM_PACKAGES)"; \
	else \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get update -q && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -q -y --no-install-recommends $(SYSTEM_PACKAGES); \
	fi

# What a run takes with the wheel, and what building it takes: exact versions, hash by hash.
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
  --no-annotate --no-emit-index-url --no-emit-find-links

lock: $(SUPPLY)
	$(LOCK) pyproject.toml -o .ci/lock/run.txt
	$(LOCK) --extra cluster pyproject.toml -o .ci/lock/cluster.txt
	printf 'build\nhatchling>=1.27\n' | $(LOCK) - -o .ci/lock/build.txt

sbom: $(SUPPLY)
	@mkdir -p dist
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application \
	  --output-reproducible -o dist/iomcba.cdx.json .ci/lock/run.txt

licences: $(SUPPLY)
	$(PYTHON) -m venv $(LOCKED)
	$(LOCKED)/bin/python -m pip --disable-pip-version-check install -qq --require-hashes -r .ci/lock/run.txt
	$(BIN)/python docs/licences.py $(LOCKED)/bin/python

audit: $(SUPPLY)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r .ci/lock/run.txt -r .ci/lock/build.txt

clean:
	rm -rf $(VENV) build dist out mutants
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The stamps are older than pyproject.toml when what is to be installed may have changed.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "iomcba needs Python 3.11 or later, but $(PYTHON) is " + sys.version.split()[0] + ". Choose another: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(RUNTIME): pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) …"
	@$(PIP) --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV), with what the tests need …"
	@$(PIP) --editable ".[dev]"
	@touch $@ $(RUNTIME)

$(SUPPLY): pyproject.toml | $(BIN)/python
	@$(PIP) --editable ".[supply]"
	@touch $@ $(RUNTIME)

$(COVERED): pyproject.toml | $(DEV)
	@$(PIP) --editable ".[coverage]"
	@touch $@

$(MUTATED): pyproject.toml | $(DEV)
	@$(PIP) --editable ".[mutation]"
	@touch $@
