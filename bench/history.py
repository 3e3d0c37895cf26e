#!/usr/bin/env python3
"""How long do histories take to read?

  bench/history.py [--tool build/schemadiff] [--rounds 7] [N...]

For each N (default 1000 and 10000) writes a folder of N revisions, a tenth of them in branches that
are merged again, applies them to an SQLite database, and prints the medians of whole processes,
on the wall and of the processor:
`--version` (what starting costs), `heads`, `history`, `current`, `check --offline`, `history -i` and
`check`. Give it a release build.
"""
import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

FILE = """-- schemadiff: 1
-- message: step %(i)d
-- revision: %(id)s
-- revises: %(revises)s
-- created: 2026-11-20T23:54:47Z
-- dialect: sqlite

-- +upgrade
INSERT INTO steps VALUES (%(i)d);

-- +downgrade
DELETE FROM steps WHERE id = %(i)d;
"""


def write(folder, n):
    """A line; every tenth revision is a branch beside the ninth, and the eleventh joins both."""
    tips = []
    for i in range(n):
        revision = "%012x" % (i * 2654435761 % (1 << 48))
        branch = i % 10 == 9 and i > 10 and i + 1 < n
        text = FILE % {"i": i, "id": revision, "revises": ", ".join(tips) or "base"}
        if i == 0:
            text = text.replace("INSERT INTO steps VALUES (0)", "CREATE TABLE steps (id INTEGER PRIMARY KEY)")
            text = text.replace("DELETE FROM steps WHERE id = 0", "DROP TABLE steps")
        if branch:
            text = FILE % {"i": i, "id": revision, "revises": below}
        with open(os.path.join(folder, "%06d.sql" % i), "w", encoding="utf-8") as file:
            file.write(text)
        below = tips[0] if tips else "base"
        tips = tips + [revision] if branch else [revision]


def run(command):
    """-> seconds on the wall, seconds of the processor"""
    start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        sys.exit("%s: exit status %d\n%s" % (command, done.returncode, done.stdout[-2000:]))
    wall, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def measure(tool, n, rounds, folder):
    url, revisions = "sqlite:///%s/bench.db" % folder, os.path.join(folder, "migrations")
    model = os.path.join(folder, "model.dbml")
    os.makedirs(revisions)
    write(revisions, n)
    with open(model, "w", encoding="utf-8") as file:
        file.write("Table steps {\n  id INTEGER [pk]\n}\n")
    where = ["--dir", revisions, "--url", url, "--model", model]
    run([tool, "upgrade", "heads", "-q"] + where)
    run([tool, "generate", "-m", "snapshot"] + where)
    for words in (["--version"], ["heads"], ["history"], ["current"], ["check", "--offline"], ["history", "-i"], ["check"]):
        command = [tool] + words + (where if words != ["--version"] else [])
        wall, cpu = (statistics.median(times) * 1000 for times in zip(*(run(command) for _ in range(rounds))))
        print("%8d %-16s %8.1f ms wall %8.1f ms processor" % (n, " ".join(words), wall, cpu))
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default="build/schemadiff")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("n", nargs="*", type=int, default=[1000, 10000])
    options = parser.parse_args()
    for n in options.n:
        with tempfile.TemporaryDirectory() as folder:
            measure(os.path.abspath(options.tool), n, options.rounds, folder)


main()
