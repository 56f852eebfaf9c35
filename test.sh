#!/usr/bin/env bash
# test.sh - builds and runs the tests.
#
#   ./test.sh [--no-install] [--list] [TIER...]
#
# Without a name all tiers run, in the order of --list (those that keep but one processor busy
# side by side): that is what continuous integration does. Missing Debian packages are installed first (as root or with sudo). Programs are built
# twice: preset debug (AddressSanitizer and UndefinedBehaviorSanitizer) and preset check
# (optimised, with the switches that tests use). Each tier prints its figures; a test that was
# skipped counts as failed. The last line is "N passed, N failed".
#
# A tier is the folder tests/NAME with an executable `run` (called with the build folder; it
# ends with its own line "N passed, N failed"), or the ctest programs named NAME.*, or both.
# What a test prints on a line that begins with "figure: " is shown.
set -euo pipefail

top=$(cd "$(dirname "$0")" && pwd)
cd "$top"
# shellcheck source=cmake/need.sh
. cmake/need.sh

# Quick first, so that a slip shows early.
tiers=(format house docs unit fuzz db demo cases returns debts example sql backup pdf core races faults diff screens)
# One processor is enough for each of these and none measures time: they run side by side, as many
# as there are processors. They stand together in the list, the longest first.
lone=" demo cases returns debts example sql backup pdf "
for run in tests/*/run; do
    tier=$(basename "$(dirname "$run")")
    [[ " ${tiers[*]} " == *" $tier "* ]] || tiers+=("$tier")
done
# The simulator counts by the million, the differential test runs ahead of itself, and the demo must
# fit into its minutes: these run optimised. The house's own rules look at an optimised build's
# symbols.
optimised=" house core diff load demo "

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'
    exit "${1:-0}"
}

build_of() {
    case $optimised in
    *" $1 "*) echo "$top/build/check" ;;
    *) echo "$top/build/debug" ;;
    esac
}

# --- counting ---------------------------------------------------------------------------------

all_passed=0
all_failed=0
failed_tiers=()
absent=()

# count TIER PASSED FAILED: says it and keeps it; a tier runs in a shell of its own.
count() {
    say "$1: $2 passed, $3 failed"
    echo "$2 $3" >"$top/build/$1.count"
}

# gather TIER: adds up what it counted. One that did not come so far has failed.
gather() {
    local passed=0 failed=1
    [ ! -s "$top/build/$1.count" ] || read -r passed failed <"$top/build/$1.count"
    if [ "$passed" = none ]; then
        absent+=("$1")
        return
    fi
    all_passed=$((all_passed + passed))
    all_failed=$((all_failed + failed))
    [ "$failed" = 0 ] || failed_tiers+=("$1")
}

# What programs under ctest -V printed: cmocka's counts, "N passed, N failed" lines; a program
# that counts nothing is one test. A crash or time-out behind good counts is one failure more.
tally() {
    awk '
        match($0, /^ *[0-9]+: /) {
            id = $1; line = substr($0, RLENGTH + 1)
            if (line ~ /^figure: /) print "  " substr(line, 9) > "/dev/stderr"
            if (match(line, /^\[  PASSED  \] [0-9]+ test/)) { split(line, w, " "); p[id] += w[4] }
            if (match(line, /^\[  FAILED  \] [a-z_]*:? ?[0-9]+ test/)) {
                for (n = split(line, w, " "); n > 0; n--) if (w[n] ~ /^[0-9]+$/) { f[id] += w[n]; break }
            }
            if (line ~ /^[0-9]+ passed, [0-9]+ failed$/) { split(line, w, " "); p[id] += w[1]; f[id] += w[3] }
        }
        /^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ {
            match($0, /#[0-9]+/); id = substr($0, RSTART + 1, RLENGTH - 1) ":"
            good = $0 ~ / Passed +[0-9.]+ sec/
            programs++
            if (!p[id] && !f[id] && good) p[id] = 1
            if (!good && !f[id]) f[id] = 1
        }
        END { for (i in p) passed += p[i]; for (i in f) failed += f[i]
              print passed + 0, failed + 0, programs + 0 }'
}

# --- tiers ------------------------------------------------------------------------------------

tier_format() {
    local names bad
    mapfile -t names < <(git -c safe.directory='*' ls-files -co --exclude-standard '*.c' '*.h')
    mapfile -t bad < <(printf '%s\0' "${names[@]}" |
        xargs -0 -P "$(nproc)" -n 25 clang-format --dry-run -Werror 2>&1 |
        sed -n 's/^\([^ :]*\):[0-9:]* error: .*/\1/p' | sort -u)
    [ ${#bad[@]} = 0 ] || say "  not as .clang-format wants it:" "clang-format -i ${bad[*]}"
    count format $((${#names[@]} - ${#bad[@]})) ${#bad[@]}
}

# Programs of ctest whose names begin with the tier's, and the tier's own run script.
tier_any() {
    local tier=$1 folder log passed=0 failed=0 programs=0 code=0 last some=
    folder=$(build_of "$tier")
    log=$top/build/$tier.log
    : >"$log"
    if [ -f "$folder/CTestTestfile.cmake" ] &&
        [ "$(cd "$folder" && ctest -N -R "^$tier\\." | sed -n 's/^Total Tests: //p')" -gt 0 ]; then
        some=yes
        (cd "$folder" && ctest -V -j "$(nproc)" -R "^$tier\\." --timeout 1200) >"$log" 2>&1 || code=$?
        read -r passed failed programs <<<"$(tally <"$log")"
        [ "$programs" = 0 ] || say "  $programs programs"
        if [ "$failed" != 0 ] || [ $code != 0 ]; then
            grep -E '\[  (FAILED|ERROR) |ERROR:|error: |\*\*\*|runtime error' "$log" | head -40 || true
            [ "$failed" != 0 ] || failed=1
        fi
    fi
    if [ -x "$top/tests/$tier/run" ]; then
        some=yes
        code=0
        "$top/tests/$tier/run" "$folder" 2>&1 | tee "$log.run" | sed 's/^/  /' || code=$?
        last=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log.run" | tail -1 || true)
        read -r p _ f _ <<<"${last:-0 passed, 1 failed}"
        [ $code = 0 ] || [ "$f" != 0 ] || f=1
        passed=$((passed + p))
        failed=$((failed + f))
    fi
    if [ -n "$some" ]; then
        count "$tier" "$passed" "$failed"
    else
        echo none >"$top/build/$tier.count"
    fi
}

# tier TIER: runs it and says how long it took.
tier() {
    local since=$SECONDS
    rm -f "$top/build/$1.count"
    say "== $1"
    case $1 in
    format) tier_format ;;
    *) tier_any "$1" ;;
    esac
    say "  $((SECONDS - since)) s"
}

# side_by_side TIER...: as many at a time as there are processors; each one's words are shown
# together when all before it have ended.
side_by_side() {
    local name running=0
    say "side by side: $*"
    trap 'trap - INT TERM && kill 0' INT TERM # what runs behind does not hear Ctrl+C
    for name in "$@"; do
        if [ $running = "$(nproc)" ]; then
            wait -n || true
            running=$((running - 1))
        fi
        tier "$name" >"$top/build/$name.said" 2>&1 &
        running=$((running + 1))
    done
    wait
    trap - INT TERM
    for name in "$@"; do
        cat "$top/build/$name.said"
    done
}

# --- the run ----------------------------------------------------------------------------------

install=yes
chosen=()
while [ $# -gt 0 ]; do
    case $1 in
    --help | -h) usage ;;
    --list) printf '%s\n' "${tiers[@]}" && exit ;;
    --no-install) install= ;;
    -*) usage 2 >&2 ;;
    *)
        [[ " ${tiers[*]} " == *" $1 "* ]] || [ -d "tests/$1" ] ||
            die "there is no tier $1; there are: ${tiers[*]}"
        chosen+=("$1")
        ;;
    esac
    shift
