# Two commands for everybody: `make report` and `make test`. A fresh machine needs Python >= 3.11, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVALLIB := $(BIN)/evallib

# Both cores; the tests of a file stay together, so that what they share is made once. Files keep the order of
# tests/conftest.py, slow ones first: by itself the plugin begins those of few tests last, and these are the slow ones.
PYTEST := $(BIN)/python -m pytest --quiet --numprocesses auto --dist loadfile --no-loadscope-reorder
# Tests that were compiled once are kept: without them a run takes some ten seconds more.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: report screenshots test test-fast test-long golden mutants lab docs lint bench lock clean help

help:
	@echo "make report  生成全部报告（reports/index.html）"
	@echo "make test       运行全部测试（10 分钟以内）"
	@echo "make test-fast  只运行快的测试（一分钟以内）"
	@echo "make test-long  埋设差错、逐表退回、模拟与浏览器矩阵（25 分钟以内）"
	@echo "make golden REASON=\"…\"  更新基准（tests/golden）并写明原因"
	@echo "make mutants    逐处改坏代码，看测试能否发现"
	@echo "make lab     打开 JupyterLab"
	@echo "make docs    生成说明网站（site/index.html）"
	@echo "make lint    检查代码格式、类型与分层"
	@echo "make screenshots  重做 docs/images 的截图（需要 Chromium、LibreOffice）"
	@echo "make bench   性能测量"
	@echo "make clean   删除 .venv、清洁数据与报告"

# A lock is installed once; its stamp is renewed when the lock or the project's metadata change.
$(VENV)/runtime.stamp: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/runtime.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

report: $(VENV)/runtime.stamp
	$(EVALLIB) run

test: $(VENV)/dev.stamp
	$(PYTEST)

test-fast: $(VENV)/dev.stamp
	$(PYTEST) -m "not slow and not browser and not long" --hypothesis-profile fast

test-long: $(VENV)/dev.stamp
	$(PYTEST) -m long

# What the shipped reports show now becomes what they shall show: read the difference, name the reason.
golden: $(VENV)/dev.stamp
	$(BIN)/python tests/helpers/golden.py $(if $(REASON),--update "$(REASON)")

mutants: $(VENV)/dev.stamp
	$(BIN)/python tests/mutants/run.py $(ROOM)

lab: $(VENV)/runtime.stamp
	$(EVALLIB) lab

# Strict: a link that leads nowhere is an error. The handbook of definitions is written beside the pages.
docs: $(VENV)/dev.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	$(EVALLIB) definitions --handbook site/口径手册

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Pictures of the pages for docs/pages.md; look at each of them.
screenshots: $(VENV)/dev.stamp
	$(BIN)/python tests/helpers/screenshots.py
	$(BIN)/python tests/helpers/word_pictures.py

bench: $(VENV)/dev.stamp
	@set -e; for bench in benchmarks/bench_*.py; do echo "== $$bench"; $(BIN)/python $$bench; done

# New versions: addresses of indexes never get into a lock.
lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --extra workspace pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --group dev --extra workspace --extra dask pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV)
	find data/clean reports -mindepth 1 ! -name README.md -delete
	rm -rf data/inside
