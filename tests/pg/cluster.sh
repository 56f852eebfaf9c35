#!/bin/sh
# cluster.sh - throw-away PostgreSQL clusters on a unix socket, for tests.
#
#   cluster.sh start DIR [--fast] [--user NAME] [--set name=value]...
#       makes the cluster in DIR (or starts the one that is there) and prints its conninfo
#   cluster.sh stop DIR      orderly, data stay
#   cluster.sh crash DIR     as a power cut of the processes; data stay
#   cluster.sh drop DIR      stops it and deletes DIR
#   cluster.sh conninfo DIR  prints the conninfo again
#
# --fast turns fsync and its kin off: three times quicker, and the daemon must refuse to
# serve it unless a test allows that. PostgreSQL does not run as root; root runs it as NAME
# (default: postgres). There is no TCP port, and no other account can reach the socket.
set -eu

die() {
    echo "cluster.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '2,15s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

# PostgreSQL's programs: the newest version that is installed.
find_programs() {
    for bin in "${OSB_PG_BIN:-}" $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr) \
        "$(dirname "$(command -v postgres 2>/dev/null || echo /none/postgres)")"; do
        if [ -n "$bin" ] && [ -x "$bin/initdb" ]; then
            echo "$bin"
            return
        fi
    done
    echo "cluster.sh: no PostgreSQL server is installed" >&2
    exit 77 # "skipped" for test runners
}

# Runs a program as the owner of the cluster, in a folder that he may enter.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec runuser -u "$owner" -- "$@")
    else
        "$@"
    fi
}

conninfo() {
    echo "host=$(cat "$dir/socket") port=5432 user=$(cat "$dir/owner") dbname=postgres"
}

make() {
    mkdir -p "$dir"
    chmod 700 "$dir"
    [ "$(id -u)" != 0 ] || chown "$owner" "$dir"
    echo "$owner" >"$dir/owner"
    # a socket's path holds 107 bytes, and ".s.PGSQL.5432.lock" stands behind ours
    if [ ${#dir} -le 80 ]; then
        echo "$dir" >"$dir/socket"
    else
        as_owner mktemp -d /tmp/osbpg.XXXXXX >"$dir/socket"
    fi
    as_owner "$bin/initdb" -D "$dir/data" -U "$owner" -A trust -N -E UTF8 --locale=C.UTF-8 \
        >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; die "initdb failed"; }
    {
        echo "listen_addresses = ''"
        echo "unix_socket_directories = '$(cat "$dir/socket")'"
        echo "unix_socket_permissions = 0700"
        echo "port = 5432"
        echo "max_connections = 60"
        echo "log_line_prefix = '%m [%p] '"
        if [ -n "$fast" ]; then
            echo "fsync = off"
            echo "full_page_writes = off"
            echo "synchronous_commit = off"
        fi
        printf '%s' "$settings"
    } | as_owner tee -a "$dir/data/postgresql.conf" >/dev/null
}

start() {
    [ -d "$dir/data" ] || make
    # the lock of a server that was killed would keep the next one from starting
    if ! as_owner "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then
        rm -f "$(cat "$dir/socket")/.s.PGSQL.5432" "$(cat "$dir/socket")/.s.PGSQL.5432.lock"
    fi
    as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 60 start \
        >"$dir/start.log" 2>&1 ||
        { cat "$dir/start.log" "$dir/data/server.log" >&2; die "the server does not start"; }
    conninfo
}

halt() {
    as_owner "$bin/pg_ctl" -D "$dir/data" -m "$1" -w stop >/dev/null 2>&1 || true
}

[ $# -ge 2 ] || usage
command=$1
dir=$2
shift 2
fast=
settings=
owner=$(id -un)
[ "$(id -u)" != 0 ] || owner=postgres
while [ $# -gt 0 ]; do
    case $1 in
    --fast) fast=yes ;;
    --user)
        shift
        owner=$1
        ;;
    --set)
        shift
        settings="$settings${1%%=*} = '${1#*=}'
"
        ;;
    *) usage ;;
    esac
    shift
done

case $dir in
/*) ;;
*) dir=$PWD/$dir ;;
esac
bin=$(find_programs)
if [ "$command" != start ]; then
    [ -f "$dir/owner" ] || die "$dir holds no cluster"
fi
[ ! -f "$dir/owner" ] || owner=$(cat "$dir/owner")

case $command in
start) start ;;
stop) halt fast ;;
crash) halt immediate ;;
drop)
    halt immediate
    socket=$(cat "$dir/socket")
    case $socket in
    /tmp/osbpg.*) rm -rf "$socket" ;;
    esac
    rm -rf "$dir"
    ;;
conninfo) conninfo ;;
*) usage ;;
esac
