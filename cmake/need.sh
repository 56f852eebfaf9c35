# need.sh - what run.sh and test.sh share; they source it, with `top` set to the checkout.
# shellcheck shell=bash disable=SC2154

say() {
    printf '%s\n' "$*"
}

die() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    shift
    [ $# = 0 ] || printf '%s\n' "$@" >&2
    exit 1
}

# Packages of cmake/packages.txt that are not installed; $1 is a mark to include ("test").
packages_missing() {
    local name mark
    while read -r name mark; do
        case $name in '' | '#'*) continue ;; esac
        case $mark in '' | "# ${1:-none}") ;; *) continue ;; esac
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] ||
            printf '%s\n' "$name"
    done <"$top/cmake/packages.txt"
}

# Installs what is missing, saying so first. Elsewhere than on Debian it only names what is needed.
packages_install() {
    local missing as=()
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is no Debian system: what is needed stands in cmake/packages.txt, install it yourself."
        return
    fi
    mapfile -t missing < <(packages_missing "${1:-}")
    [ ${#missing[@]} != 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            die "these packages are missing, and there is no sudo to install them with:" \
                "    ${missing[*]}" "As root: apt-get install ${missing[*]}"
        as=(sudo)
    fi
    say "Installing from Debian: ${missing[*]}"
    if ! { "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
        "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
            --no-install-recommends install "${missing[@]}"; } >"${TMPDIR:-/tmp}/osb-apt.$$" 2>&1; then
        tail -15 "${TMPDIR:-/tmp}/osb-apt.$$" >&2
        rm -f "${TMPDIR:-/tmp}/osb-apt.$$"
        die "apt-get could not install them (see above); install them yourself and try again"
    fi
    rm -f "${TMPDIR:-/tmp}/osb-apt.$$"
}

# Configures and builds a preset; quiet unless it fails. $2...: targets, default all.
build() {
    local preset=$1 log=$top/build/$1.log
    shift
    mkdir -p "$top/build"
    if command -v ccache >/dev/null && [ -z "${CMAKE_C_COMPILER_LAUNCHER:-}" ]; then
        export CMAKE_C_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$top
    fi
    if ! { (cd "$top" && cmake --preset "$preset") &&
        cmake --build "$top/build/$preset" ${1:+--target "$@"}; } >"$log" 2>&1; then
        grep -E -A6 'error:|warning:|undefined reference|CMake Error' "$log" | head -60 >&2
        die "the build failed; its whole log is build/$preset.log"
    fi
}
