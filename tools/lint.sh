#!/bin/bash
# Format, cppcheck and clang-tidy: tools/lint.sh BUILD [FOLDER or FILE …]
# BUILD is a configured build folder, for its compile_commands.json. Without further arguments all of the project is looked
# at. LINT_JOBS is how many files are looked at side by side (2).
set -eu
cd "$(dirname "$(readlink -f "$0")")/.."
build=$(readlink -f "${1:?which build folder? tools/lint.sh BUILD [FOLDER or FILE …]}")
shift
jobs=${LINT_JOBS:-2}
[ -f "$build/compile_commands.json" ] || { echo "$build has no compile_commands.json; run: meson setup $build" >&2; exit 1; }

if [ $# -eq 0 ]; then
  for place in src tests bench *.c *.h; do
    [ ! -e "$place" ] || set -- "$@" "$place"
  done
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# One path a line; a place that does not exist stops the run rather than passing for clean.
find "$@" -type f -name '*.[ch]' -not -path '*/node_modules/*' >"$work/found"
sort -u "$work/found" >"$work/files"
[ -s "$work/files" ] || { echo "There is no C file below: $*" >&2; exit 1; }
failed=()

formatter=clang-format
! command -v clang-format-14 >/dev/null || formatter=clang-format-14 # versions differ in what they write
echo "== $formatter, $(wc -l <"$work/files") files"
xargs -d '\n' -P "$jobs" -n 16 "$formatter" --dry-run -Werror <"$work/files" || failed+=("$formatter")

# What the build compiles, of what was asked for: only for these is it known how.
sed -n 's/^ *"file": "\(.*\)",\?$/\1/p' "$build/compile_commands.json" | (cd "$build" && xargs -r -d '\n' readlink -f) \
  | sed "s|^$PWD/||" | sort -u | comm -12 - "$work/files" >"$work/compiled"

# One by one, so that each has a core: cppcheck -j would look at all of them in each of its checks.
echo "== cppcheck, $(grep -c '\.c$' "$work/files" || true) files"
grep '\.c$' "$work/files" | xargs -r -d '\n' -P "$jobs" -n 1 cppcheck --quiet --std=c11 --language=c \
  --enable=warning,performance,portability --error-exitcode=1 --inline-suppr --library=gtk --library=posix --library=tools/cppcheck.cfg \
  --suppress='*:/usr/*' --suppress=missingIncludeSystem --suppress=varFuncNullUB --suppress=memleak --suppress=unmatchedSuppression \
  -D_GNU_SOURCE -I src || failed+=(cppcheck)

# Its own count of warnings in system headers is of no interest, hence 2>; what matters comes on standard output.
echo "== clang-tidy, $(wc -l <"$work/compiled") files"
xargs -r -d '\n' -P "$jobs" -n 1 clang-tidy --quiet --warnings-as-errors='*' -p "$build" <"$work/compiled" \
  2>"$work/noise" || { failed+=(clang-tidy); grep -E '(error|fatal):' "$work/noise" >&2 || true; }

if [ ${#failed[@]} -gt 0 ]; then
  echo "Not clean: ${failed[*]}" >&2
  exit 1
fi
