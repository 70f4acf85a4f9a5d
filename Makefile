# On a machine with Python 3.11 or newer, make and git, two commands are enough: make run, make test.

VENV := .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
PIP  := $(PY) -m pip --quiet --disable-pip-version-check

# Wheels only: building from source would fetch a build tool that no lock vouches for.
INSTALL := $(PIP) install --require-hashes --no-deps --only-binary :all: -r
COMPILE := -m uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make lock' $(ARGS) pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | \
		while IFS='|' read -r name words; do printf '%-12s %s\n' "$$name" "$$words"; done

run: $(VENV)/.run-stamp ## set up and start the bot
	@$(BIN)/duban run $(ARGS)

test: check ## set up, then run every check and every test
	@echo '== tests'
	@$(PY) -m pytest -n 3 --dist loadgroup $(ARGS)

check: $(VENV)/.dev-stamp ## only the fast part: style, types, arrows between rooms
	@echo '== ruff check'
	@$(BIN)/ruff check .
	@echo '== ruff format'
	@$(BIN)/ruff format --check .
	@echo '== mypy --strict'
	@$(PY) -m mypy --strict
	@echo '== import-linter'
	@$(BIN)/lint-imports --no-logo
	@echo '== installed packages against pyproject.toml'
	@$(PY) -m pip --disable-pip-version-check check

bench: $(VENV)/.dev-stamp ## measure against the promised figures
	@$(PY) -m tests.bench $(ARGS)

lock: ## bring the locks in line with pyproject.toml (ARGS=--upgrade raises every version)
	@$(find_python); \
	uv=$$(mktemp -d) && trap 'rm -rf "$$uv"' EXIT && \
	"$$python" -m venv "$$uv" && \
	"$$uv/bin/python" -m pip --quiet --disable-pip-version-check install uv && \
	"$$python" -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" | \
		"$$uv/bin/python" $(COMPILE) - --output-file requirements.lock > /dev/null && \
	"$$uv/bin/python" $(COMPILE) --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock > /dev/null

clean: ## remove the environment and everything the tools left behind
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/shots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The setup. Three stamps, each standing on the one before: the locked packages, the project itself,
# the developer's tools. While pip is at work no stamp stands, so a setup cut short starts over from
# an empty environment instead of trusting half a package.

$(VENV)/.lock-stamp: requirements.lock
	@$(find_python); \
	echo "setup: $$("$$python" --version) into $(VENV), a minute the first time"; \
	"$$python" -m venv --clear $(VENV)
	@$(INSTALL) requirements.lock
	@touch $@

$(VENV)/.run-stamp: $(VENV)/.lock-stamp pyproject.toml
	@rm $(VENV)/.lock-stamp
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $(VENV)/.lock-stamp $@

$(VENV)/.dev-stamp: $(VENV)/.run-stamp requirements-dev.lock
	@echo 'setup: tools for checks and tests'
	@rm $(VENV)/.lock-stamp
	@$(INSTALL) requirements-dev.lock
	@touch $(VENV)/.lock-stamp $(VENV)/.run-stamp $@

define find_python
for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 none; do \
	"$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && break; \
done; \
if [ "$$python" = none ]; then \
	echo 'duban needs Python 3.11 or newer with its venv module (on Debian: apt-get install python3-venv).' >&2; \
	echo "Here python3 is: $$(python3 --version 2>&1)" >&2; \
	echo 'Another one can be named: make PYTHON=/path/to/python3.12' >&2; \
	exit 1; \
fi
endef
