# QR reading compared with other libraries: `make bench-qr`. Everything is made below target/qr_bench.
QR_BENCH := target/qr_bench
QR_PYTHON := $(QR_BENCH)/venv/bin/python
QR_SEED ?= 2026
QR_PER_CLASS ?= 40
QR_NEGATIVES ?= 200
QR_CAMERA_SEED ?= 77
QR_CAMERA_PER_CLASS ?= 20

.PHONY: bench-qr
bench-qr: $(QR_BENCH)/venv/ready
	cargo build --release -p dinhdanh-qr-maker -p dinhdanh-qr-bench
	target/release/qr_make $(QR_SEED) $(QR_BENCH)/single $(QR_PER_CLASS) $(QR_NEGATIVES)
	$(QR_PYTHON) tests/qr_bench/camera_set.py $(QR_CAMERA_SEED) $(QR_BENCH)/camera $(QR_CAMERA_PER_CLASS)
	for set in single camera; do \
	  target/release/dinhdanh-qr-bench $(QR_BENCH)/$$set own rxing rqrr && \
	  $(QR_PYTHON) tests/qr_bench/peers.py $(QR_BENCH)/$$set || exit 1; \
	done
	$(QR_PYTHON) tests/qr_bench/report.py $(QR_BENCH)/single $(QR_BENCH)/camera

# zbar is a system library: apt-get install libzbar0. Without it the report leaves zbar out.
$(QR_BENCH)/venv/ready:
	python3 -m venv $(QR_BENCH)/venv
	$(QR_BENCH)/venv/bin/pip install -q zxing-cpp pyzbar numpy opencv-python-headless segno
	touch $@
