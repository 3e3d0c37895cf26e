#!/usr/bin/env python3
"""totals.py FAILED LOG...: sums up meson's testlog.json files, subtest by subtest, as
"N passed, N failed, N skipped". FAILED is what failed outside of them; -1 = see the logs."""
import json
import re
import sys

POINT = re.compile(r"^(not )?ok\b[^#\n]*(#\s*skip)?", re.I | re.M)


def count(test):
    """-> (passed, failed, skipped) of one test program"""
    passed = failed = skipped = 0
    for match in POINT.finditer(test.get("stdout", "")):
        if match.group(2):
            skipped += 1
        elif match.group(1):
            failed += 1
        else:
            passed += 1
    result = test["result"]
    if passed + failed + skipped == 0 and result == "SKIP":
        skipped = 1
    elif passed + failed + skipped == 0 and result == "OK":
        passed = 1
    elif result not in ("OK", "SKIP") and failed == 0:
        failed = 1  # it crashed, or took too long
    return passed, failed, skipped


total = [0, 0, 0]
for path in sys.argv[2:]:
    for line in open(path, encoding="utf-8"):
        total = [a + b for a, b in zip(total, count(json.loads(line)))]
total[1] += max(0, int(sys.argv[1]))
print("%d passed, %d failed, %d skipped" % tuple(total))
sys.exit(1 if total[1] else 0)
