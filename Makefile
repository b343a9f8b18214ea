.DEFAULT_GOAL := help
MVN ?= mvn

.PHONY: help check mutate verify-long format bench demo clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

check: ## Build, test, check the format and the docs: what CI runs
	$(MVN) -B -ntp verify

verify-long: ## Look for races and faults at length: about an hour (STRESS_QUICK=1: some minutes)
	stress/run

mutate: ## Change the engine and see which tests notice; MUTATE='-DtargetClasses=...' for other classes
	$(MVN) -B -ntp -Pmutate -pl core test-compile org.pitest:pitest-maven:mutationCoverage -Djacoco.skip $(MUTATE)

format: ## Format every Java source
	$(MVN) -B -ntp -q -Pbench,stress spotless:apply

demo: ## Run the post's program, plain and memoized
	./memoize fib 20

bench: ## Run all benchmarks and write docs/benchmarks (BENCH_QUICK=1: a short form)
	benchmarks/run

clean: ## Delete everything that was built
	$(MVN) -B -ntp -q clean
