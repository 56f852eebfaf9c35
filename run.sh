#!/usr/bin/env bash
# run.sh - a whole OSB on this machine: database, practice company, daemon.
#
#   ./run.sh            install what is missing, build, start, load the demo company; at a
#                       terminal then the screens, as the secretary
#   ./run.sh --as ROLE  the same, with the screens of another of its people:
#       CSR   wang     secretary: orders come in, are checked, handed over
#       SSGL  li.na    leader of the sales support group
#       BCR   chen     collection: what is due, calls, promises
#       FIN   jin      finance: prints notes, invoices, records money
#       STO   ma       storage and transport, its leader
#       SCR   guo      shipment: notes received, consigned, reported
#       WH    lin      warehouse keeper: picks and issues
#       SR    sr.yu    sales representative
#       KAM   kam.e1   key-account manager: plans of his customers
#       UM    um.e1    area manager
#       MM    zhao     market manager: approves plans
#       DIR   sun      sales director: signs
#       DDIR  wu       deputy director: signs
#       GM    zhou     general manager: signs special treatment
#       SDM   han      sales development manager
#       CLERK xie      clerk of the department
#       TECH  song     technician
#       BRM   fang     branch manager
#       LEAD  dong     company leader
#       ADM   admin    administrator: users, backups, parameters
#   ./run.sh --tour     one order through all 21 steps and nine others, told line by line
#   ./run.sh --drive    all real orders to their end, with figures
#   ./run.sh --status   what is running, where its files are
#   ./run.sh --stop     stop daemon and database; nothing is lost
#   ./run.sh --reset    stop them and delete all data of the practice company
#   ./run.sh --sql Q    a question to the database, as its reader
#   ./run.sh --help     this text
#
# It may be run again at any time: it goes on from wherever things are. Data, logs and the
# programs that run lie in var/ (OSB_VAR names another folder). The database is a cluster of
# its own on a unix socket; there is no TCP port. Started by root, nothing of ours runs as
# root: a system user "osb" is made; where he cannot reach this folder, var/ becomes
# /var/lib/osb/<hash>, and it is said. OSB_INSTALL=no keeps apt-get from being asked, and
# OSB_BUILD=FOLDER takes programs that are built already.
set -euo pipefail

top=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=cmake/need.sh
. "$top/cmake/need.sh"

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'
    exit "${1:-0}"
}

# --- where, and as whom -------------------------------------------------------------------------

# Can this user enter the checkout, and read what is in it?
reaches() {
    (cd / && runuser -u "$1" -- test -r "$top/run.sh" -a -x "$top/demo")
}

make_user() {
    id osb >/dev/null 2>&1 && return
    say "Making the system user osb: database and daemon will run as him, not as root."
    useradd --system --user-group --home-dir /var/lib/osb --no-create-home \
        --shell /usr/sbin/nologin osb || die "the user osb cannot be made (useradd, see above)"
}

