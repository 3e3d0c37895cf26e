#!/usr/bin/env python3
"""Nothing here depends on one machine: no host of a package registry, no path outside the repository."""
import os
import re
import subprocess
import sys

from common import ROOT, read, report

SELF = os.path.relpath(os.path.abspath(__file__), ROOT)
WORDS = re.compile("|".join([
    r"[\w.-]*\bdebian\.(?:org|net)\b", r"\bregistry\.npmjs\b", r"\bnpmjs\.(?:com|org)\b", r"\bpypi\.org\b",
    r"\bpythonhosted\b", r"\bproxy\.golang\b", r"\bcrates\.io\b", r"\bdocker\.io\b", r"\bnodesource\b",
    r"/work/\w+", r"(?<![\w/])(?:\.\./)?shared/(?:facts|pairs|servers|referee|model)\b",
]))
SKIP = (".png", ".db", ".so", ".a", ".o")


def tracked():
    """What git would commit; without git, every file outside build folders."""
    run = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT, "ls-files", "-co", "--exclude-standard"],
                         capture_output=True, text=True, check=False)
    if run.returncode == 0 and run.stdout:
        return sorted(run.stdout.splitlines())
    found = []
    for where, inside, names in os.walk(ROOT):
        inside[:] = [n for n in inside if n != ".git" and not n.startswith("build")]
        found += [os.path.relpath(os.path.join(where, n), ROOT) for n in names]
    return sorted(found)


problems = []
for path in tracked():
    if path == SELF or path.endswith(SKIP) or not os.path.isfile(os.path.join(ROOT, path)):
        continue
    try:
        text = read(path)
    except UnicodeDecodeError:
        if not path.startswith("tests/fuzz/"):  # corpora hold broken text on purpose
            problems.append("%s: not UTF-8" % path)
        continue
    for number, line in enumerate(text.split("\n"), 1):
        found = WORDS.search(line)
        if found:
            problems.append("%s:%d: %s" % (path, number, found.group(0)))
if len(sys.argv) > 1 and sys.argv[1] == "--list":
    print("\n".join(tracked()))
report(problems)
