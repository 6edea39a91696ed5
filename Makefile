# `make help` says what there is.
.DEFAULT_GOAL := help
.PHONY: help demo build test lint format check module-map bench release clean

sources := Sources Tests Package.swift
scripts := scripts/bootstrap .ci/run scripts/action-trigger scripts/release scripts/check-release
# Each of these keeps both cores busy with databases, dbt or a browser, so they run one after another, and after the rest.
heavy := CIPipelineTests CommandsTests ServerTests DialectConformanceTests SandboxTests DbtStateTests
# The longest plays, and beside them the rest: all at once they would wait for each other longer than a person would.
long_plays := ^EndToEndTests\.(ReviewTests|TriggerTests|WorkflowTests)/
# Minutes that each of these groups may take; several times what the longest takes on two cores.
patience := 25
nothing :=
space := $(nothing) $(nothing)

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: ## play a whole pull request on this machine and keep serving (ONCE=1: end by itself)
	@scripts/bootstrap demo
	@test -x .build/debug/plumbline-sandbox || echo "Building; the first time takes some minutes."
	@swift build --product plumbline
	@swift build --product plumbline-sandbox
	@ONCE=$(ONCE) scripts/demo

build: ## build everything, for debugging
	swift build --build-tests

test: ## install what is missing and run every test
	@scripts/bootstrap test
	swift build --build-tests
	@scripts/run-tests $(patience) --skip '^($(subst $(space),|,$(heavy))|EndToEndTests)\.'
	@for suite in $(heavy); do scripts/run-tests $(patience) --filter "^$$suite\." || exit; done
	@scripts/run-tests $(patience) --filter '$(long_plays)'
	@scripts/run-tests $(patience) --filter '^EndToEndTests\.' --skip '$(long_plays)'

lint: ## look for what the formatter would change, and for mistakes in scripts
	swift format lint --strict --parallel --recursive $(sources)
	shellcheck $(scripts)

format: ## format the Swift sources in place
	swift format format --in-place --parallel --recursive $(sources)

module-map: ## check that the code keeps to the table in docs/architecture.md
	scripts/check-module-map

check: ## everything a change must pass: lint, module map, build with warnings as errors, tests
	@scripts/bootstrap test
	@$(MAKE) --no-print-directory lint module-map test

bench: ## measure, and put the numbers on the record
	@scripts/bootstrap bench
	@scripts/bench

release: ## build the archive of a release in .build/dist; its executable needs no Swift
	scripts/release

clean: ## remove what building and the demo left; installed Python packages stay
	rm -rf .build .demo .demo.lock
