#!/usr/bin/env bash
# review.sh BUILD [FEW MANY]: how long the quarter's proposals take for FEW and for MANY customers
# with two years of history each (default 1000 and 10000), and how much memory the daemon then
# has had. It must not take more than linearly longer, and no more memory.
set -euo pipefail

build=${1:?usage: review.sh BUILD [FEW MANY]}
build=$(cd "$build" && pwd)
few=${2:-1000}
many=${3:-10000}
dir=$(mktemp -d /tmp/osbreview.XXXXXX)
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"
trap 'cluster_end; rm -rf "$dir"' EXIT

# proposals DATABASE CUSTOMERS: sets `took` (ms) and `peak` (kB).
proposals() {
    local quarter left
    quarter=$(sql "$1" "SELECT (date_trunc('quarter', osb.business_today())
        + interval '3 months')::date")
    as_owner psql -qX -v ON_ERROR_STOP=1 -d "$conninfo dbname=$1" -v customers="$2" \
        -v quarter="$quarter" -v codes=R -f - <"$here/history.sql"
    sql "$1" "VACUUM (ANALYZE)" "UPDATE osb.company SET business_clock_offset_us
        = ('$quarter'::date - osb.business_today()) * 86400000000::bigint"
    daemon_begin "$1" 16
    left=1
    until [ "$left" = 0 ]; do
        sleep 0.5
        left=$(sql "$1" "SELECT count(*) FROM osb.sweep WHERE ended_at IS NULL")
        [ "$(sql "$1" "SELECT count(*) FROM osb.sweep WHERE day = '$quarter'")" = 1 ] || left=1
        kill -0 "$daemon" 2>/dev/null || load_die "osbd ended: $(tail -3 "$dir/run/log")"
    done
    took=$(sed -n 's/.*event=sweep .*took_us=\([0-9]*\)...$/\1/p' "$dir/run/log" | tail -1)
    peak=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$(daemon_pid "$daemon")/status")
    daemon_end
    [ "$(sql "$1" "SELECT count(*) FILTER (WHERE fresh OR formula > 0 OR grade = 5)
        FROM osb.limit_proposal WHERE quarter = '$quarter'")" -ge "$2" ] ||
        load_die "proposals are missing"
    echo "figure: $2 customers, $(sql "$1" "SELECT count(*) FROM osb.receivable") debts:" \
        "proposed in $took ms, $((took * 1000 / $2)) us each; daemon $peak kB at most"
}

cluster_begin --fast
company_make few 4 5
sql postgres "CREATE DATABASE many TEMPLATE few"
proposals few "$few"
few_took=$took few_peak=$peak
proposals many "$many"
# half as much again for a machine that others use
[ $((took * few)) -le $((few_took * many * 3 / 2 + 1000 * few)) ] || load_die "not linear in time"
[ "$peak" -le $((few_peak * 5 / 4 + 4096)) ] || load_die "more customers take more memory"
