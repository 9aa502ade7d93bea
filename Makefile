# Builds, tests and installs mmservices; `make help` lists the targets.
#
# Needed: Go, gcc, make and python3. Whatever else the tests and the demo use is put under build/, and `make clean`
# takes all of it away again.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:

GO ?= go
PYTHON ?= python3
ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin CXX),default)
CXX := g++
endif

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include

# Facts that stand elsewhere.
HEADER := include/mmservices.h
header_macro = $(shell awk '$$1 ~ /define/ && $$2 == "$(1)" { print $$3 }' $(HEADER))
VERSION := $(subst ",,$(call header_macro,MMS_VERSION_STRING))
ABI := $(call header_macro,MMS_ABI_VERSION)
GO_VERSION := $(shell awk '$$1 == "go" { print $$2 }' go.mod)

LINK_NAME := libmmservices.so
SONAME := $(LINK_NAME).$(ABI)
FILE_NAME := $(LINK_NAME).$(VERSION)
LIBRARY := build/$(FILE_NAME)
LINKS := build/$(SONAME) build/$(LINK_NAME)
LIBRARY_SOURCES := go.mod $(wildcard go.sum) $(HEADER) capi/mmservices.map $(shell find capi wave colorsys internal \
	\( -name '*.go' -o -name '*.[chs]' \) ! -name '*_test.go' ! -path 'capi/ctest/*' ! -path 'capi/fuzz/*')

VENV := build/venv
VENV_PYTHON := $(VENV)/bin/python
TEST_TOOLS := $(VENV)/.test-tools
TEST_STRACE := build/tools/strace
DEMO_TOOLS := $(VENV)/.demo-tools
STATICCHECK_VERSION := v0.8.2
STATICCHECK := build/tools/$(STATICCHECK_VERSION)/staticcheck
GOVULNCHECK_VERSION := v1.9.0
GOVULNCHECK := build/tools/govulncheck-$(GOVULNCHECK_VERSION)/govulncheck

# What tools keep for the next time stays under build/, too.
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/build/hypothesis
export RUFF_CACHE_DIR := $(CURDIR)/build/ruff
export STATICCHECK_CACHE := $(CURDIR)/build/staticcheck
export MPLCONFIGDIR := $(CURDIR)/build/matplotlib
export ZIG_GLOBAL_CACHE_DIR := $(CURDIR)/build/zig

# What has to be there already: a recipe that needs it begins with one of these. Each says what to do if it is missing.
missing = { printf 'mmservices: %s\n  %s\n' "$(1)" "$(2)" >&2; exit 1; }

need_go = command -v $(GO) > /dev/null || \
		$(call missing,Go is missing.,Get Go $(GO_VERSION) or later from https://go.dev/dl/ ($(OLD_GO)).); \
	have=$$($(GO) env GOVERSION 2>&1) && \
		[ "$$(printf '%s\n' go$(GO_VERSION) "$$have" | sort -V | head -n 1)" = go$(GO_VERSION) ] || \
		$(call missing,Go $(GO_VERSION) or later is needed: $$have,Get it from https://go.dev/dl/ ($(OLD_GO)).)
OLD_GO = Debian's golang-go may be too old; from 1.21 on it fetches a newer one with GOTOOLCHAIN=auto

need_cc = command -v $(firstword $(CC)) > /dev/null || \
		$(call missing,the C compiler $(firstword $(CC)) is missing.,On Debian: apt install gcc libc6-dev); \
	printf '\#include <stdlib.h>\n' | $(CC) -x c -fsyntax-only - 2> /dev/null || \
		$(call missing,the headers of the C library are missing.,On Debian: apt install libc6-dev)

need_python = command -v $(PYTHON) > /dev/null || \
		$(call missing,$(PYTHON) is missing.,On Debian: apt install python3 python3-venv); \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 9))' || \
		$(call missing,$(PYTHON) is older than Python 3.9.,Name a newer one: make PYTHON=python3.12); \
	$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || \
		$(call missing,$(PYTHON) cannot make virtual environments.,On Debian: apt install python3-venv)

heading = printf '\n==> %s\n' "$(1)"

.PHONY: all
all: $(LIBRARY) $(LINKS) ## Build the library: build/libmmservices.so (what plain `make` does).

# Vector instructions come with an experiment of Go's that exists for amd64 only. Everything works without, slower.
SIMD = $$([ "$$($(GO) env GOARCH)" = amd64 ] && echo simd)

# The same bytes come out wherever and whenever this runs, from the same versions of Go, the C compiler and its linker,
# which the file names: so the flags are all given here, whatever the environment has, the build ID is empty and
# -trimpath keeps the name of the folder out. The linker wants the version script's whole path.
unexport LD_RUN_PATH
FIXED = GOENV=off GOFLAGS= GOWORK=off GOFIPS140=off GOAMD64=v1 \
	GOTOOLCHAIN="$$($(GO) env GOTOOLCHAIN)" GOMODCACHE="$$($(GO) env GOMODCACHE)" \
	CGO_CPPFLAGS= CGO_CFLAGS='-O2 -fvisibility=hidden $(HARDENED_C)' CGO_LDFLAGS=
LINK_FLAGS = -Wl,-soname,$(SONAME),--version-script=$(CURDIR)/capi/mmservices.map,$(HARDENED_LINK)

# A hole in C code or in the host finds nothing here to make use of: no table of addresses that can be written to, no
# memory that is written to and run. Go's code checks its bounds itself; the rest is for the C code beside it. There is
# no -fcf-protection, for it works only if all code has it, and Go's has not.
HARDENED_LINK = -z,relro,-z,now,-z,noexecstack,-z,separate-code,-z,text,-z,defs
HARDENED_C = -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2

$(LIBRARY): $(LIBRARY_SOURCES) capi/overlay.sh Makefile
	@$(need_go); $(need_cc)
	@capi/overlay.sh '$(GO)' '$(CURDIR)/build/overlay'
	CGO_ENABLED=1 GOEXPERIMENT=$(SIMD) CC='$(CC)' $(FIXED) \
	$(GO) build -buildmode=c-shared -trimpath -buildvcs=false -overlay='$(CURDIR)/build/overlay/overlay.json' \
		-ldflags="-s -w -buildid= \"-extldflags='$(LINK_FLAGS)'\"" -o $@ ./capi
	@rm -f $(basename $@).h

# The library with a sanitiser inside, for the tests: asan and tsan watch the C side and, asan, what Go reads and writes
# of a caller; race is Go's own race detector, which then sees the threads of a host, too. That one knows variables only
# where a program has its own, so it is an archive.
asan_build := CGO_CFLAGS='-O1 -g' $(GO) build -asan -buildmode=c-shared
tsan_build := CGO_CFLAGS='-O1 -g -fsanitize=thread' CGO_LDFLAGS=-fsanitize=thread $(GO) build -buildmode=c-shared
race_build := $(GO) build -race -buildmode=c-archive
SANITISED := build/asan/$(LINK_NAME) build/tsan/$(LINK_NAME) build/race/$(basename $(LINK_NAME)).a

# The one that is fuzzed has counters in it, too, that tell what an input reaches: capi/fuzz/counters.c.
FUZZED := build/fuzz/$(LINK_NAME)
fuzz_build = CGO_CFLAGS='-O1 -g' CGO_LDFLAGS='-L$(CURDIR)/$(@D) -Wl,--undefined=fuzz_counters -lcounters' \
	$(GO) build -asan -buildmode=c-shared -tags libfuzzer -gcflags=mmservices/...=-d=libfuzzer

$(FUZZED): build/fuzz/libcounters.a

$(SANITISED) $(FUZZED): $(LIBRARY_SOURCES)
	@$(need_go); $(need_cc)
	@mkdir -p $(@D)
	CGO_ENABLED=1 GOEXPERIMENT=$(SIMD) GOFLAGS= CC='$(CC)' $($(notdir $(@D))_build) -o $@ ./capi
	@rm -f $(basename $@).h

build/fuzz/libcounters.a: capi/fuzz/counters.c capi/fuzz/counters.h
	@$(need_cc)
	@mkdir -p $(@D)
	$(CC) -std=c99 -O2 -fPIC -Wall -Wextra -Wno-builtin-declaration-mismatch -c -o $(@D)/counters.o $<
	$(AR) rcs $@ $(@D)/counters.o

# What fuzzes it: see capi/fuzz/driver.c.
FUZZER := build/fuzz/library
FUZZER_SOURCES := $(filter-out capi/fuzz/counters.c,$(wildcard capi/fuzz/*.c))

$(FUZZER): $(FUZZER_SOURCES) $(wildcard capi/fuzz/*.h) capi/ctest/check.h $(HEADER) | $(FUZZED)
	@$(need_cc)
	$(CC) -std=c99 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wpedantic -Werror -fsanitize=address,undefined \
		-fno-sanitize-recover=all -Iinclude -Icapi/ctest -o $@ $(FUZZER_SOURCES) \
		-L$(@D) -lmmservices '-Wl,-rpath,$$ORIGIN'

build/$(SONAME): $(LIBRARY)
	@ln -sf $(FILE_NAME) $@

build/$(LINK_NAME): $(LIBRARY)
	@ln -sf $(SONAME) $@

# ---- Using it

C_EXAMPLE := build/mmstool
STAGE := build/stage

.PHONY: demo
demo: all $(C_EXAMPLE) $(DEMO_TOOLS) ## Run the C example and a Python script on speech; draw build/demo/waveform.png.
	PYTHONPATH=bindings/python $(VENV_PYTHON) bindings/python/demo/demo.py \
		--c-example $(C_EXAMPLE) --recording testdata/speech/speech-16.wav --out build/demo

# Built as a user would: against the installed files, which pkg-config finds.
$(C_EXAMPLE): bindings/c-example/mmstool.c $(LIBRARY) $(TEST_TOOLS)
	@$(MAKE) --no-print-directory install DESTDIR=$(STAGE) PREFIX=/usr/local LIBDIR=/usr/local/lib \
		INCLUDEDIR=/usr/local/include > /dev/null
	$(CC) -std=c99 -O2 -Wall -o $@ $< \
		$$(PKG_CONFIG_SYSROOT_DIR=$(STAGE) PKG_CONFIG_PATH=$(STAGE)/usr/local/lib/pkgconfig \
			$(VENV)/bin/pkg-config --cflags --libs mmservices) -lm '-Wl,-rpath,$$ORIGIN'

.PHONY: install
install: all ## Install library, header, pkg-config file and CMake package: PREFIX=, DESTDIR=, LIBDIR=, INCLUDEDIR=.
	install -d '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(LIBDIR)/cmake/mmservices'
	install -m 644 $(HEADER) '$(DESTDIR)$(INCLUDEDIR)/'
	install -m 755 $(LIBRARY) '$(DESTDIR)$(LIBDIR)/'
	ln -sf $(FILE_NAME) '$(DESTDIR)$(LIBDIR)/$(SONAME)'
	ln -sf $(SONAME) '$(DESTDIR)$(LIBDIR)/$(LINK_NAME)'
	sed $(PACKAGE_FACTS) capi/packaging/mmservices.pc.in > '$(DESTDIR)$(LIBDIR)/pkgconfig/mmservices.pc'
	for file in mmservicesConfig mmservicesConfigVersion; do \
		sed $(PACKAGE_FACTS) capi/packaging/$$file.cmake.in > '$(DESTDIR)$(LIBDIR)/cmake/mmservices/'$$file.cmake; \
	done
	@echo 'Installed mmservices $(VERSION) in $(DESTDIR)$(PREFIX). The dynamic linker may want to hear of it: ldconfig.'

# The CMake package finds the header from where it lies itself, so that the whole tree can be moved.
PACKAGE_FACTS = \
	-e 's|@VERSION@|$(VERSION)|g' \
	-e 's|@SONAME@|$(SONAME)|g' \
	-e 's|@FILE_NAME@|$(FILE_NAME)|g' \
	-e 's|@PREFIX@|$(PREFIX)|g' \
	-e 's|@LIBDIR@|$(LIBDIR:$(PREFIX)/%=$${prefix}/%)|g' \
	-e 's|@INCLUDEDIR@|$(INCLUDEDIR:$(PREFIX)/%=$${prefix}/%)|g' \
	-e "s|@INCLUDEDIR_FROM_PACKAGE@|$$(realpath -m --relative-to='$(LIBDIR)/cmake/mmservices' '$(INCLUDEDIR)')|g"

.PHONY: uninstall
uninstall: ## Remove what install put there (give the same PREFIX, DESTDIR, LIBDIR and INCLUDEDIR).
	rm -f '$(DESTDIR)$(INCLUDEDIR)/mmservices.h' '$(DESTDIR)$(LIBDIR)/pkgconfig/mmservices.pc'
	rm -f '$(DESTDIR)$(LIBDIR)'/{$(FILE_NAME),$(SONAME),$(LINK_NAME)}
	rm -rf '$(DESTDIR)$(LIBDIR)/cmake/mmservices'

# ---- Measuring

BENCH := build/bench
BENCH_VENV := build/bench-venv
BENCH_PYTHON := $(BENCH_VENV)/bin/python
BENCH_TOOLS := $(BENCH_VENV)/.tools
BENCH_PEERS := soundfile scipy opencv-python-headless
BENCH_SNDFILE := $(BENCH)/sndfile
# Another program with dr_wav in it, so that naming its header is enough to have it built.
BENCH_PROGRAM := build/wavbench$(if $(DR_WAV),-with-dr_wav)
BENCH_SOURCES := $(filter-out $(if $(DR_WAV),,bench/c/dr_wav.c),$(wildcard bench/c/*.c))

.PHONY: bench
bench: all $(BENCH_PROGRAM) $(BENCH_TOOLS) $(BENCH_SNDFILE)
bench: ## Measure against other libraries: QUICK=1, ONLY=regular expression, DR_WAV=header, SNDFILE=shared library.
	@$(call heading,benchmarks)
	PYTHONPATH=bindings/python $(BENCH_PYTHON) -m bench run --program $(BENCH_PROGRAM) --out $(BENCH) \
		--speech testdata/speech/speech-16-stereo.wav --sndfile '$(SNDFILE)' --only '$(ONLY)' \
		$(if $(QUICK),--quick) --tool 'C compiler=$(CC) --version' --tool 'Go=$(GO) env GOVERSION'

.PHONY: bench-docs
bench-docs: $(BENCH_TOOLS) ## Put the last run of bench into docs/: its table, its chart and its JSON.
	$(BENCH_PYTHON) -m bench document --run $(BENCH)/benchmarks.json --docs docs

.PHONY: footprint
footprint: all ## Measure what the library takes of a host, and put that into README.md.
	@$(need_cc); $(need_python)
	$(CC) -std=c99 -D_GNU_SOURCE -O2 -Wall -Iinclude -pthread -o build/footprint capi/ctest/hosts/footprint.c -ldl
	$(PYTHON) capi/ctest/footprint.py build/footprint $(LIBRARY) README.md

.PHONY: bench-go
bench-go: ## Measure the Go packages.
	@$(need_go); $(need_cc)
	GOEXPERIMENT=$(SIMD) $(GO) test -run '^$$' -bench . -benchmem ./...

# Built as users build their programs.
$(BENCH_PROGRAM): $(BENCH_SOURCES) $(wildcard bench/c/*.h) $(HEADER) $(DR_WAV) | $(LIBRARY) $(LINKS)
	@$(need_cc)
	$(CC) -std=c99 -O2 -Wall -Wextra -Wpedantic -Iinclude \
		$(if $(DR_WAV),-DWITH_DR_WAV -isystem '$(dir $(DR_WAV))') -o $@ $(BENCH_SOURCES) \
		-Lbuild -lmmservices -pthread -ldl -lm '-Wl,-rpath,$$ORIGIN'

$(BENCH_TOOLS): bench/requirements.txt
	@$(need_python)
	@rm -rf $(BENCH_VENV)
	@mkdir -p build
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_PYTHON) -m pip install --quiet --disable-pip-version-check --constraint $< numpy matplotlib
	@for peer in $(BENCH_PEERS); do \
		$(BENCH_PYTHON) -m pip install --quiet --disable-pip-version-check --constraint $< $$peer || \
			echo "$$peer cannot be installed: the rows that need it are not run" >&2; \
	done
	@touch $@

# Where this is not Debian or there is no network the folder stays empty, and another libsndfile is taken.
$(BENCH_SNDFILE):
	@bench/fetch-debian.sh $@ libsndfile1 libsndfile.so.1 2> /dev/null || \
		echo "Debian's libsndfile cannot be had: see what the table names" >&2

# ---- Testing

# Where the corpus is, from whatever folder a test looks for it.
ifdef MMS_CORPUS
override export MMS_CORPUS := $(or $(shell cd '$(MMS_CORPUS)' 2> /dev/null && pwd),$(MMS_CORPUS))
endif

# What a test run left out, and why; printed again at its end.
NOT_RUN := build/not-run
not_run = echo 'not run: $(1)' | tee -a $(NOT_RUN)

# Where no C++ compiler is installed, the one in the ziglang package checks that the header is C++, too.
ifeq ($(shell command -v $(CXX)),)
TEST_CXX := python-zig c++
TEST_CXX_TOOLS := $(VENV)/.cxx-tools
else
TEST_CXX := $(CXX)
endif

PYTEST = PATH="$(CURDIR)/$(VENV)/bin:$$PATH" CC='$(CC)' CXX='$(TEST_CXX)' $(VENV_PYTHON) -m pytest -p no:cacheprovider

.PHONY: test
test: test-start all test-go test-c test-reproducible test-python test-bench test-soak conformance lint vulncheck
test: ## Run every test, and lint. MMS_CORPUS=folder adds the tests on the corpus.
	@$(call heading,mmservices $(VERSION): all tests passed)
	@cat $(NOT_RUN)

.PHONY: test-start
test-start:
	@$(need_go); $(need_cc); $(need_python)
	@mkdir -p build
	@: > $(NOT_RUN)
	@if [ -n "$${MMS_CORPUS:-}" ]; then \
		[ -d "$$MMS_CORPUS" ] || { echo "MMS_CORPUS is no folder: $$MMS_CORPUS" >&2; exit 1; }; \
	else \
		$(call not_run,the tests on the corpus (set MMS_CORPUS to its folder)); \
	fi

.PHONY: test-go
test-go: ## Run the Go tests.
	@$(need_go); $(need_cc)
	@$(call heading,Go tests as the library is built)
	GOEXPERIMENT=$(SIMD) $(GO) test ./...
	@$(call heading,Go tests without vector instructions)
	$(GO) test ./wave/... ./colorsys/... ./internal/...
	@$(call heading,Go tests with the race detector)
	CGO_ENABLED=1 GOEXPERIMENT=$(SIMD) $(GO) test -race ./wave/... ./colorsys/... ./internal/...
	@$(call heading,colours with fused multiply-add within reach of the compiler (GOAMD64=v3))
	@if grep -qw fma /proc/cpuinfo && grep -qw avx2 /proc/cpuinfo; then \
		echo GOAMD64=v3 $(GO) test ./colorsys; GOAMD64=v3 $(GO) test ./colorsys; \
	else \
		$(call not_run,the colour tests with GOAMD64=v3 (not for this CPU)); \
	fi

# Where there is no strace and none can be fetched, the tests that need it are skipped.
$(TEST_STRACE):
	@command -v strace > /dev/null || bench/fetch-debian.sh $@ strace strace 2> /dev/null || \
		echo 'strace cannot be had' >&2
	@mkdir -p $@

.PHONY: test-c
test-c: all $(SANITISED) $(FUZZED) $(FUZZER) $(C_EXAMPLE) $(TEST_TOOLS) $(TEST_CXX_TOOLS) | $(TEST_STRACE)
test-c: ## Test header, library and installation from C, and fuzz it a little.
	@$(call heading,C tests of the header - the library - its installation)
	$(PYTEST) capi/ctest

# A copy elsewhere, built from nothing by somebody else, must give the same bytes. What can differ does: the folder
# (with a blank in its name, to see that this works), the home, the cache, the dates of the files, what others may do
# with new ones, language, time zone, search path, and flags for other builds.
REPRO := build/repro
REPRO_PLACE := $(REPRO)/another place
ELSEWHERE = HOME='$(CURDIR)/$(REPRO)/home' GOCACHE='$(CURDIR)/$(REPRO)/cache' TMPDIR='$(CURDIR)/$(REPRO)/tmp' \
	GOMODCACHE="$$($(GO) env GOMODCACHE)" LC_ALL=C LANG=C TZ=Pacific/Apia PATH="$(CURDIR)/$(REPRO)/tmp:$$PATH" \
	GOFLAGS=-tags=elsewhere GOFIPS140=latest GOAMD64=v3 CGO_CFLAGS=-O1 CGO_LDFLAGS=-Wl,-O1 LD_RUN_PATH=/elsewhere \
	SOURCE_DATE_EPOCH=1000000000

.PHONY: test-reproducible
test-reproducible: all ## Build a second time, elsewhere, and compare.
	@$(call heading,reproducible build)
	@rm -rf $(REPRO)
	@mkdir -p '$(REPRO_PLACE)' $(REPRO)/{home,tmp}
	@umask 077; cp -R Makefile go.mod $(wildcard go.sum) include capi wave colorsys internal '$(REPRO_PLACE)'
	@find '$(REPRO_PLACE)' -exec touch -d 2001-02-03 {} +
	@umask 077; $(ELSEWHERE) $(MAKE) --no-print-directory -C '$(REPRO_PLACE)' all
	cmp $(LIBRARY) '$(REPRO_PLACE)/$(LIBRARY)'
	@rm -rf $(REPRO)
	@sha256sum $(LIBRARY)
	@echo "built by $$($(GO) env GOVERSION), $$($(CC) --version | head -n 1)," \
		"$$($(CC) -Wl,--version 2> /dev/null | head -n 1)"

.PHONY: test-python
test-python: all $(TEST_TOOLS) ## Test the Python package.
	@$(call heading,Python tests)
	$(PYTEST) bindings/python/tests

.PHONY: conformance
conformance: all ## Run CPython's own tests of wave and colorsys against the Python package.
	@$(call heading,CPython's own tests)
	@$(need_python)
	$(PYTHON) bindings/python/conformance/run.py

# How long the soak goes on, in minutes, and where its report goes.
MINUTES := 30
SOAK_REPORT := build/soak/report.txt

.PHONY: soak
soak: all $(SANITISED) $(FUZZED) $(FUZZER) $(C_EXAMPLE) $(TEST_TOOLS) $(TEST_CXX_TOOLS) | $(TEST_STRACE)
soak: ## Try to break the library for MINUTES=30: fuzz it, fork, kill, misuse. Writes build/soak/report.txt.
	@$(call heading,soak of $(MINUTES) minutes)
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" CC='$(CC)' CXX='$(TEST_CXX)' GOEXPERIMENT=$(SIMD) \
		$(VENV_PYTHON) -m soak --minutes $(MINUTES) --report $(SOAK_REPORT) --go '$(GO)' --fuzzer $(FUZZER)

.PHONY: test-soak
test-soak: $(TEST_TOOLS) ## Test what runs the soak and writes its report.
	@$(call heading,tests of the soak)
	$(PYTEST) soak/tests

.PHONY: test-bench
test-bench: $(TEST_TOOLS) ## Test what computes and prints the benchmarks' figures.
	@$(call heading,tests of the benchmarks)
	$(PYTEST) bench/tests

GO_FILES = $$(find . -name '*.go' -not -path './build/*')
# The headers of releases stay as they were.
C_FILES = $(HEADER) $$(find capi bindings/c-example bench -name '*.[ch]' ! -name '*_gen.c' \
	! -path '*/released/*/mmservices.h')
# Seen from bindings/python, whose pyproject.toml has the settings.
PYTHON_FOLDERS = . ../../capi/ctest ../../testdata ../../bench ../../soak

.PHONY: lint
lint: $(STATICCHECK) $(TEST_TOOLS) ## Check format and style, and that generated files are up to date.
	@$(call heading,lint)
	@unformatted=$$("$$($(GO) env GOROOT)/bin/gofmt" -l $(GO_FILES)); \
		[ -z "$$unformatted" ] || { echo "gofmt would change $$unformatted" >&2; exit 1; }
	cd capi && $(GO) run ./genabi -check
	$(GO) vet ./...
	$(STATICCHECK) ./...
	GOEXPERIMENT=$(SIMD) $(GO) vet ./...
	GOEXPERIMENT=$(SIMD) $(STATICCHECK) ./...
	$(VENV)/bin/clang-format --dry-run -Werror $(C_FILES)
	cd bindings/python && ../../$(VENV)/bin/ruff check --quiet $(PYTHON_FOLDERS)
	cd bindings/python && ../../$(VENV)/bin/ruff format --quiet --check $(PYTHON_FOLDERS)
	cd bindings/python && ../../$(VENV)/bin/mypy --strict --cache-dir ../../build/mypy mmservices

# The Go packages, tests and all, for machines that are not at hand: of 32 bits, of another order of bytes, and with
# other systems. Not part of lint, since Go compiles its standard library for each of them first.
OTHER_MACHINES := linux/386 linux/arm64 linux/s390x windows/amd64

.PHONY: lint-machines
lint-machines: ## Vet the Go packages for other machines: OTHER_MACHINES=system/processor ...
	@$(need_go)
	@for machine in $(OTHER_MACHINES); do \
		echo "$(GO) vet for $$machine"; \
		CGO_ENABLED=0 GOOS=$${machine%/*} GOARCH=$${machine#*/} $(GO) vet ./wave/... ./colorsys/... ./internal/...; \
	done

# A vulnerability that is known of Go's standard library, and that code here can reach, is an error. Without a network
# there is no list of them: then this says so, at the end of the tests, too. What goes wrong otherwise is an error.
VULN_DATABASE := https://vuln.go.dev
VULN_PACKAGES := ./...

.PHONY: vulncheck
vulncheck: ## Look for known vulnerabilities in what the library is built from.
	@$(need_go); $(need_cc); mkdir -p build
	@$(call heading,known vulnerabilities)
	@log=build/vulncheck.log; \
	not_run() { echo "not run: the search for known vulnerabilities ($$1)" | tee -a $(NOT_RUN); exit 0; }; \
	$(MAKE) --no-print-directory --silent $(GOVULNCHECK) || \
		not_run "govulncheck $(GOVULNCHECK_VERSION) cannot be installed"; \
	echo "GOEXPERIMENT=$(SIMD) $(GOVULNCHECK) $(VULN_PACKAGES)"; \
	status=0; GOEXPERIMENT=$(SIMD) timeout 300 $(GOVULNCHECK) -db '$(VULN_DATABASE)' $(VULN_PACKAGES) \
		> $$log 2>&1 || status=$$?; \
	cat $$log; \
	if [ $$status = 124 ]; then not_run 'no answer within 300 seconds'; fi; \
	if [ $$status = 1 ]; then \
		reason=$$(sed -n 's/^govulncheck: fetching vulnerabilities: //p' $$log); \
		[ -z "$$reason" ] || not_run "$$reason"; \
	fi; \
	exit $$status

.PHONY: generate
generate: ## Write the generated files anew.
	@$(need_go)
	$(GO) generate ./...

.PHONY: abi
abi: generate ## Put what was added to the header on record, in capi/abi/current.txt.
	cd capi && $(GO) run ./genabi -record

.PHONY: clean
clean: ## Remove build/.
	rm -rf build

.PHONY: help
help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- Tools

$(VENV_PYTHON):
	@$(need_python)
	@rm -rf $(VENV)
	@mkdir -p build
	$(PYTHON) -m venv $(VENV)

$(VENV)/.%-tools: bindings/python/requirements-%.txt | $(VENV_PYTHON)
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(STATICCHECK):
	@$(need_go); $(need_cc)
	GOFLAGS= GOBIN='$(CURDIR)/$(@D)' $(GO) install honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK_VERSION)

$(GOVULNCHECK):
	@$(need_go); $(need_cc)
	GOFLAGS= GOBIN='$(CURDIR)/$(@D)' $(GO) install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION)
