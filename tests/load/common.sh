# shellcheck shell=bash disable=SC2154 # build and dir are the caller's
# common.sh - a load test's cluster, databases and daemon; to be sourced by bash scripts.
#
# Needs: build (folder of the daemon), dir (an empty folder of the test's own). Gives the
# functions below. PostgreSQL and the daemon refuse root: root runs both as `postgres`.

load_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
load_user=$(id -un)
[ "$load_user" != root ] || load_user=postgres
daemon=

load_die() {
    echo "$*" >&2
    exit 1
}

# Runs a program as the cluster's owner, in a folder that he may enter.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec setpriv --reuid "$load_user" --regid "$load_user" --clear-groups -- "$@")
    else
        "$@"
    fi
}

# cluster_begin OPTIONS...: of tests/pg/cluster.sh.
cluster_begin() {
    chmod 755 "$dir"
    "$load_top/tests/pg/cluster.sh" start "$dir/pg" "$@" >"$dir/conninfo"
    conninfo=$(sed 's/ *dbname=.*//' "$dir/conninfo")
    mkdir -p "$dir/run"
    printf '%s\n' "$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')" >"$dir/run/token"
    chmod 600 "$dir/run/token"
    [ "$(id -u)" != 0 ] || chown -R "$load_user" "$dir/run"
}

cluster_end() {
    daemon_end
    [ ! -d "$dir/pg" ] || "$load_top/tests/pg/cluster.sh" drop "$dir/pg"
}

# sql DATABASE STATEMENT...: each in a transaction of its own; prints rows, columns by |.
sql() {
    local database=$1 statement
    shift
    for statement in "$@"; do
        as_owner psql -qXAt -v ON_ERROR_STOP=1 -d "$conninfo dbname=$database" -c "$statement"
    done
}

app_of() {
    echo "${conninfo/user=$load_user/user=osb_app} dbname=$1"
}

# daemon_begin DATABASE CONNECTIONS [VARIABLE=VALUE...]: comes back when it serves.
daemon_begin() {
    local database=$1 connections=$2 tries=0
    shift 2
    as_owner env "$@" "$build/osbd" --database "$(app_of "$database")" --socket "$dir/run/s" \
        --demo-token "$dir/run/token" --log "$dir/run/log" --connections "$connections" \
        --unsafe-tests run &
    daemon=$!
    until grep -qs 'event=serving' "$dir/run/log"; do
        kill -0 "$daemon" 2>/dev/null || load_die "osbd ended: $(tail -3 "$dir/run/log")"
        [ $((tries += 1)) -lt 1000 ] || load_die "osbd does not serve"
        sleep 0.02
    done
}

# Orderly; a status other than 0 is the test's.
daemon_end() {
    local status=0 pid=$daemon
    [ -n "$pid" ] || return 0
    daemon=
    kill "$(daemon_pid "$pid")" 2>/dev/null || true
    wait "$pid" || status=$?
    rm -f "$dir/run/log"
    [ "$status" = 0 ] || load_die "osbd ended with $status"
}

# The daemon itself, below the shell that started it.
daemon_pid() {
    local below
    below=$(cat "/proc/$1/task/$1/children" 2>/dev/null)
    if [ -n "$below" ]; then
        daemon_pid "${below%% *}"
    else
        echo "$1"
    fi
}

# company_make DATABASE CUSTOMERS PRODUCTS: a new database with seed.py's company.
company_make() {
    local owner="$conninfo dbname=$1"
    sql postgres "CREATE DATABASE $1"
    as_owner "$build/osbd" --owner-database "$owner" migrate >"$dir/run/migrate.log" 2>&1 ||
        load_die "$(cat "$dir/run/migrate.log")"
    as_owner "$build/osbd" --owner-database "$owner" company create --name Load --practice \
        >"$dir/run/company.log" 2>&1
    as_owner "$build/osbd" --owner-database "$owner" user bootstrap --login root.adm \
        --name Root >>"$dir/run/company.log" 2>&1
    daemon_begin "$1" 8
    python3 "$load_top/tests/load/seed.py" "$dir/run/s" "$dir/run/token" root.adm \
        --customers "$2" --products "$3"
    daemon_end
    sql "$1" "VACUUM (ANALYZE)"
}

# load_run OPTIONS...: osb_load against the running daemon.
load_run() {
    "$build/tests/load/osb_load" "$@" "$dir/run/s" "$dir/run/token"
}

# value NAME LINE: of a result line's "name=value".
value() {
    sed -n "s/.* $1=\([^ ]*\).*/\1/p" <<<"$2"
}
