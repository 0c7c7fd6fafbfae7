# Full validation of ID tokens compared with other libraries: `make bench-sso`. Everything is made below target/sso_bench.
SSO_BENCH := target/sso_bench
SSO_SECONDS ?= 0.5
SSO_ROUNDS ?= 7

.PHONY: bench-sso
bench-sso: $(SSO_BENCH)/venv/ready tests/sso_bench/node_modules/.package-lock.json
	cargo build --release -p dinhdanh-sso-bench
	node tests/sso_bench/make.mjs $(SSO_BENCH)/cases.json
	target/release/dinhdanh-sso-bench $(SSO_BENCH)/cases.json $(SSO_SECONDS) $(SSO_ROUNDS) \
	  --peer "$(SSO_BENCH)/venv/bin/python tests/sso_bench/peer.py" --peer "node tests/sso_bench/peer.mjs"

$(SSO_BENCH)/venv/ready:
	python3 -m venv $(SSO_BENCH)/venv
	$(SSO_BENCH)/venv/bin/pip install -q 'PyJWT[crypto]==2.15.1'
	touch $@

tests/sso_bench/node_modules/.package-lock.json: tests/sso_bench/package-lock.json
	cd tests/sso_bench && npm ci
