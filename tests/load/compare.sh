#!/usr/bin/env bash
# compare.sh - the daemon beside the least that could do its work: how much of the speed that the
# database allows does it reach?
#
#   tests/load/compare.sh [options]
#     --sessions "8 32"          orders under way at a time
#     --roads "intake life hot"  keyed and accepted; keyed to CLOSED; intake of one account
#     --rounds 3                 times that daemon and replay take turns
#     --orders N                 of a run (default: 1500 intake, 150 life, 400 hot)
#     --connections N            of the daemon to the database (default 16)
#     --build build/release      the daemon that is measured
#     --record build/check       the daemon that records (needs test switches)
#     --dir DIR                  folder for the cluster, on the disk to be measured
#     --profile                  shows with perf on what the daemon spends its time
#
# One cluster with durable commits. A company of 1,000 customers with an account each is seeded
# once and given a past (1,500 orders accepted, 200 closed); each run starts from a fresh copy of
# it, after a checkpoint. A recording run writes down
# what the daemon sends; then, in turns, A: the daemon with osb_load; B: replay, bare libpq with
# the recorded statements and values in the same two batches, on as many connections as there
# are sessions; C: the same in one trip each, which no program that decides can do. All three
# must write as many rows into each table. Printed: commands a second of each run, the ratio
# A/B of neighbours (least, median, most), and who used how much processor time per command.
# pgbench's own small transactions on the same cluster tell what the machine is like.
set -euo pipefail

sessions="8 32"
roads="intake life hot"
rounds=3
orders=
connections=16
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$top/build/release
record=$top/build/check
base=${TMPDIR:-/tmp}
profile=

while [ $# -gt 0 ]; do
    case $1 in
    --profile) profile=yes && shift && continue ;;
    --help | -h) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' && exit ;;
    esac
    [ $# -gt 1 ] || { echo "compare.sh: $1 is unknown or wants a value; see --help" >&2; exit 2; }
    case $1 in
    --sessions) sessions=$2 ;;
    --roads) roads=$2 ;;
    --rounds) rounds=$2 ;;
    --orders) orders=$2 ;;
    --connections) connections=$2 ;;
    --build) build=$(cd "$2" && pwd) ;;
    --record) record=$(cd "$2" && pwd) ;;
    --dir) base=$2 ;;
    *) echo "compare.sh: $1 is unknown; see --help" >&2 && exit 2 ;;
    esac
    shift 2
done
for program in "$build/osbd" "$build/tests/load/osb_load" "$record/osbd" "$record/tests/load/load_replay"; do
    [ -x "$program" ] || { echo "compare.sh: build $program first" >&2; exit 1; }
done
dir=$(mktemp -d "$base/osbload.XXXXXX")
# shellcheck source=common.sh
. "$here/common.sh"
trap 'cluster_end; rm -rf "$dir"' EXIT

# --- measuring --------------------------------------------------------------------------------

ticks=$(getconf CLK_TCK)

# Milliseconds of processor time that a process used; of the cluster, with all its backends,
# those that ended included.
cpu_of() {
    awk -v t="$ticks" '{ sub(/.*\) /, ""); print int(($12 + $13) * 1000 / t) }' "/proc/$1/stat"
}
cpu_of_cluster() {
    local main
    main=$(as_owner head -1 "$dir/pg/data/postmaster.pid")
    cat "/proc/$main/stat" $(sed 's,[0-9]\+,/proc/&/stat,g' "/proc/$main/task/$main/children") \
        2>/dev/null | awk -v t="$ticks" -v main="$main" '
        { sum += ($1 == main) ? child($0) : 0; sub(/.*\) /, ""); sum += $12 + $13 }
        function child(line) { sub(/.*\) /, "", line); split(line, w, " "); return w[14] + w[15] }
        END { print int(sum * 1000 / t) }'
}

# Rows of each table that commands write.
rows_of() {
    sql "$1" "SELECT string_agg(format('SELECT %L, count(*) FROM osb.%I', relname, relname),
        ' UNION ALL ') || ' ORDER BY 1' FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'osb'::regnamespace AND relname <> 'session_token'" >"$dir/count.sql"
    sql "$1" "$(cat "$dir/count.sql")"
}

