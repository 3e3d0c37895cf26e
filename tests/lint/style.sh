#!/bin/sh
# The sources are formatted as .clang-format says.
cd "$(dirname "$0")/../.." || exit 1
format=$(command -v clang-format-14 || command -v clang-format) || {
    echo "clang-format is not installed"
    exit 77
}
case $("$format" --version) in
*" 14."*) ;; # other versions format differently
*) echo "needs clang-format 14"; exit 77 ;;
esac
find base schema introspect diff emit migrate cmd tests bench \( -name '*.c' -o -name '*.h' \) -print0 |
    xargs -0 -n 40 "$format" --dry-run --Werror