# Sets var (the data's folder) and owner (who runs things; empty: whoever calls).
choose_place() {
    local hash owned
    hash=$(printf '%s' "$top" | sha256sum | cut -c1-12)
    owner=
    var=${OSB_VAR:-$top/var}
    if [ "$(id -u)" = 0 ]; then
        owned=$(stat -c %U "$var" 2>/dev/null || true)
        if [ -n "$owned" ] && [ "$owned" != root ] && [ -f "$var/.osb" ]; then
            owner=$owned # somebody ran it here before: it stays his
        else
            owner=osb
            [ "${1:-}" = look ] || make_user
            if [ -z "${OSB_VAR:-}" ] && id osb >/dev/null 2>&1 && ! reaches osb; then
                var=/var/lib/osb/$hash
            fi
        fi
    elif [ -e "$var/.osb" ] && [ ! -O "$var" ]; then
        die "$var belongs to $(stat -c %U "$var"); run this as him or as root, or set OSB_VAR"
    fi
    # a socket's path holds 107 bytes
    if [ ${#var} -le 70 ]; then
        sockets=$var/run
    else
        sockets=/tmp/osb-$hash
    fi
    socket=$sockets/osbd.sock
    config=$var/osbd.conf
}

# Runs a program as the owner, with nothing of the caller's environment that could mislead it.
# Descriptor 9 is the lock of this script: what goes on running must not keep it.
as_owner() {
    if [ -n "$owner" ]; then
        (cd / && exec runuser -u "$owner" -- env -i PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C.UTF-8 \
            HOME="$var" "$@") 9>&-
    else
        LC_ALL=C.UTF-8 "$@" 9>&-
    fi
}

make_folders() {
    mkdir -p "$var"
    if [ -n "$owner" ]; then
        chown "$owner:" "$var"
        [ "$var" = "$top/var" ] || [ -n "${OSB_VAR:-}" ] || [ -f "$var/.osb" ] ||
            say "The user $owner cannot reach $top: data go to $var"
    fi
    as_owner mkdir -p "$var/bin" "$var/log" "$sockets"
    as_owner chmod 700 "$sockets" "$var/log"
    as_owner touch "$var/.osb"
}

# --- database -----------------------------------------------------------------------------------

find_postgres() {
    local bin
    for bin in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr) \
        "$(dirname "$(command -v postgres || echo /none/postgres)")"; do
        [ ! -x "$bin/initdb" ] || { pg=$bin && return; }
    done
    die "no PostgreSQL server is installed" "On Debian: apt-get install postgresql"
}

database_runs() {
    as_owner "$pg/pg_ctl" -D "$var/pg" status >/dev/null 2>&1
}

# Only the owner's system account may connect, as any of the cluster's roles.
make_database() {
    local system=${owner:-$(id -un)}
    say "Making a private database cluster in $var/pg"
    as_owner rm -rf "$var/pg.new"
    as_owner "$pg/initdb" -D "$var/pg.new" -U postgres -A peer -k -E UTF8 --locale=C.UTF-8 \
        >"$var/log/initdb.log" 2>&1 ||
        die "initdb failed; $var/log/initdb.log says why:" "$(tail -3 "$var/log/initdb.log")"
    as_owner tee -a "$var/pg.new/postgresql.conf" >/dev/null <<END

# Written by run.sh. Durable: fsync, full_page_writes and synchronous_commit stay on.
listen_addresses = ''
unix_socket_directories = '$sockets'
unix_socket_permissions = 0700
max_connections = 60
log_line_prefix = '%m [%p] %u '
END
    as_owner tee "$var/pg.new/pg_hba.conf" >/dev/null <<END
# Written by run.sh: one door, for one account of this machine.
local all all peer map=osb
END
    as_owner tee "$var/pg.new/pg_ident.conf" >/dev/null <<END
# Written by run.sh: $system may be the superuser and each role of the program.
$(for role in postgres osb_owner osb_app osb_read osb_seal; do echo "osb $system $role"; done)
END
    as_owner mv "$var/pg.new" "$var/pg"
}

start_database() {
    find_postgres
    [ -d "$var/pg" ] || make_database
    if ! database_runs; then
        # left over by a server that was killed
        as_owner rm -f "$sockets/.s.PGSQL.5432" "$sockets/.s.PGSQL.5432.lock"
        as_owner "$pg/pg_ctl" -D "$var/pg" -l "$var/log/postgresql.log" -w -t 60 start \
            >"$var/log/pg_ctl.log" 2>&1 || die "the database does not start:" \
            "$(tail -5 "$var/log/postgresql.log" 2>/dev/null || cat "$var/log/pg_ctl.log")"
    fi
    if ! sql -d postgres -Atc "select 1 from pg_database where datname = 'osb'" | grep -q 1; then
        sql -d postgres -qc 'create database osb template template0' ||
            die "the database osb cannot be made"
    fi
}

sql() {
    as_owner "$pg/psql" -X -v ON_ERROR_STOP=1 -h "$sockets" -U postgres "$@"
}

# --- daemon ---------------------------------------------------------------------------------------

write_settings() {
    if [ ! -s "$var/demo.token" ]; then
        as_owner sh -c "umask 077; head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >'$var/demo.token'"
    fi
    as_owner sh -c "umask 077; cat >'$config'" <<END
# Written by run.sh at each start; osbd --help explains the settings.
database = host=$sockets user=osb_app dbname=osb
owner-database = host=$sockets user=postgres dbname=osb
seal-database = host=$sockets user=osb_seal dbname=osb
socket = $socket
log = $var/log/osbd.log
demo-token = $var/demo.token
END
    # the client with this company's door and token, to be called by people; root becomes the owner
    local become=
    [ -z "$owner" ] || # what the screens keep, such as drafts, must lie where the owner may write
        become="[ \"\$(id -un)\" = $owner ] ||
    exec runuser -u $owner -- env XDG_STATE_HOME=\"$var/state\" \"\$0\" \"\$@\""
    as_owner sh -c "cat >'$var/osb.new' && chmod 755 '$var/osb.new' && mv '$var/osb.new' '$var/osb'" <<END
#!/bin/sh
# The client, at the practice company's door: osb --user wang order list
# Written by run.sh. Only $system_name may read the company's token.
$become
exec "$var/bin/osb" --socket "$socket" --demo "$var/demo.token" "\$@"
END
}

# process_pid NAME: of the daemon (osbd) or of the sealer of its event log (seal), if it runs.
process_pid() {
    local pid
    pid=$(cat "$var/$1.pid" 2>/dev/null) || return 1
    [ -n "$pid" ] && [ "$(readlink "/proc/$pid/exe" 2>/dev/null | sed 's/ (deleted)$//')" = "$var/bin/osbd" ] &&
        echo "$pid"
}

stop_process() {
    local pid n=0
    pid=$(process_pid "$1") || return 0
    kill -TERM "$pid"
    while [ -d "/proc/$pid" ]; do
        n=$((n + 1))
        [ $n -lt 300 ] || die "$1 (process $pid) does not stop; its log is in $var/log"
        sleep 0.1
    done
    as_owner rm -f "$var/$1.pid"
}

stop_daemon() {
    stop_process osbd
    stop_process seal
}

answers() {
    "$var/osb" --user "$1" --patience 1 who >/dev/null 2>&1
}

start_daemon() {
    local pid n=0
    if ! process_pid seal >/dev/null; then # chains the hashes of what happened
        as_owner sh -c "setsid '$var/bin/osbd' --config '$config' --log '$var/log/seal.log' seal \
            </dev/null >>'$var/log/seal.out' 2>&1 &
            echo \$! >'$var/seal.pid'"
    fi
    if pid=$(process_pid osbd); then
        return
    fi
    as_owner sh -c "setsid '$var/bin/osbd' --config '$config' run </dev/null >>'$var/log/osbd.out' 2>&1 &
        echo \$! >'$var/osbd.pid'"
    until answers admin; do
        n=$((n + 1))
        if ! process_pid osbd >/dev/null || [ $n -ge 150 ]; then
            die "the daemon does not start:" \
                "$(tail -5 "$var/log/osbd.out")" "$(tail -5 "$var/log/osbd.log" 2>/dev/null)"
        fi
        sleep 0.1
    done
}

osbd() {
    as_owner "$var/bin/osbd" --config "$config" "$@" >"$var/log/$1.log" 2>&1 ||
        die "osbd $* failed:" "$(tail -5 "$var/log/$1.log")"
}

# Copies of what runs: a build in the checkout does not disturb a daemon, and the owner needs
# no way into the checkout.
stage() {
    local name changed=
    for name in osbd osb osb-pdf; do
        if ! cmp -s "$programs/$name" "$var/bin/$name"; then
            [ "$name" != osbd ] || changed=yes
            install -m 755 "$programs/$name" "$var/bin/$name.new"
            [ -z "$owner" ] || chown "$owner:" "$var/bin/$name.new"
            mv "$var/bin/$name.new" "$var/bin/$name"
        fi
    done
    rm -rf "$var/demo" "$var/bin/locale"
    cp -r "$top/demo" "$var/demo"
    cp -r "$programs/locale" "$var/bin/locale" # translations lie beside the client
    [ -z "$owner" ] || chown -R "$owner:" "$var/demo" "$var/bin/locale"
    [ -z "$changed" ] || stop_daemon
}

found_company() {
    local n
    n=$(sql -d osb -Atc 'select count(*) from osb.company') || die "the database cannot be read"
    [ "$n" = 0 ] || return 0
    say "Founding the practice company"
    osbd company create --name "OSB practice company" --practice
    # He also gets a one-time code for a password, which nobody needs here: not kept.
    as_owner "$var/bin/osbd" --config "$config" user bootstrap --login admin --name "管理员 Administrator" \
        >/dev/null || die "the first administrator cannot be made"
}

# What was loaded: these files, in this month (whose quota it is).
demo_mark() {
    cat "$top"/demo/*.csv "$top"/demo/*.py | sha256sum | cut -c1-32
    date +%Y-%m
}

load_demo() {
    [ "$(cat "$var/loaded" 2>/dev/null)" != "$(demo_mark)" ] || return 0
    as_owner python3 "$var/demo/load.py" --socket "$socket" --token "$var/demo.token" \
        --osb "$var/bin/osb" || die "the demo company could not be loaded; see above"
    demo_mark | as_owner tee "$var/loaded" >/dev/null
}

# --- what can be asked for ------------------------------------------------------------------------

up() {
    [ "${OSB_INSTALL:-yes}" = no ] || packages_install ""
    programs=${OSB_BUILD:-$top/build/release}
    [ -n "${OSB_BUILD:-}" ] || { say "Building" && build release osbd osb osb-pdf; }
    choose_place
    system_name=${owner:-$(id -un)}
    make_folders
    exec 9>"$var/.lock"
    flock -n 9 || die "another run.sh is at work in $var"
    stage
    start_database
    write_settings
    osbd migrate
    found_company
    start_daemon
    load_demo
}

greet() {
    local osb=$var/osb
    [ "$var" != "$top/var" ] || osb=var/osb
    cat <<END

OSB runs. The practice company has 302 customers, 1,685 products and 400 orders from real data.

  $osb --user wang order list --state RECEIVED
                    what waits for the secretary
  $osb --user wang order accept NO --memo faxed
                    the checks run; the answer says what came of it
  $osb --user sun order list --mine
                    what the sales director has to sign
  $osb --user sun order show NO
                    an order's whole road, and whose turn it is
  $osb --user wang customer show 17850
                    limit, exposure, open items
  $osb --user jin audit verify
                    every invariant of the books
  $osb --help

People: wang (CSR), li.na (SSG leader), chen (BCR), sun (DIR), wu (DDIR), zhou (GM), jin and
tang (finance), guo and he (shipment), lin, luo, pan, tian (warehouse), admin; demo/company.py
names them all. ./run.sh --drive takes every order to its end. Log: $var/log/osbd.log
END
}

status() {
    local pid
    choose_place look
    if [ ! -f "$var/.osb" ]; then
        say "Nothing was set up here yet ($var); ./run.sh does it."
        return 1
    fi
    say "data      $var"
    if find_postgres && database_runs; then say "database  runs, socket in $sockets"; else say "database  stopped"; fi
    if pid=$(process_pid osbd); then
        say "daemon    runs (process $pid), socket $socket"
    else
        say "daemon    stopped"
        return 1
    fi
}

stop() {
    choose_place look
    [ -f "$var/.osb" ] || { say "Nothing was set up here ($var)." && return; }
    stop_daemon
    if find_postgres && database_runs; then
        as_owner "$pg/pg_ctl" -D "$var/pg" -m fast -w stop >/dev/null
    fi
    say "Stopped. The data stay in $var; ./run.sh goes on with them."
}

reset() {
    stop
    [ -f "$var/.osb" ] || return 0
    rm -rf "${var:?}/pg" "${var:?}/bin" "$var/demo" "$var/log" "$var/run" "$var/osb" "$var/state" \
        "$var/loaded" "$var/osbd.conf" "$var/osbd.pid" "$var/seal.pid" "$var/demo.token" "$var/.lock" "$var/.osb"
    case $sockets in /tmp/osb-*) rm -rf "$sockets" ;; esac
    rmdir "$var" 2>/dev/null || true
    say "Deleted the practice company's data in $var."
}

ask_database() {
    choose_place look
    if [ ! -f "$var/.osb" ] || ! find_postgres || ! database_runs; then
        die "nothing runs here; ./run.sh starts it"
    fi
    as_owner "$pg/psql" -X -v ON_ERROR_STOP=1 -h "$sockets" -U osb_read -d osb -c "$1"
}

script() {
    as_owner python3 "$var/demo/$1" --socket "$socket" --token "$var/demo.token"
}

# --- the screens ------------------------------------------------------------------------------------

# Whom the help above names for a role; a login names himself.
login_of() {
    sed -n 's/^#       \([A-Z][A-Z]*\) *\([a-z0-9.]*\) .*/\1 \2/p' "$top/run.sh" |
        awk -v who="$1" 'toupper(who) == $1 || who == $2 { print $2; exit }'
}

at_terminal() {
    [ -t 0 ] && [ -t 1 ]
}

# The lock is let go of first: who sits at the screens keeps nobody else from run.sh.
screens() {
    exec 9>&-
    "$var/osb" --user "$1" || true
    say "OSB goes on running. ./run.sh --stop stops it, ./run.sh --as ROLE comes back."
}

case ${1:-} in
--help | -h) usage ;;
--stop) stop ;;
--status) status ;;
--reset) reset ;;
--tour)
    up # on lines of their own: behind && the shell would not stop at an error inside
    script tour.py
    ;;
--drive)
    up
    script drive.py
    ;;
--sql) ask_database "${2:?what is asked}" ;;
--as)
    login=$(login_of "${2:?which role; ./run.sh --help lists them}")
    [ -n "$login" ] || die "nobody of the practice company is '$2'; ./run.sh --help lists its roles"
    at_terminal || die "the screens need a terminal"
    up
    screens "$login"
    ;;
'')
    up
    if at_terminal; then screens "$(login_of CSR)"; else greet; fi
    ;;
*) usage 2 >&2 ;;
esac
