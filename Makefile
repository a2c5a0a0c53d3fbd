# Every target sets up what it needs by itself; state lives in .venv and .hoso only.
.DEFAULT_GOAL := help
.PHONY: help bootstrap bootstrap-test demo test test-quick test-s3 lint format types bench-read bench-ocr bench-extract bench-match bench-gateway calibrate bench-road bench-registers bench-warehouse bench-station screenshots fuzz fuzz-api requirements clean

export PATH := $(CURDIR)/.venv/bin:$(PATH)

help:  ## what can be made
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

bootstrap:  ## set this checkout up (Debian packages, .venv); done once
	@sh tools/bootstrap.sh run

demo: bootstrap  ## make 12 scanned dossiers and take them the whole road, from scan to record
	@hoso demo

test: bootstrap-test lint types  ## everything: lint, types, quick, contract, DAG and end-to-end tests
	@pytest -q

test-quick: bootstrap-test  ## the tests that need no server, no database and no OCR
	@pytest -q -n 2 -m "not contract and not road and not pixels"

test-s3: bootstrap-test  ## the stores' contract on a real S3 server, Debian's radosgw; installs it (apt)
	@sh tools/real_s3.sh
	@pytest -q -n 0 -m s3 tests/storage

bootstrap-test:
	@sh tools/bootstrap.sh test

lint: bootstrap-test  ## ruff, and is everything formatted
	@ruff check .
	@ruff format --check .

format: bootstrap-test  ## put the code in form
	@ruff check --fix .
	@ruff format .

types: bootstrap-test  ## mypy on the packages
	@mypy

bench-read: bootstrap-test  ## read sample pages with this project and the plain way, side by side
	@python -m benchmarks.ocr --dossiers 24 --seed 7 --pages 40 --out docs/benchmarks/reading.md

bench-ocr: bootstrap-test  ## the same and OCRmyPDF on labelled scans of your own: make bench-ocr CORPUS=DIR
	@python -m benchmarks.ocr --corpus "$(CORPUS)" --pages 0 --profile --worth-pages 20 --out docs/benchmarks/ocr.md

bench-extract: bootstrap-test  ## fields of sample papers of every form: exact, wrong, missing, how sure, what is left to people
	@python -m benchmarks.extract --seed 7 --papers 69 --record docs/benchmarks/extraction.json --out docs/benchmarks/extraction.md

bench-match: bootstrap-test  ## matching beside Splink 5 and an exact join, at 200,000 and 2,000,000 persons (about half an hour)
	@python -m benchmarks.match --out docs/benchmarks/matching.md

bench-gateway: bootstrap-test  ## how many queries over the gateway find whom, question by question in order of value
	@python -m benchmarks.gateway --least-value 0.05 --least-value 0.08 --out docs/benchmarks/gateway.md

calibrate: bootstrap-test  ## fit anew how sure a value is, on sample papers (about half an hour)
	@python -m benchmarks.calibrate

bench-registers: bootstrap-test  ## how soon the mocked registers answer over 5 million people, 200 questions a second
	@python -m benchmarks.registers --out docs/benchmarks/registers.md

fuzz: bootstrap-test  ## damaged and forged scans, for a long time
	@HOSO_FUZZ_EXAMPLES=20000 pytest -q tests/fuzz

fuzz-api: bootstrap-test  ## the reuse service against its own description, for some ten minutes
	@HOSO_API_FUZZ_EXAMPLES=300 pytest -q -n 0 tests/api/test_contract_fuzz.py

bench-warehouse: bootstrap-test  ## a warehouse of a million records: loading, looking up, answering, beside a plain table (about half an hour)
	@python -m benchmarks.warehouse --out docs/benchmarks/warehouse.md

bench-station: bootstrap-test  ## how soon the verification station shows the next of 2,000 questions, beside a plain form
	@python -m benchmarks.station --out docs/benchmarks/station.md

screenshots: bootstrap-test  ## draw the station's pictures in docs/screenshots anew, from invented people
	@HOSO_SCREENSHOTS=1 pytest -q -n 0 tests/review/test_station_pictures.py

bench-road: bootstrap-test  ## time each stage of the road, and a second run
	@python -m benchmarks.road --dossiers 12 --seed 7 --out docs/benchmarks/road.md

requirements: bootstrap-test  ## pin again what pyproject.toml asks for
	@sh tools/pin.sh

clean:  ## remove .venv and .hoso (all state of this checkout), stopping its private PostgreSQL first
	@if [ -x .venv/bin/hoso ]; then .venv/bin/hoso stop || true; fi
	@rm -rf .venv .hoso .pytest_cache .mypy_cache .ruff_cache .hypothesis
