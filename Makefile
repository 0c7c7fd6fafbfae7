# make test      all tests, lints and the README's main job; installs what it needs, says loudly what it could not run
# make lint      formatting, clippy, documentation, licences
# make bench     chip reading and verification against named peers, in one run
# make fuzz-smoke  every fuzz target for SECONDS_PER_TARGET (20)
# make codes     writes docs/codes.md anew from the code tables
# make bench-cleanup  lists of citizens cleaned, against named peers

.PHONY: test lint bench fuzz-smoke test-pcscd codes

test:
	@scripts/test.sh

lint:
	@scripts/lint.sh

bench:
	cargo run --release -p dinhdanh-bench $$(pkg-config --exists openssl && echo --features openssl)

fuzz-smoke:
	fuzz/smoke.sh

test-pcscd:
	@scripts/install.sh pcscd
	tests/pcscd/run.sh

codes:
	UPDATE_DOCS=1 cargo test -p dinhdanh-tests --test documentation

-include tests/qr_bench/bench.mk
-include tests/cleanup_bench/*.mk
