# Two commands matter: `make run` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
AUDIT := .venv-audit
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK = $(AUDIT)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet $(UPGRADE)

# What Python makes of the sources is kept whatever the environment says, apart from them: a third of what loading takes.
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/pycache
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test install check crash bench soak texts screenshots lock licences audit clean

run: install
	MOTCUA_SAMPLE_DATA=$${MOTCUA_SAMPLE_DATA:-1} $(BIN)/python bot.py run

# Four at once: half of a test's time is waiting for databases, browsers and processes. In the order of tests/conftest.py:
# xdist's own puts files of one long test last.
test: install-dev
	$(BIN)/pytest -q -n 4 --dist loadfile --no-loadscope-reorder

install: $(STAMP)

.PHONY: install-dev
install-dev: $(VENV)/.installed-dev

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy bot handlers knowledge tests
	$(BIN)/mypy bot.py
	$(BIN)/lint-imports

# The long kill test: 200 kills on PostgreSQL and on SQLite.
crash: install-dev
	MOTCUA_CRASH_KILLS=200 $(BIN)/pytest -q -m crash tests/crash

bench: install-dev
	$(BIN)/python bot.py bench

# Half an hour at a hundred updates a second, memory and open files flat; MOTCUA_SOAK_MINUTES for shorter.
soak: install-dev
	$(BIN)/python bot.py bench soak

# Bring the text catalogues up to date with templates and labels.
texts: install-dev
	$(BIN)/python -m bot.texts.update

# Draws the pages of the console's menu into docs/images.
screenshots: install-dev
	MOTCUA_SCREENSHOTS=1 $(BIN)/pytest -q tests/browser/test_every_page.py

# Pins and hashes anew from pyproject.toml, for every platform; what is pinned stays unless it must move
# (`make lock UPGRADE=--upgrade` moves all).
lock: $(AUDIT)/.installed
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --group audit -o requirements-audit.txt

# Which licences come with the pinned parts: docs/licences.md; a test holds the two together.
licences: install-dev
	$(BIN)/python -m tests.supply.licences

# Known holes in what is pinned, and the list of parts (build/sbom.json). Asks the package index: needs the network.
audit: $(AUDIT)/.installed
	mkdir -p build
	$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.txt
	$(AUDIT)/bin/pip-audit --require-hashes --disable-pip -r requirements.txt -f cyclonedx-json -o build/sbom.json

clean:
	rm -rf $(VENV) $(AUDIT)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.txt | $(VENV)/bin/python
	$(BIN)/python $(PIP_INSTALL) -r requirements.txt
	touch $@

$(AUDIT)/.installed: requirements-audit.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python $(PIP_INSTALL) -r requirements-audit.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(STAMP)
	$(BIN)/python $(PIP_INSTALL) -r requirements-dev.txt
	touch $@
