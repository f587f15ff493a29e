# The two commands: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-browser run test test-build test-browser fuzz fuzz-geometry bench bench-signin bench-siting \
	bench-coverage bench-tiles bench-bookings bench-webhooks bench-invoices bench-web bench-jobs jobs-rig soak-jobs soak-coverage \
	soak-bookings soak-kills soak-payments soak-messages screenshots format format-check \
	lint build clean

# A target must name each target it imports; warnings in our own targets are errors (Package.swift).
CHECKS := --explicit-target-dependency-import-check error
ISTRI := .build/release/istri
timed = start=$$(date +%s); $(2) || exit $$?; echo "== $(1): $$(( $$(date +%s) - start )) s"

# Keeps what a measurement prints as its part of benchmarks/RESULTS.md.
recorded = RECORDED_TARGET=$@ benchmarks/record.sh $(1) "$(2)"

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

setup: ## install the Debian packages that are missing, and fetch the browser files of others
	@$(call timed,setup,deploy/setup.sh && deploy/assets.sh)

build: setup ## build the program for use
	@$(call timed,release build,swift build -c release --product istri --static-swift-stdlib $(CHECKS))

run: build ## set up, load Tamil Nadu and a sample network, and serve them on 127.0.0.1:8080
	@exec $(ISTRI) serve --demo

test-build: setup
	@$(call timed,test build,swift build --build-tests $(CHECKS))

test: lint setup-browser ## set up and run all tests against a real PostgreSQL, and a short run in Chromium
	@$(call timed,tests,deploy/run-tests.sh)
	@$(call timed,a slice of the fuzz,deploy/run-fuzz.sh --istri .build/debug/istri --requests 2600 --successes 5)
	@$(call timed,a short run in the browser,deploy/run-browser.sh run.py --istri .build/debug/istri --second-try 5 --short flows crawl)

setup-browser: setup
	@$(call timed,setup of the browser,deploy/setup.sh chromium-headless-shell fonts-noto-core)

test-browser: setup-browser ## go through the pages in Chromium, in English and Tamil, on a phone and a desktop (TESTS="flows -k search" for some)
	@$(call timed,debug build,swift build --product istri $(CHECKS))
	@$(call timed,browser tests,deploy/run-browser.sh run.py --istri .build/debug/istri $(TESTS))

FUZZ_REQUESTS ?= 200000
fuzz: build ## send 200,000 generated requests (FUZZ_REQUESTS) as every role, and hold the answers against the specification
	@$(call timed,fuzz,deploy/run-fuzz.sh --istri $(ISTRI) --requests $(FUZZ_REQUESTS) --successes 50)

FUZZ_GEOMETRIES ?= 50000
fuzz-geometry: test-build ## send 50,000 generated geometries (FUZZ_GEOMETRIES), right and wrong ones, to the gate and hold memory and verdicts
	@$(call timed,fuzz,ISTRI_FUZZ_GEOMETRIES=$(FUZZ_GEOMETRIES) swift test --skip-build --filter GeometryFuzzTests)

bench: build ## measure, print the ratios and write benchmarks/RESULTS.md
	@deploy/setup.sh wrk
	@$(call timed,benchmark build,swift build -c release --package-path benchmarks $(CHECKS))
	@benchmarks/.build/release/Measure; status=$$?; benchmarks/record.sh; exit $$status

jobs-rig: setup
	@$(call timed,job rig build,swift build -c release --product JobsRig $(CHECKS))

bench-siting: build ## hold suggested centres against an exact solver; fails below 0.98 of the optimum
	@$(call recorded,siting,Suggested centres against an exact solver) benchmarks/siting/run.sh --istri $(ISTRI)

bench-coverage: build ## measure the questions about coverage and hold their answers against a brute force, at 5,000 and 50,000 centres
	@$(call recorded,coverage,Coverage: questions and changes) benchmarks/coverage/run.sh --istri $(ISTRI)

bench-tiles: build ## measure how long the map's tiles take to be made, at 5,000 and 50,000 centres
	@$(call recorded,tiles,Tiles of the map) benchmarks/tiles/run.sh --istri $(ISTRI)

