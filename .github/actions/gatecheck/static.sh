#!/usr/bin/env bash
# The pre-commit hook: the static check, by the very revision that the configuration pins; built on its first run.
set -eu
if [ -n "${GATECHECK:-}" ]; then
  exec "$GATECHECK" check --static "$@"
fi
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
exec cargo run --quiet --release --locked --manifest-path "$root/Cargo.toml" --package mcp-gatecheck -- check --static "$@"
