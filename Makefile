# The two commands are `make run` and `make test`; the others are parts of them, to run alone.

.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c

TARGET := $(or $(CARGO_TARGET_DIR),target)
BINARY := $(TARGET)/release/cairn
RUST_SOURCES := $(shell find src graphql domain entities migrations Cargo.toml Cargo.lock -type f -not -path '*/tests/*')
WEB_SOURCES := $(shell find frontend -type f \( -path '*/node_modules' -o -path '*/dist' -o -path '*/generated' \) -prune \
	-o -type f -not -path 'frontend/node_modules/*' -not -path 'frontend/dist/*' -not -path '*/generated/*' -print)
WEB_PACKAGES := frontend/node_modules/.installed
WEB_APP := frontend/dist/index.html
BROWSER_PACKAGES := tests/browser/node_modules/.installed

.PHONY: help run build test test-rust test-postgres test-web test-doors test-browser lint screenshots format bench bench-browser

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build everything and run it, with a demo community on the first start
	@$(BINARY) demo --if-empty
	@exec $(BINARY) serve

build: $(BINARY) ## Build the release binary, with the web app inside

$(BINARY): $(RUST_SOURCES) $(WEB_APP)
	@scripts/check-tools
	cargo build --release --locked
	@touch $@

# Not `npm ci`, which wants the optional packages of every platform in the lock file.
$(WEB_PACKAGES): frontend/package.json frontend/package-lock.json
	@scripts/check-tools
	cd frontend && npm install --no-save --no-fund --no-audit
	@touch $@

# The browsers themselves are not needed to read the tests.
$(BROWSER_PACKAGES): tests/browser/package.json tests/browser/package-lock.json
	@scripts/check-tools
	cd tests/browser && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-fund --no-audit
	@touch $@

$(WEB_APP): $(WEB_PACKAGES) $(WEB_SOURCES)
	cd frontend && npm run --silent codegen && npm run --silent build
	@touch $@

test: ## Install what the tests need, and run them all
	@scripts/check-tools
	@scripts/install-test-tools
	@scripts/all-tests

lint: $(WEB_APP) $(BROWSER_PACKAGES) ## Check formats, lints and types
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cd frontend && npm run --silent lint && npm run --silent typecheck && npm run --silent knip
	cd tests/browser && npm run --silent lint && npm run --silent typecheck
	cd tests/conformance && ../browser/node_modules/.bin/biome check --error-on-warnings .

test-rust: $(WEB_APP) ## Run the Rust tests on SQLite
	cargo test --workspace --locked

test-postgres: $(WEB_APP) ## Run the Rust tests on a PostgreSQL server made for them
	scripts/with-postgres cargo test --workspace --locked

test-web: $(WEB_PACKAGES) ## Run the web app's own tests
	cd frontend && npm run --silent codegen && npm test

test-doors: $(WEB_APP) ## Hold the HTTP and WebSocket doors against their specifications
	scripts/test-doors

test-browser: $(WEB_APP) ## Drive the product in a real browser
	scripts/test-browser

# Built together, so that both share what is compiled. Plain `cargo` would leave out the bench.
bench: $(WEB_APP) ## Measure beside raw servers: ten minutes; ONLY=writes,loads for parts, QUICK=1 for a short run
	@scripts/check-tools
	cargo build --release --locked --package cairn --package cairn-load
	@$(if $(shell scripts/with-postgres --find 2>/dev/null),scripts/with-postgres) $(TARGET)/release/cairn-load run --cairn $(BINARY) \
		$(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

bench-browser: $(BINARY) $(BROWSER_PACKAGES) ## Measure boards of 1,000 and 10,000 cards in a real browser
	@CAIRN_BINARY=$(abspath $(BINARY)) CAIRN_TEST_CHROMIUM=$$(scripts/chromium) npm --prefix tests/browser --silent run measure

screenshots: $(WEB_APP) ## Picture every page, at two sizes and in both themes
	scripts/screenshots

format: ## Format everything
	cargo fmt --all
	cd frontend && npm run --silent format
