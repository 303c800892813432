# make site      installs what is missing, builds in release mode, renders every example into site/
# make test      everything CI runs; it needs nothing but the repository
# make test-all  make test with more draws, and with what lies in ../shared (or MISREAD_SHARED) where there is one
# make honesty   1,000 simulations of each kind: what is flagged on null data, and how often intervals hold
# make fuzz      changed inputs of every reader, by the program and by libFuzzer
# make limits    seconds and memory of workspaces as large as they get
# make dist      one file that runs, with manual pages, completions and licences, in .build/dist
# make wheel     the Python package with the program in it, tested, in .build/wheel
# make bench     speed beside the peers that are installed
# make format   formats the sources

EXAMPLES := $(notdir $(patsubst %/misread.yml,%,$(wildcard Examples/*/misread.yml)))
MISREAD  := .build/release/misread
# The program that `swift test` builds: optimised too, and the same sources. `make test` builds once, for all that it tries.
TESTED   := .build/debug/misread
DIST     := .build/dist

# What has to be built before the program is tried.
READY    := release

# Simulations of each kind that `make test` runs; CI has forty minutes for everything.
SEEDS    := 60

SCRATCH  := Tests/Setup/scratch.sh

.PHONY: site test test-all faults fuzz checkers honesty bench format lint release render golden promises browser limits dist wheel clean

site: release
	@$(MAKE) --no-print-directory render OUT=site

release:
	@Tests/Setup/debian.sh build
	swift build -c release --static-swift-stdlib --product misread

# The examples' archives are made anew, so that the pages show what this program says, and their decisions rest on these.
# Status 1 means that a gate of the newest version failed, which an example may show.
render:
	@rm -rf $(addsuffix /archive,$(addprefix Examples/,$(EXAMPLES)))
	@for example in $(EXAMPLES); do \
	    $(MISREAD) audit Examples/$$example >/dev/null || [ $$? -eq 1 ] || exit 1; \
	    python3 Tests/Golden/decisions.py Examples/$$example || exit 1; \
	    $(MISREAD) build Examples/$$example --output $(OUT)/$$example || [ $$? -eq 1 ] || exit 1; \
	done
	@$(MISREAD) docs --output $(OUT)/docs >/dev/null
	@python3 Examples/front_page.py $(OUT) $(EXAMPLES)

test: lint
	@Tests/Setup/debian.sh build
	@Tests/Setup/debian.sh test
	$(SCRATCH) swift test --parallel
	@$(MAKE) --no-print-directory golden promises browser MISREAD=$(TESTED) READY=

# Changed inputs of every reader: by the program as a whole, and by libFuzzer with address sanitizer.
fuzz: release
	python3 Tests/Fuzz/fuzz.py $(MISREAD) --mutants 100
	swift build --build-tests
	python3 Tests/Fuzz/fuzz.py $(MISREAD) --mutants 5000 --inside .build/debug/misreadPackageTests.xctest
	python3 Tests/Fuzz/targets.py --seconds 60

# More draws of what is drawn, and the tests of ExtraTests, which are skipped where what they need is not there.
test-all: release lint dist
	@Tests/Setup/debian.sh test
	MISREAD_TESTS=all $(SCRATCH) swift test --parallel
	@$(MAKE) --no-print-directory golden promises checkers faults SEEDS=100
	$(SCRATCH) Tests/Python/run.sh $(DIST)/misread-*/ --all
	Tests/Browser/run.sh site --all
	python3 Tests/Fuzz/targets.py --seconds 20

# Fifty pairs of runs at once, two hundred kills, every fortieth call that changes the disk made to fail, sixty tables replaced
# while they are read.
faults: release
	$(SCRATCH) Tests/Golden/operations.sh $(MISREAD) Examples/digits 50
	$(SCRATCH) Tests/Golden/promises.sh $(MISREAD) Examples/digits 200
	$(SCRATCH) python3 Tests/Faults/walk.py $(MISREAD) --every 40
	$(SCRATCH) python3 Tests/Faults/replaced.py $(MISREAD) 60

SHARED := $(or $(MISREAD_SHARED),$(wildcard ../shared))

checkers: release
ifeq ($(SHARED),)
	@echo "There is no ../shared and MISREAD_SHARED is not set: its checkers and the tests that read it did not run."
else
	Tests/Golden/checkers.sh $(MISREAD) $(SHARED)
endif

golden: $(READY)
	@rm -rf .build/golden && $(MAKE) --no-print-directory render OUT=.build/golden
	python3 Tests/Golden/compare.py site .build/golden
	python3 Tests/Golden/limits.py .build/golden
	python3 Tests/Golden/words.py .build/golden/*
	python3 Tests/Golden/schema.py $(MISREAD) $(addprefix .build/golden/,$(EXAMPLES))
	python3 Tests/Golden/reachable.py .build/golden $(addprefix Examples/,$(EXAMPLES))

promises: $(READY)
	$(SCRATCH) Tests/Golden/promises.sh $(MISREAD) Examples/digits
	$(SCRATCH) Tests/Golden/operations.sh $(MISREAD) Examples/digits
	$(SCRATCH) python3 Tests/Golden/sentences.py $(MISREAD) $(addprefix Examples/,$(EXAMPLES))
	$(SCRATCH) python3 Tests/Faults/replaced.py $(MISREAD) 12
	$(SCRATCH) Tests/Workspaces/degenerate_detection.py $(MISREAD)
	$(SCRATCH) python3 Tests/Honesty/simulate.py $(MISREAD) check $(SEEDS)

browser:
	Tests/Browser/run.sh site

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

format:
	swift format --in-place --recursive Sources Tests Package.swift

honesty: release
	$(SCRATCH) python3 Tests/Honesty/simulate.py $(MISREAD) check 1000
	$(SCRATCH) python3 Tests/Honesty/coverage.py $(MISREAD) --seeds 500
	$(SCRATCH) python3 Tests/Honesty/every_interval.py $(MISREAD) --seeds 200
	$(SCRATCH) python3 Tests/Honesty/causes.py $(MISREAD) --seeds 200

bench: release
	Tests/Benchmarks/run.sh

# Workspaces as large as they get: 20,000 classes, 2,000 attributes, 2,000 versions, 100,000 pictures.
limits: release
	python3 Tests/Benchmarks/limits.py $(MISREAD)

# Installed into an empty environment without the network; `Tests/Python/run.sh MISREAD --all` tests frames and types too.
wheel: dist
	$(SCRATCH) Tests/Python/run.sh $(DIST)/misread-*/
	python3 Integrations/python/build_wheel.py $(DIST)/misread-*/ .build/wheel

# Linked once more, so that it needs glibc and nothing else; what comes out is checked.
dist: release
	rm -rf $(DIST)
	python3 -B Integrations/dist/make_dist.py .build/release $(DIST)
	Tests/Dist/run.sh $(DIST)

clean:
	rm -rf .build
