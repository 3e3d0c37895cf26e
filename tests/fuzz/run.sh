#!/bin/sh
# run.sh TARGET CORPUS SECONDS: fuzzes for a while; what it finds stays in the current folder.
found=found-$(basename "$1")
mkdir -p "$found"
"$1" -max_total_time="$3" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix="$found/crash-" "$found" "$2" || exit 1 # its own status, 77, would mean "skipped"
