#!/bin/sh
# tests/property/run.sh ENGINE COUNT [OPTION...]: COUNT random pairs on sqlite, pg15, pg18, mysql or
# mariadb, with the program in build/ (or $BUILD). Without --seed another one each time.
set -eu
engine=$1 count=$2
shift 2
build=${BUILD:-$(dirname "$0")/../../build}
exec "$build/tests/property/property" "$engine" --seed "${SCHEMADIFF_SEED:-$(date +%s)}" \
    --count "$count" --keep-going "$@"
