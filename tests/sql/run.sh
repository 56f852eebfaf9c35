#!/bin/sh
# run.sh PRINT_TABLES - the schema against the program's lists, its guards against statements that
# they must refuse, its invariants against faults planted in a copy without guards.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
[ $# = 1 ] || { echo "usage: run.sh PRINT_TABLES" >&2; exit 2; }
if [ -z "${OSB_TEST_PG:-}" ]; then
    exec "$top/tests/pg/with_cluster.sh" --fast -- "$0" "$1"
fi
print=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sql() { # DATABASE psql-arguments...
    database=$1
    shift
    psql -qXAt -v ON_ERROR_STOP=1 "$(echo "$OSB_TEST_PG" | sed 's/dbname=[^ ]*//') dbname=$database" "$@"
}
create() { # DATABASE: every migration up from nothing, each in its transaction
    sql postgres -c "create database $1"
    for file in "$top"/sql/migrations/*.sql; do
        sql "$1" -1 -f "$file"
    done
}
load() { # LIST TABLE: what the program says about itself
    "$print" "$1" >"$work/$1"
    sql main -c "\\copy $2 from '$work/$1' (delimiter '|', null '~')"
}
results() { # DATABASE: adds to the totals, shows what failed
    sql "$1" -c "select 'not ok ' || name from t.result where not ok order by no"
    passed=$((passed + $(sql "$1" -c "select count(*) from t.result where ok")))
    failed=$((failed + $(sql "$1" -c "select count(*) from t.result where not ok")))
}
passed=0
failed=0

create other # a second company in the same cluster: the roles exist already
create main
sql main -f "$here/helper.sql"
sql main -c "create table t.columns (tab text, place int, col text, type text, nullable text)" \
    -c "create table t.kinds (tab text, kind text)" \
    -c "create table t.enums (enum text, place int, name text)" \
    -c "create table t.covers (role text, covers text)"
load columns t.columns
load kinds t.kinds
load enums t.enums
load covers t.covers
load flow osb.flow
load role_ops osb.role_op
sql main -f "$here/schema.sql" >/dev/null
sql main -f "$here/roles.sql" >/dev/null
sql main -f "$here/clean.sql" >/dev/null
sql postgres -c "create database bare template main"
sql main -f "$here/guards.sql" >/dev/null
results main
sql bare -c "truncate t.result"
sql bare -v content="$(cat "$top/sql/invariants.sql")" -f "$here/plants.sql" >/dev/null
results bare

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
