#!/bin/sh
# with_cluster.sh [cluster.sh start options] -- command...
# Runs the command with a fresh cluster: OSB_TEST_PG is its conninfo, OSB_TEST_PG_DIR its
# folder. The cluster is gone afterwards, however the command ends.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d "${TMPDIR:-/tmp}/osbtest.XXXXXX")
trap '"$here/cluster.sh" drop "$dir" >/dev/null 2>&1; rm -rf "$dir"' EXIT
trap 'exit 130' INT HUP TERM

options=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options="$options $1"
    shift
done
[ $# -gt 1 ] || { echo "usage: with_cluster.sh [options] -- command..." >&2; exit 2; }
shift

# options hold no blanks: word splitting is wanted
# shellcheck disable=SC2086
OSB_TEST_PG=$("$here/cluster.sh" start "$dir" $options)
OSB_TEST_PG_DIR=$dir
export OSB_TEST_PG OSB_TEST_PG_DIR
"$@"