bench-bookings: build ## let 64 clients try 1,000,000 times for 10,000 hours, and measure booking and free slots at 10,000 and 1,000,000 bookings
	@deploy/setup.sh wrk
	@$(call recorded,bookings,Bookings: races and speed) benchmarks/bookings/run.sh --istri $(ISTRI)

bench-webhooks: build ## send 100,000 webhooks of the gateway; fails if the ledger isn't an oracle's or an answer takes long
	@$(call recorded,webhooks,Webhooks of the payment gateway) benchmarks/webhooks/run.sh --istri $(ISTRI)

bench-invoices: build ## measure how many invoices a second a worker numbers, draws and stores, and what one costs
	@$(call recorded,invoices,Invoices) benchmarks/invoices/run.sh --istri $(ISTRI)

soak-kills: build ## kill -9 the server 50 times and PostgreSQL 10 times while people book; fails if a booking is lost or made twice
	@$(call recorded,booking-kills,Bookings: server and PostgreSQL killed) benchmarks/bookings/run.sh kills --istri $(ISTRI)

bench-web: build setup-browser ## measure the pages on a slow phone, and the server's time for each
	@$(call recorded,web,Pages on a slow phone and on the server) deploy/run-browser.sh measure.py --istri $(ISTRI)

screenshots: build setup-browser ## take the pictures of the README anew (docs/screenshots)
	@$(call timed,screenshots,deploy/run-browser.sh screenshots.py --istri $(ISTRI))

bench-jobs: jobs-rig ## measure how many jobs a second the queue does; fails below 2,000
	@$(call recorded,jobs,Job queue: jobs a second) .build/release/JobsRig rate

soak-jobs: jobs-rig ## kill -9 fifty workers of the job queue and count; fails if a job is lost or completed twice
	@$(call recorded,kills,Job queue: workers killed) .build/release/JobsRig kill --kills 50

SOAK_EDITS ?= 1000
SOAK_SEED := $(or $(SOAK_SEED),$(shell echo $$RANDOM))
soak-coverage: test-build ## edit areas and centres 1,000 times (SOAK_EDITS) by four writers; fails if what is kept differs from one made from nothing
	@ISTRI_SOAK_EDITS=$(SOAK_EDITS) ISTRI_SOAK_SEED=$(SOAK_SEED) \
		$(call recorded,soak-coverage,Kept coverage after random edits) benchmarks/coverage/soak.sh

SOAK_RUNS ?= 1000
SOAK_KILLS ?= 50
soak-bookings: test-build ## let six people at once do anything with bookings, 1,000 times (SOAK_RUNS); fails if the history replayed by a model doesn't end in what is stored
	@$(call timed,soak of bookings,ISTRI_SOAK_RUNS=$(SOAK_RUNS) ISTRI_SOAK_SEED=$(SOAK_SEED) deploy/run-tests.sh --filter BookingModelTests)

soak-payments: build ## kill -9 the server or the worker fifty times while people pay; fails if the ledger isn't the gateway's book
	@$(call recorded,payment-kills,Payments: server and worker killed) benchmarks/payments/run.sh --istri $(ISTRI)

soak-messages: test-build ## kill -9 fifty workers (SOAK_KILLS) in the midst of a broadcast; fails if somebody is told nothing, or twice under two names
	@$(call timed,soak of messages,ISTRI_SOAK_KILLS=$(SOAK_KILLS) deploy/run-tests.sh --filter BroadcastKillTests)

bench-signin: build ## measure what sign-ins do to searches
	@deploy/setup.sh wrk
	@$(call timed,benchmark build,swift build -c release --package-path benchmarks $(CHECKS))
	@$(call recorded,sign-ins,Searches while people sign in) benchmarks/.build/release/Measure --sign-ins

format: ## format all Swift files
	@swift format --in-place --recursive --parallel Package.swift Sources Tests benchmarks/Package.swift benchmarks/Benchmarks

format-check: ## check the format of all Swift files
	@$(call timed,format check,swift format lint --strict --recursive --parallel Package.swift Sources Tests benchmarks/Package.swift benchmarks/Benchmarks)

# The build tells whether a target imports what it doesn't declare; `make test` goes on with what it built.
lint: format-check test-build ## check the format of all Swift files and the arrows between the targets

clean: ## remove what was built, and the test cluster; .istri stays
	@rm -rf .build benchmarks/.build
