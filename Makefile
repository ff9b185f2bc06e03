# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-fast check lint types units format lock sbom licences bench endurance \
	screenshot

run: $(VENV)/run.stamp ## start the dashboard; CSV=path/to/other.csv shows another file
	$(BIN)/streamlit run dashboard.py $(if $(CSV),-- "$(CSV)")

# Browser tests wait more than they work, so more of them run than there are cores. What is
# `serial` measures what many processes do at once, and has the machine to itself.
PYTEST := $(BIN)/python -m pytest -q

test: test-fast
	$(PYTEST) -n 3 --dist worksteal tests/browser
	$(PYTEST) -n 2 --dist loadgroup tests/engines tests/replicas

test-fast: lint ## everything but the browsers
	$(MAKE) --no-print-directory -j2 types units
	$(PYTEST) -m serial tests/studies

check: lint types

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

units: $(VENV)/dev.stamp
	$(PYTEST) -n 2 --dist worksteal -m "not serial" --ignore tests/browser --ignore tests/engines \
		--ignore tests/replicas

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.rerun
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.first_chart
	$(BIN)/python -m benchmarks.first_chart --mbit 10 --latency 40
	$(BIN)/python -m benchmarks.pooling
	$(BIN)/python -m benchmarks.coverage --small
	$(BIN)/python -m benchmarks.decay
	$(BIN)/python -m benchmarks.exports
	$(BIN)/python -m benchmarks.layout
	$(BIN)/python -m benchmarks.crowd
	$(BIN)/python -m benchmarks.readers

endurance: $(VENV)/dev.stamp ## kills, crowds, damaged files, hostile texts; FULL=1 for all of them
	$(BIN)/python -m benchmarks.endurance $(if $(FULL),--full)

screenshot: $(VENV)/dev.stamp
	$(BIN)/python -m docs.screenshot

# Exact versions of everything, for every platform, from the ranges in pyproject.toml; and the same
# with the hashes of their files, for `pip install --require-hashes`.
COMPILE := $(BIN)/uv pip compile --quiet --universal --no-header --no-annotate
lock:
	$(PYTHON) -m venv $(VENV) && $(BIN)/pip install --quiet uv
	$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade pyproject.toml --group dev -o requirements-dev.txt
	$(COMPILE) --generate-hashes requirements.txt -o requirements-hashes.txt
	$(COMPILE) --generate-hashes requirements-dev.txt -o requirements-dev-hashes.txt
	$(MAKE) --no-print-directory sbom licences

sbom: $(VENV)/dev.stamp ## what is shipped, as CycloneDX
	$(BIN)/python -m docs.dependencies sbom

licences: $(VENV)/dev.stamp ## the licences of all dependencies
	$(BIN)/python -m docs.dependencies licences

$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --requirement requirements.txt
	touch $@

# All that is needed is in the list, so two halves of it are installed at once, a core each.
$(VENV)/dev.stamp: requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	awk '{ print > ("$(VENV)/half" NR % 2 ".txt") }' requirements-dev.txt
	ls $(VENV)/half?.txt | xargs -P 2 -I FILE $(BIN)/pip install --quiet --no-deps --requirement FILE
	touch $@
