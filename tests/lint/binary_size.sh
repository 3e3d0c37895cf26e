#!/bin/sh
# The stripped program stays below 2 MB. Usage: binary_size.sh PROGRAM
command -v strip >/dev/null || { echo "strip is not installed"; exit 77; }
if grep -q -a '__asan_init' "$1"; then
    echo "a sanitized build is larger"
    exit 77
fi
work=$(mktemp) || exit 1
trap 'rm -f "$work"' EXIT
strip -o "$work" "$1" || exit 1
size=$(wc -c <"$work")
echo "$size bytes stripped"
[ "$size" -lt 2097152 ]
