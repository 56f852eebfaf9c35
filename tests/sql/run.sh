#!/bin/sh
# run.sh PRINT_TABLES REPLAY - the schema against the program's lists, its guards against statements
# that they must refuse, its invariants against faults planted in a copy without guards, migrations against rows of
# before them, and all of
# it against what the rules write: OSB_REPLAY_WORLDS small worlds of OSB_REPLAY_COMMANDS commands.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
[ $# = 2 ] || { echo "usage: run.sh PRINT_TABLES REPLAY" >&2; exit 2; }
if [ -z "${OSB_TEST_PG:-}" ]; then
    exec "$top/tests/pg/with_cluster.sh" --fast -- "$0" "$@"
fi
print=$1
replay=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sql() { # DATABASE psql-arguments...
    database=$1
    shift
    psql -qXAt -v ON_ERROR_STOP=1 "$(echo "$OSB_TEST_PG" | sed 's/dbname=[^ ]*//') dbname=$database" "$@"
}
migrate() { # DATABASE FROM TO: these migrations, each in its transaction
    for file in "$top"/sql/migrations/*.sql; do
        number=$(basename "$file" | cut -c1-4)
        [ "$number" -lt "$2" ] || [ "$number" -gt "$3" ] || sql "$1" -1 -f "$file"
    done
}
create() { # DATABASE: every migration up from nothing
    sql postgres -c "create database $1"
    migrate "$1" 1 9999
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
# A world's commands stored one by one, its log sealed; then every invariant.
play() { # SEED
    sql postgres -c "create database world template empty"
    "$replay" "${OSB_REPLAY_COMMANDS:-2000}" "$1" >"$work/replay.sql"
    if sql world -f "$work/replay.sql" >"$work/replay.out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        line=$(sed -n 's/.*replay.sql:\([0-9]*\): ERROR.*/\1/p' "$work/replay.out" | head -1)
        echo "not ok world $1: $(sed -n "1,${line}p" "$work/replay.sql" | grep '^-- c' | tail -1)"
        head -3 "$work/replay.out"
    fi
    played=$((played + $(sql world -c "select count(*) from osb.command")))
    sql world -v content="$(cat "$top/sql/invariants.sql")" -f "$here/audit.sql" >/dev/null
    results world
    sql postgres -c "drop database world"
}
passed=0
failed=0
played=0

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

# Rows of before a migration that rewrites them: what it makes of them, and every invariant.
sql postgres -c "create database old"
migrate old 1 27
sql old -c "set check_function_bodies = off" -f "$here/helper.sql"
sql old -f "$here/before.sql" >/dev/null
migrate old 28 30
sql old -f "$here/before_copies.sql" >/dev/null
migrate old 31 9999
sql old -c "\\copy osb.flow from '$work/flow' (delimiter '|')" \
    -c "\\copy osb.role_op from '$work/role_ops' (delimiter '|')"
sql old -f "$here/after.sql" >/dev/null
sql old -v content="$(cat "$top/sql/invariants.sql")" -f "$here/audit.sql" >/dev/null
results old

create empty
sql empty -c "\\copy osb.flow from '$work/flow' (delimiter '|')" \
    -c "\\copy osb.role_op from '$work/role_ops' (delimiter '|')" \
    -c "create schema t" -c "create table t.result (no serial, ok boolean, name text)"
for seed in $(seq 1 "${OSB_REPLAY_WORLDS:-3}"); do
    play "$seed"
done
echo "figure: $played commands of the rules stored in ${OSB_REPLAY_WORLDS:-3} worlds"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
