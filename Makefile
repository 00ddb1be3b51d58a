# Claim Tracker in two commands: `make run` and `make test`. All they make lies in .venv and .state (as root, also in
# the folder that .state/postgresql links to). Paths are relative and quoted: the project may lie on a path with spaces.

PYTHON := .venv/bin/python
# What `make run` and single tests may be given: make run PORT=8001, make test ARGS="tests/judging -k verdict".
ARGS ?=

export UV_PYTHON_DOWNLOADS := never
# The environment is this folder's, whatever another project has activated in this shell.
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV

.DEFAULT_GOAL := targets
.PHONY: targets setup run test check fix bench browser screenshots clean

targets: ## List these targets
	@grep -E '^[a-z]+:.*## ' Makefile | while IFS= read -r line; do \
		printf '  make %-11s %s\n' "$${line%%:*}" "$${line##*## }"; done

setup: .venv/.complete ## Make .venv with everything the project needs, and no more
	@:

.venv/.complete: pyproject.toml uv.lock .python-version .ci/make-venv
	@.ci/make-venv

run: setup ## Start the site with demo data, worker and beat; Ctrl-C stops all of it (another port: PORT=8001)
	@exec $(PYTHON) -m tracker.run_all

test: setup ## Run all tests, with a browser where one may be installed (some of them: ARGS="tests/web -k claim")
	@.ci/install-browser || true
	@.ci/install-axe || true
	$(PYTHON) -m pytest -n 2 --dist worksteal $(ARGS)

check: setup ## Style, types, floors, migrations and settings; changes nothing
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py check --database default

fix: setup ## Repair what ruff can repair
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: setup ## Measure: runs every bench of bench/
	@for bench in $$(grep -l __main__ bench/*.py | sed 's/.*\///; s/\.py$$//'); do \
		echo "== $$bench"; $(PYTHON) -m "bench.$$bench" || exit 1; done

browser: ## Install Chromium and a Chinese font for the browser tests (root or sudo, apt)
	@.ci/install-browser

screenshots: setup ## Take pictures of every page, in both languages, light and dark, into .state/screenshots
	@.ci/install-browser
	$(PYTHON) -m tests.browser.screenshots .state/screenshots

clean: ## Remove .venv and .state: the environment AND the database with all its data
	@.ci/remove-state
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