done
[ ${#chosen[@]} != 0 ] || chosen=("${tiers[@]}")
[ -z "$install" ] || packages_install test

began=$SECONDS
wanted=" "
for tier in "${chosen[@]}"; do
    [ "$tier" = format ] || wanted+="$(basename "$(build_of "$tier")") "
done
for preset in debug check; do
    [[ $wanted != *" $preset "* ]] || { say "building $preset ..." && build "$preset"; }
done
say "built in $((SECONDS - began)) s"

together=()
for name in "${chosen[@]}"; do
    [[ $lone != *" $name "* ]] || together+=("$name")
done
for name in "${chosen[@]}"; do
    if [[ $lone != *" $name "* ]]; then
        set +e # a shell of its own, in which what goes wrong ends it: gather counts that
        (set -e && tier "$name")
        set -e
    elif [ "$name" = "${together[0]}" ]; then
        side_by_side "${together[@]}"
    fi
done
for name in "${chosen[@]}"; do
    gather "$name"
done

[ ${#absent[@]} = 0 ] || say "without tests: ${absent[*]}"
[ ${#failed_tiers[@]} = 0 ] || say "failed: ${failed_tiers[*]}"
say "$((SECONDS - began)) s in all"
say "$all_passed passed, $all_failed failed"
[ $all_failed = 0 ]
