# Two commands matter: `make run` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test install check crash bench texts screenshots clean

run: install
	MOTCUA_SAMPLE_DATA=$${MOTCUA_SAMPLE_DATA:-1} $(BIN)/python bot.py run

# Four at once: half of a test's time is waiting for databases, browsers and processes.
test: install-dev
	$(BIN)/pytest -q -n 4 --dist loadfile

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

# Bring the text catalogues up to date with templates and labels.
texts: install-dev
	$(BIN)/python -m bot.texts.update

# Draws the pages of the console's menu into docs/images.
screenshots: install-dev
	MOTCUA_SCREENSHOTS=1 $(BIN)/pytest -q tests/browser/test_every_page.py

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