copy_make() {
    sql postgres "CREATE DATABASE $1 TEMPLATE seed STRATEGY file_copy" CHECKPOINT
}
copy_drop() {
    sql postgres "DROP DATABASE $1 WITH (FORCE)"
}

options_of() {
    case $1 in
    hot) echo --road intake --hot ;;
    *) echo --road "$1" ;;
    esac
}
orders_of() {
    case $1 in
    intake) echo "${orders:-1500}" ;;
    life) echo "${orders:-150}" ;;
    hot) echo "${orders:-400}" ;;
    *) load_die "there is no road $1" ;;
    esac
}

# --- runs -------------------------------------------------------------------------------------
# Each sets line (a result line), took (CPU milliseconds: cluster daemon generator) and leaves
# its rows in $dir/rows.NAME.

# run_daemon NAME ROAD SESSIONS BUILD [VARIABLE=VALUE]
run_daemon() {
    local name=$1 road=$2 n=$3 pid db own before main=$build
    build=$4
    shift 4
    copy_make "$name"
    daemon_begin "$name" "$connections" "$@"
    pid=$(daemon_pid "$daemon")
    before="$(cpu_of_cluster) $(cpu_of "$pid")"
    # shellcheck disable=SC2046 # options are words
    line=$(load_run $(options_of "$road") --orders "$(orders_of "$road")" --sessions "$n" \
        --run "$name") || load_die "$line"
    own=$(cpu_of "$pid") db=$(cpu_of_cluster)
    took="$((db - ${before% *})) $((own - ${before#* })) $(value cpu_ms "$line")"
    daemon_end
    build=$main
    rows_of "$name" >"$dir/rows.$name"
    copy_drop "$name"
}

# run_replay NAME SESSIONS RECORDING [--one-trip]
run_replay() {
    local name=$1 n=$2 recording=$3 before
    shift 3
    copy_make "$name"
    before=$(cpu_of_cluster)
    line=$(as_owner "$record/tests/load/load_replay" --connections "$n" "$@" "$recording" \
        "$(app_of "$name")") || load_die "the replay failed"
    took="$(($(cpu_of_cluster) - before)) 0 $(value cpu_ms "$line")"
    rows_of "$name" >"$dir/rows.$name"
    copy_drop "$name"
}

same_rows() {
    diff "$dir/rows.$1" "$dir/rows.$2" >&2 || load_die "$1 and $2 wrote different rows"
}

# --- figures ----------------------------------------------------------------------------------

# spread NUMBER...: least / median / most.
spread() {
    printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 }
        END { printf "%s / %s / %s", v[1], v[int((NR + 1) / 2)], v[NR] }'
}

# Microseconds per command of a run: "database 4.1 ms, daemon ..., generator ..."
each() {
    awk -v n="$(value commands "$line")" -v db="${took%% *}" -v rest="${took#* }" 'BEGIN {
        split(rest, w, " ")
        printf "%.2f %.2f %.2f", db / n, w[1] / n, w[2] / n }'
}

compare() {
    local road=$1 n=$2 a=() b=() c=() ratios=() cpu_a='' cpu_b='' p='' i
    run_daemon recorded "$road" "$n" "$record" OSB_RECORD="$dir/run/recording"
    for ((i = 1; i <= rounds; i++)); do
        run_daemon a "$road" "$n" "$build"
        a+=("$(value rate "$line")") cpu_a=$(each)
        p="p50 $(value p50_us "$line") us, p99 $(value p99_us "$line") us"
        run_replay b "$n" "$dir/run/recording"
        b+=("$(value rate "$line")") cpu_b=$(each)
        ratios+=("$(awk -v x="${a[-1]}" -v y="${b[-1]}" 'BEGIN { printf "%.2f", x / y }')")
        run_replay c "$n" "$dir/run/recording" --one-trip
        c+=("$(value rate "$line")")
        same_rows recorded a
        same_rows recorded b
        same_rows recorded c
    done
    rm -f "$dir/run/recording"
    echo "$road, $n sessions, $(wc -l <"$dir/rows.a") tables, same rows"
    echo "  A daemon    $(spread "${a[@]}") commands/s; $p"
    echo "  B replay    $(spread "${b[@]}") commands/s"
    echo "  C one trip  $(spread "${c[@]}") commands/s"
    echo "  ratio A/B   $(spread "${ratios[@]}")"
    echo "  CPU ms per command (database daemon generator): A $cpu_a   B $cpu_b"
}

