.DEFAULT_GOAL := help
MVN ?= mvn

.PHONY: help check format bench demo clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

check: ## Build, test, check the format and the docs: what CI runs
	$(MVN) -B -ntp verify

format: ## Format every Java source
	$(MVN) -B -ntp -q -Pbench spotless:apply

demo: ## Run the post's program, plain and memoized
	./memoize fib 20

bench: ## Run all benchmarks and write docs/benchmarks (BENCH_QUICK=1: a short form)
	benchmarks/run

clean: ## Delete everything that was built
	$(MVN) -B -ntp -q clean
