# Lists of citizens, cleaned and matched, against named peers on the same lists in the same run: `make bench-cleanup`,
# or one part of it: `make bench-cleanup-addresses`, `-names`, `-linkage`. Everything is made below target/cleanup_bench.
CLEANUP_BENCH := target/cleanup_bench
CLEANUP_PYTHON := $(CLEANUP_BENCH)/venv/bin/python
export CLEANUP_SEED ?= 2026
export CLEANUP_ADDRESSES ?= 200000
# Of these, vietnamadminunits gets so many: it does some hundred a second.
export CLEANUP_PEER_ADDRESSES ?= 10000
export CLEANUP_NAME_PEOPLE ?= 72000
# 72 000 people are about 100 000 rows.
export CLEANUP_PEOPLE ?= 72000
# The large list, which only this library gets; 0 leaves it out.
export CLEANUP_MANY_PEOPLE ?= 727000

.PHONY: bench-cleanup bench-cleanup-addresses bench-cleanup-names bench-cleanup-linkage cleanup-programs
bench-cleanup: cleanup-programs $(CLEANUP_BENCH)/venv/ready
	$(CLEANUP_PYTHON) tests/cleanup_bench/run.py $(CLEANUP_BENCH) addresses names linkage

bench-cleanup-addresses bench-cleanup-names bench-cleanup-linkage: bench-cleanup-%: cleanup-programs $(CLEANUP_BENCH)/venv/ready
	$(CLEANUP_PYTHON) tests/cleanup_bench/run.py $(CLEANUP_BENCH) $*

cleanup-programs:
	cargo build --release -p dinhdanh-list-maker --example address_figures --example name_figures --example matching_figures

$(CLEANUP_BENCH)/venv/ready: tests/cleanup_bench/requirements.txt
	python3 -m venv $(CLEANUP_BENCH)/venv
	$(CLEANUP_BENCH)/venv/bin/pip install -q -r tests/cleanup_bench/requirements.txt
	touch $@
