# make test      all tests, lints and the README's main job; installs what it needs, says loudly what it could not run
# make lint      formatting, clippy, documentation, licences
# make bench     chip reading and verification against named peers, in one run
# make bench-sso  validation of ID tokens against jsonwebtoken, PyJWT and jose, in one run
# make fuzz-smoke  every fuzz target for SECONDS_PER_TARGET (20)
# make packages  the packages for this system: C tarball, wheel, Maven artefact, NuGet; held to the ledger of sizes
# make cross     the libraries for Windows, Android and iOS; half an hour the first time
# make codes     writes docs/codes.md anew from the code tables
# make bench-cleanup  lists of citizens cleaned, against named peers

.PHONY: test lint bench fuzz-smoke test-pcscd codes packages cross

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

packages:
	@scripts/install.sh python
	@scripts/install.sh kotlin
	bindings/python/build-wheel.sh
	bindings/uniffi/package.sh
	cargo build --profile bindings -p dinhdanh-c
	bindings/c/package.sh
	bindings/c/dotnet/package.sh target/packages/nuget target/bindings/libdinhdanh.so

cross:
	@scripts/cross.sh

codes:
	UPDATE_DOCS=1 cargo test -p dinhdanh-tests --test documentation

-include tests/qr_bench/bench.mk
-include tests/sso_bench/bench.mk
-include tests/cleanup_bench/*.mk
