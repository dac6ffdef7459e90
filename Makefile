# The commands of the project; Meson does the building.
#
#   make serve   the demonstration site at http://127.0.0.1:8080, its desk at http://127.0.0.1:8081
#   make test    every test
#   make lint    format, clang-tidy, cppcheck
#   make fuzz    every fuzz target, FUZZ_SECONDS each
#   make bench   the benchmarks
#   make assets  the desk’s script, of assets/desk/, to be committed
#
# Each installs what it needs of Debian's packages and is missing (apt, with sudo if need be).

SHELL = /bin/bash
FUZZ_SECONDS ?= 30
JOBS ?= $(shell nproc)

.PHONY: all build serve demo test test-unit test-site test-update lint fuzz bench assets install clean

all: build

build:
	@tools/setup.sh build
	@[ -f build/build.ninja ] || meson setup build --buildtype=release
	@ninja -C build

build-test: FORCE
	@tools/setup.sh build test
	@[ -f build-test/build.ninja ] || meson setup build-test -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=true
	@ninja -C build-test

FORCE:

demo: build
	@tools/demo.sh build/chancery build/demo.db sealed

serve: demo
	@tools/demo-desk.sh build/chancery build/demo.db
	@exec build/chancery serve build/demo.db --templates demo/theme --desk 127.0.0.1:8081 --press 127.0.0.1:8082

test: test-unit test-site

test-unit: build-test
	@meson test -C build-test --print-errorlogs --num-processes $(JOBS)

test-site: build-test build node_modules
	@tools/test-site.sh

node_modules: package-lock.json
	@tools/setup.sh test
	@npm ci --no-audit --no-fund && touch node_modules

lint: build
	@tools/setup.sh lint
	@tools/lint.sh build

fuzz:
	@tools/setup.sh build fuzz
	@[ -f build-fuzz/build.ninja ] || CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false
	@ninja -C build-fuzz
	@tools/fuzz.sh build-fuzz $(FUZZ_SECONDS)

bench: build
	@tools/setup.sh bench
	@ninja -C build bench-sealing
	@bench/run.sh build/chancery
	@bench/record.sh build/chancery build/bench-sealing
	@bench/desk.sh build/chancery

assets: node_modules
	@tools/assets.sh

install: build
	meson install -C build

clean:
	rm -rf build build-test build-fuzz node_modules
