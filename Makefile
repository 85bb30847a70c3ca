# The two commands of README.md are `make app` and `make test`.
PORT   ?= 8501
PYTHON ?= python3
REPLICAS ?= 3
SOURCES ?= ../shared/sources
BIN    := .venv/bin
READY  := .venv/.ready
TOOLS  := .venv/.tools

export PATH := $(PATH):/usr/sbin

.PHONY: app replicas test fuzz soak lint types build check docs bench pins screenshots failover chromium nginx systemd-analyze wrk clean

app: $(READY) ## serve the site on http://localhost:$(PORT)
	@echo "Every Zip Code is on http://localhost:$(PORT)"
	@$(BIN)/streamlit run app.py --server.port $(PORT) --server.headless true --browser.serverAddress localhost

replicas: $(READY) nginx ## the same for many readers: REPLICAS processes behind nginx
	@$(BIN)/python -m deploy.local --replicas $(REPLICAS) --port $(PORT)

test: $(TOOLS) chromium nginx systemd-analyze ## every test, browser tests included
	$(BIN)/python -m pytest -n auto --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest -n auto tests/browser  # after the others: a browser and its site want a core

fuzz: $(TOOLS) ## odd queries, requests and words for an hour, with a new seed each time
	$(BIN)/python -m pytest -q --hypothesis-profile long -p no:cacheprovider tests/dashboard/test_guard_fuzz.py

soak: $(TOOLS) ## memory over an hour's readers in some minutes
	$(BIN)/python -m benchmarks.soak

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)
	$(BIN)/mypy

build: $(READY) ## make the tables of data/ from the source files
	$(BIN)/python -m etl build --from $(SOURCES) --out data

check: $(READY) ## check the tables of data/
	$(BIN)/python -m etl check

docs: $(READY) ## write the reference pages of docs/ from the code
	$(BIN)/python -m etl docs
	$(BIN)/python -m dashboard.api > docs/api.md

bench: $(TOOLS) chromium wrk ## measure everything, or PART="load routes"
	$(BIN)/python -m benchmarks $(PART)

failover: $(TOOLS) nginx ## a replica is killed under load, then all restart one by one
	$(BIN)/python -m benchmarks.failover

screenshots: $(TOOLS) chromium ## the pictures of README.md
	$(BIN)/python -m benchmarks.screenshots

pins: $(TOOLS) ## pin requirements with hashes
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q requirements.in -o requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q -c requirements.txt requirements-cluster.in -o requirements-cluster.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q -c requirements.txt -c requirements-cluster.txt requirements-dev.in -o requirements-dev.txt

# Tests are never skipped: without one of these programs the run stops here and says how to get it.
# Chromium's shell and Mesa draw maps without a graphics card; with another Chromium it takes longer.
wanted.chromium         = chromium-headless-shell
instead.chromium        = chromium chromium-browser
package.chromium        = chromium-headless-shell libegl1 libgl1-mesa-dri libgles2
package.nginx           = nginx-light
package.systemd-analyze = systemd
package.wrk             = wrk
chromium nginx systemd-analyze wrk:
	@command -v $(or $(wanted.$@),$@) >/dev/null || (command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	  && apt-get update -qq && apt-get install -y -qq $(package.$@) >/dev/null) || true
	@for name in $(or $(wanted.$@),$@) $(instead.$@); do command -v $$name >/dev/null && exit 0; done; \
	  echo "This needs $@: sudo apt-get install $(package.$@)"; exit 1

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 app"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache build
