# Gatehouse. "make run" and "make test" are all that is needed; "make help" lists the rest.

GO     := .ci/go
TAGS   := migrated_fynedo,no_animations
BENCH  ?= .
COUNT  ?= 5
ifeq ($(OS),Windows_NT)
EXE    := .exe
endif
BINARY := build/gatehouse$(EXE)

.DEFAULT_GOAL := help
.PHONY: help run build test tour bench lint cover windows wine translations install clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, build, and open the window (without a display: make tour)
	@.ci/start

test: ## install what is missing and run all tests, with the race detector
	@.ci/install build test
	@.ci/test

build: install ## build build/gatehouse
	@mkdir -p build
	$(GO) build -tags $(TAGS) -o $(BINARY) .

tour: ## drive the real program in a virtual display; a picture per step in build/tour
	@.ci/tour

bench: install ## run the benchmarks and show them as a table (BENCH=pattern COUNT=runs)
	@.ci/bench '$(BENCH)' $(COUNT)

lint: install ## check formatting, faults, complexity, the dependency rule and translations
	@.ci/lint

cover: install ## show how much of core and storage the tests reach
	@mkdir -p build
	$(GO) test -coverprofile build/cover.out ./core/... ./storage/...
	@$(GO) tool cover -func build/cover.out | tail -n 1

windows: ## build build/gatehouse.exe for Windows, on any system
	@.ci/install build windows
	@.ci/windows

wine: ## run the tests of Windows' passkey dialog, and of its locked screen, under Wine
	@.ci/install windows wine
	@.ci/wine

translations: install ## write new texts into resources/translations/en.json and drop unused ones
	$(GO) test ./resources -count=1 -run '^TestEnglishTexts$$' -update

install: ## install what a build is missing
	@.ci/install build

clean: ## remove everything that was built
	rm -rf build
