# Each target may be repeated: what is done already is not done again.
# PORT, VAR_DIR, DATABASE_URL and all other settings come from the environment or the command
# line (make run PORT=9000 VAR_DIR=/srv/site); README.md lists them.

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
MANAGE := $(VENV_PYTHON) manage.py
LANGUAGE_OF_PICTURE ?= en

# Messages appear as they are written, also in a pipe.
export PYTHONUNBUFFERED := 1

.PHONY: help setup run dev test bench screenshot environment test-environment search-server search-server-stop
.NOTPARALLEL:

help: ## Say what can be done
	@grep -E '^[a-z-]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+): .*## /  make \1\t/' | expand -t 20

environment:
	@$(PYTHON) install.py requirements.txt

setup: environment ## Make everything ready: environment, database, data, texts, static files
	@$(MANAGE) set_up

run: setup ## Set up, then serve the site as visitors get it, on PORT (default 8000)
	@echo "== Serving on http://localhost:$${PORT:-8000}/ (Ctrl+C stops)"
	@exec $(VENV_PYTHON) -m gunicorn

dev: export DEBUG = on
dev: setup ## Set up, then serve the site to a developer: it restarts when code changes
	@exec $(MANAGE) runserver $${PORT:-8000}

test-environment:
	@$(PYTHON) install.py requirements-dev.txt

# $(call step,title,command): announce a step, run it, and say which one failed.
define step
	@echo "== $(1)"
	@$(2) || { echo "make test failed at this step: $(1)." >&2; exit 1; }
endef

# What a production site needs to start, with values that lead nowhere.
PRODUCTION := DJANGO_SETTINGS_MODULE=cms.settings.production \
	SECRET_KEY=an-example-for-the-checks-0123456789-abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=www.example.org BASE_URL=https://www.example.org \
	DATABASE_URL=postgres://user:password@localhost:5432/site EMAIL_URL=smtp://localhost:25

test: export DJANGO_SETTINGS_MODULE = cms.settings.test
test: test-environment ## Run every check and every test
	$(call step,Lint (ruff check),$(VENV_PYTHON) -m ruff check .)
	$(call step,Format (ruff format),$(VENV_PYTHON) -m ruff format --check .)
	$(call step,Types (mypy),$(VENV_PYTHON) -m mypy)
	$(call step,Import direction (import-linter),$(VENV_PYTHON) -c "from importlinter.cli import lint_imports_command as run; run()")
	$(call step,Templates (djlint),$(VENV_PYTHON) -m djlint --lint --check --quiet cms home villages stories search)
	$(call step,Messages (compile_messages),$(MANAGE) compile_messages)
	$(call step,Messages (check_messages),$(MANAGE) check_messages)
	$(call step,System checks,$(MANAGE) check --fail-level WARNING)
	$(call step,System checks for production,$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING)
	$(call step,Migrations,$(MANAGE) makemigrations --check --dry-run)
	$(call step,Tests (pytest),$(VENV_PYTHON) -m pytest -n 2)

bench: setup ## Measure pages and the search, at two sizes (BENCH_SIZE=small: one, 3 minutes)
	@$(VENV_PYTHON) tests/performance/bench.py
	@$(VENV_PYTHON) -m tests.performance.search_bench

ELASTICSEARCH := PORT=$${ELASTICSEARCH_PORT:-9211} tools/search-server/elasticsearch
OPENSEARCH := PORT=$${OPENSEARCH_PORT:-9201} tools/search-server/opensearch

search-server: ## Start a real Elasticsearch and a real OpenSearch for tests (needs Maven, Java 21)
	@$(ELASTICSEARCH) start
	@$(OPENSEARCH) start

search-server-stop: ## Stop both
	@$(ELASTICSEARCH) stop
	@$(OPENSEARCH) stop

screenshot: ## Take the picture of the README from the site that runs on PORT (needs Chromium)
	@mkdir -p docs/images
	@chromium --headless $$(test "$$(id -u)" != 0 || echo --no-sandbox) --hide-scrollbars \
		--window-size=1280,1600 --screenshot=docs/images/village.png \
		http://localhost:$${PORT:-8000}/$(LANGUAGE_OF_PICTURE)/villages/lombez/