# The daemon's own time by what it was doing: a sample belongs to the first of these functions
# that stands in its call chain.
work_of() {
    cat <<'END'
decide                 decide the rules
load_batch_init        load   values of the first batch
load_batch_take        load   rows into facts
load_batch_stored      load   rows into facts
effects_collect        store  what changed
store_batch_init       store  effects into arrays
verdict_answer         answer verdict as JSON
body_hash              parse  hash of the body
db_flight_send         libpq  sending
db_flight_take         libpq  receiving
PQconsumeInput         libpq  receiving
PQflush                libpq  sending
rpc_read_request       parse  lines, JSON, parameters
args_read              parse  lines, JSON, parameters
session_send           answer lines out
arena_release          loop   memory of requests
request_free           loop   memory of requests
push_committed         loop   pushes
hints_learn            loop   routing hints
event_base_loop        loop   events, sockets, the rest
END
}

show_profile() {
    local road=$1 n=$2 pid recorder
    copy_make profiled
    daemon_begin profiled "$connections"
    pid=$(daemon_pid "$daemon")
    perf record -q -F 499 --call-graph dwarf,16384 -o "$dir/perf" -p "$pid" >"$dir/perf.log" 2>&1 &
    recorder=$!
    # shellcheck disable=SC2046 # options are words
    line=$(load_run $(options_of "$road") --orders "$(orders_of "$road")" --sessions "$n" --run p)
    kill -INT "$recorder" && wait "$recorder" || true
    echo "$road, $n sessions: $(value rate "$line") commands/s while profiled; the daemon's own time:"
    perf script -i "$dir/perf" -F ip,sym 2>>"$dir/perf.log" | awk '
        FNR == NR { name = $1; $1 = ""; order[++rows] = name; what[name] = $0; next }
        NF == 0 { if (some) count(); some = 0; delete in_chain; next }
        { some = 1; in_chain[$2] = 1 }
        function count(   i) {
            total++
            for (i = 1; i <= rows; i++) if (order[i] in in_chain) { sum[what[order[i]]]++; return }
            sum[" other"]++
        }
        END { if (some) count()
              for (w in sum) printf "%6.1f %%%s\n", 100 * sum[w] / total, w }' <(work_of) - |
        sort -k3,3 -k1,1nr
    daemon_end
    copy_drop profiled
}

# --- the work ---------------------------------------------------------------------------------

cluster_begin --set max_connections=120 --set shared_buffers=256MB --set max_wal_size=4GB
echo "$(date -u +%F), $(nproc) processors, $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo)," \
    "$(as_owner psql -qXAt -d "$conninfo dbname=postgres" -c 'SHOW server_version')," \
    "load before $(cut -d' ' -f1-3 /proc/loadavg)"
company_make seed 1000 500
daemon_begin seed 8
load_run --orders 1500 --run past-i >"$dir/past.log" || load_die "$(cat "$dir/past.log")"
load_run --road life --orders 200 --run past-l >"$dir/past.log" || load_die "$(cat "$dir/past.log")"
daemon_end
sql seed "VACUUM (ANALYZE)"
for road in $roads; do
    for n in $sessions; do
        if [ -n "$profile" ]; then
            show_profile "$road" "$n"
        else
            compare "$road" "$n"
        fi
    done
done
[ -z "$profile" ] || exit 0
sql postgres "CREATE DATABASE bench"
as_owner sh -c "pgbench -i -q -s 20 '$conninfo dbname=bench'" >"$dir/bench.log" 2>&1
for n in $sessions; do
    echo "pgbench -N -M prepared, $n connections:" "$(as_owner pgbench -N -M prepared -c "$n" -T 5 \
        "$conninfo dbname=bench" 2>/dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p') tps"
done
