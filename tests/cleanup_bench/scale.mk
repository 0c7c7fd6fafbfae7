# Cost and memory of cleaning by the size of the list, from the command as users have it.
SCALE := target/cleanup_bench/scale
SCALE_ROWS ?= 10000 100000 1000000
SCALE_MOST := $(lastword $(SCALE_ROWS))

.PHONY: bench-cleanup-scale
bench-cleanup: bench-cleanup-scale

bench-cleanup-scale:
	scripts/install.sh python
	mkdir -p $(SCALE)
	cargo run --release -p dinhdanh-list-maker --example make_list -- $(SCALE_MOST) > $(SCALE)/list.csv
	cd bindings/python && ../../.tools/python/bin/maturin build --quiet --release --out ../../$(SCALE)
	python3 -m venv $(SCALE)/venv
	$(SCALE)/venv/bin/pip install -q --force-reinstall $(SCALE)/dinhdanh-*.whl
	$(SCALE)/venv/bin/python tests/cleanup_bench/scale.py $(SCALE)/list.csv $(SCALE_ROWS)
