#!/usr/bin/env bash
# The step of the action: checks, shows the page in the log and in the summary, and ends as the check does.
set -u
gatecheck="${GATECHECK:-$RUNNER_TEMP/mcp-gatecheck/bin/mcp-gatecheck}"
report="$RUNNER_TEMP/mcp-gatecheck.json"
page="$RUNNER_TEMP/mcp-gatecheck.txt"
rm -f "$report" "$page"
# Options stand on one line or on several; a runner on Windows may end those in carriage returns.
read -r -d '' -a options <<< "${ARGS//$'\r'/}" || true
CONFIG="${CONFIG//$'\r'/}"
case "$LOCKED" in
  true | false) ;;
  *)
    echo "error: locked is true or false, and not “$LOCKED”" >&2
    exit 2
    ;;
esac
# Never empty: the bash of macOS takes an empty array for an unset one.
command=("$gatecheck" check --require "$REQUIRE" --output "json=$report")
[ "$LOCKED" = true ] && command+=(--locked)
[ "${#options[@]}" -gt 0 ] && command+=("${options[@]}")
while IFS= read -r line; do
  case "$line" in
    '') ;;
    # A file, whatever it is called.
    -*) command+=("./$line") ;;
    *) command+=("$line") ;;
  esac
done <<< "$CONFIG"
# Servers have a say in what is printed: the runner must take none of it for a command.
token="mcp-gatecheck-$RANDOM$RANDOM$RANDOM$RANDOM"
echo "::stop-commands::$token"
"${command[@]}" | tee "$page"
code="${PIPESTATUS[0]}"
echo "::$token::"
# Indented, not fenced: no line of it can end the block.
sed 's/^/    /' "$page" >> "$GITHUB_STEP_SUMMARY"
[ -f "$report" ] && echo "report=$report" >> "$GITHUB_OUTPUT"
exit "$code"
