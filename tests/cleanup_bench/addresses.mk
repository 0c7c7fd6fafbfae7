# Addresses: ours and vietnamadminunits on the same list in the same run. Everything is made below target/cleanup_bench.
ADDRESS_BENCH := target/cleanup_bench/addresses
ADDRESS_SEED ?= 2026
ADDRESS_ROWS ?= 200000
ADDRESS_PEER_ROWS ?= 10000

.PHONY: bench-cleanup bench-cleanup-addresses
bench-cleanup: bench-cleanup-addresses

bench-cleanup-addresses: $(ADDRESS_BENCH)/venv/ready
	cargo run --release -p dinhdanh-list-maker --example address_figures -- \
	  $(ADDRESS_SEED) $(ADDRESS_ROWS) $(ADDRESS_BENCH)/addresses.tsv
	$(ADDRESS_BENCH)/venv/bin/python tests/cleanup_bench/addresses.py \
	  $(ADDRESS_BENCH)/addresses.tsv $(ADDRESS_PEER_ROWS)

$(ADDRESS_BENCH)/venv/ready:
	python3 -m venv $(ADDRESS_BENCH)/venv
	$(ADDRESS_BENCH)/venv/bin/pip install -q vietnamadminunits==1.0.4
	touch $@
