# QR reading compared with other libraries: `make bench-qr`. Everything is made below target/qr_bench.
# The pictures are made once for each seed; `make clean-qr` forgets them.
QR_BENCH := target/qr_bench
QR_PYTHON := $(QR_BENCH)/venv/bin/python
QR_SEED ?= 2026
QR_PER_CLASS ?= 40
QR_NEGATIVES ?= 200
QR_CAMERA_SEED ?= 77
QR_CAMERA_PER_CLASS ?= 20
QR_STREET_SEED ?= 9
QR_STREET_PER_CLASS ?= 20
QR_SETS := single camera street

.PHONY: bench-qr stress-qr clean-qr qr-programs
bench-qr: qr-programs $(QR_BENCH)/venv/ready $(QR_SETS:%=$(QR_BENCH)/%/ready)
	for set in $(QR_SETS); do \
	  target/release/dinhdanh-qr-bench $(QR_BENCH)/$$set own rxing rqrr && \
	  $(QR_PYTHON) tests/qr_bench/peers.py $(QR_BENCH)/$$set || exit 1; \
	done
	$(QR_PYTHON) tests/qr_bench/report.py $(QR_SETS:%=$(QR_BENCH)/%) | tee $(QR_BENCH)/report.md

# 100 000 damaged pictures, scanner streams and reports; about two minutes of computing.
stress-qr: qr-programs
	target/release/qr_stress

clean-qr:
	rm -rf $(QR_SETS:%=$(QR_BENCH)/%)

qr-programs:
	cargo build --release -p dinhdanh-qr-maker -p dinhdanh-qr-bench

$(QR_BENCH)/single/ready: | qr-programs
	target/release/qr_make $(QR_SEED) $(@D) $(QR_PER_CLASS) $(QR_NEGATIVES)
	touch $@

$(QR_BENCH)/camera/ready: | $(QR_BENCH)/venv/ready
	$(QR_PYTHON) tests/qr_bench/camera_set.py $(QR_CAMERA_SEED) $(@D) $(QR_CAMERA_PER_CLASS)
	touch $@

$(QR_BENCH)/street/ready: | $(QR_BENCH)/venv/ready
	$(QR_PYTHON) tests/qr_bench/street_set.py $(QR_STREET_SEED) $(@D) $(QR_STREET_PER_CLASS)
	touch $@

# zbar is a system library: apt-get install libzbar0. Without it the report leaves zbar out.
$(QR_BENCH)/venv/ready:
	python3 -m venv $(QR_BENCH)/venv
	$(QR_BENCH)/venv/bin/pip install -q zxing-cpp pyzbar numpy opencv-python-headless segno
	touch $@
