# Newsward from its checkout: make demo, make test. Works with GNU make 3.81 (macOS) and newer.
# DEMO_ONCE=1 make demo: crawl and check only, without serving; fails when the numbers are not right.
# Another Python: make install PYTHON=/path/to/python3.12

PYTHON ?=
VENV = .venv
BIN = $(VENV)/bin

.PHONY: help install demo test clean

help:
	@echo 'make demo     install, crawl an invented news web on this machine, and serve what was found'
	@echo 'make test     install what the tests need, then lint, types and tests'
	@echo 'make install  only install, in .venv'
	@echo 'make clean    remove .venv and caches; data/ is left alone'

install: $(VENV)/installed

demo: $(VENV)/installed
	$(BIN)/newsward demo

test: $(VENV)/installed-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

clean:
	rm -rf $(VENV) .demo build newsward.egg-info .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python on the path that is new enough; a clear word when there is none.
$(BIN)/python:
	@for python in $(if $(PYTHON),$(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making $(VENV) with $$("$$python" --version)"; \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo 'Python could not make an environment: on Debian and Ubuntu, apt install python3-venv' >&2; exit 1; \
	  fi; \
	done; \
	echo 'Newsward needs Python 3.11 or newer, and found none: install it, or say make install PYTHON=/path/to/it' >&2; \
	exit 1

$(VENV)/installed: $(BIN)/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(VENV)/installed-tests: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[test]'
	@touch $@
