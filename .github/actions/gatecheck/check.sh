#!/usr/bin/env bash
# The step of the action: checks, shows the page in the log and in the summary, and ends as the check does.
set -u
gatecheck="${GATECHECK:-$RUNNER_TEMP/mcp-gatecheck/bin/mcp-gatecheck}"
report="$RUNNER_TEMP/mcp-gatecheck.json"
read -r -a options <<< "$ARGS"
while IFS= read -r line; do
  [ -n "$line" ] && options+=("$line")
done <<< "$CONFIG"
[ "$LOCKED" = true ] && options+=(--locked)
"$gatecheck" check --require "$REQUIRE" --output "json=$report" "${options[@]}" | tee "$RUNNER_TEMP/mcp-gatecheck.txt"
code="${PIPESTATUS[0]}"
{
  echo '```'
  cat "$RUNNER_TEMP/mcp-gatecheck.txt"
  echo '```'
} >> "$GITHUB_STEP_SUMMARY"
echo "report=$report" >> "$GITHUB_OUTPUT"
exit "$code"
