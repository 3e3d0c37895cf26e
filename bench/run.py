#!/usr/bin/env python3
"""How fast is `schemadiff check`, next to the four catalogue queries that it cannot do without?

  bench/run.py [--tool build/schemadiff] [--url URL] [--rounds 7] [N...]

For each N (default 1000; also try 100 and 5000) makes a PostgreSQL database of N tables, each with
10 columns, 2 indexes, a unique constraint, a check and a foreign key, and times in turn, in one run:
the raw queries by psql, and `schemadiff check` with an equal model, the whole process. Prints the
medians, their ratio and the largest memory. URL defaults to $SCHEMADIFF_PG15_URL; its user must be
allowed to create databases. Needs psql.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlsplit, urlunsplit

RAW = [
    """SELECT n.nspname, c.relname, c.relkind, c.reloptions, obj_description(c.oid, 'pg_class')
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' ORDER BY 1, 2""",
    """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
              pg_get_expr(d.adbin, d.adrelid)
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attrelid, a.attnum""",
    """SELECT c.conname, c.contype, c.conrelid::regclass, pg_get_constraintdef(c.oid)
         FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = 'public' ORDER BY 3, 1""",
    """SELECT i.indrelid::regclass, c.relname, pg_get_indexdef(i.indexrelid)
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' ORDER BY 1, 2""",
]


def table(i):
    parent = "t%d" % (i // 10)
    return """CREATE TABLE t%(i)d (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent_id bigint NOT NULL REFERENCES %(parent)s (id),
  code varchar(40) NOT NULL, name text NOT NULL DEFAULT 'none', amount integer NOT NULL DEFAULT 0,
  price numeric(12,2) NOT NULL DEFAULT 0, active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz, deleted_at timestamptz,
  CONSTRAINT t%(i)d_code_uq UNIQUE (code), CONSTRAINT t%(i)d_amount_ck CHECK (amount >= 0));
CREATE INDEX t%(i)d_parent_idx ON t%(i)d (parent_id);
CREATE INDEX t%(i)d_live_idx ON t%(i)d (created_at) WHERE deleted_at IS NULL;
""" % {"i": i, "parent": parent}


def run(command, feed=None):
    """-> (seconds, largest memory in MB); stops the benchmark when the command fails"""
    with tempfile.TemporaryFile("w+") as stdin, tempfile.TemporaryFile("w+") as output:
        stdin.write(feed or "")
        stdin.seek(0)
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=stdin, stdout=output, stderr=output)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            output.seek(0)
            sys.exit("%s: exit status %d\n%s" % (command[0], child.returncode, output.read()[-2000:]))
        return seconds, usage.ru_maxrss / 1024


def psql(url, sql):
    return run(["psql", url, "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", "-"], sql)


def measure(tool, url, n, rounds, folder):
    """Prints one line of the table."""
    psql(url, "BEGIN;\n" + "".join(table(i) for i in range(n)) + "COMMIT;\nANALYZE;\n")
    model = os.path.join(folder, "model.json")
    run([tool, "inspect", "--url", url, "--format", "json", "-o", model])
    check = [tool, "check", "--url", url, "--model", model, "--dir", os.path.join(folder, "none")]
    raw, own = [], []
    for _ in range(rounds):  # in turn, so that other work on the machine meets both
        raw.append(psql(url, ";\n".join(RAW) + ";\n")[0])
        own.append(run(check))
    raw_seconds = statistics.median(raw)
    own_seconds = statistics.median(seconds for seconds, _ in own)
    print("%8d %12.3f s %12.3f s %8.2fx %9.1f MB" % (n, raw_seconds, own_seconds, own_seconds / raw_seconds,
                                                   max(memory for _, memory in own)))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default="build/schemadiff")
    parser.add_argument("--url", default=os.environ.get("SCHEMADIFF_PG15_URL"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("n", nargs="*", type=int, default=[1000])
    options = parser.parse_args()
    if not options.url:
        parser.error("--url, or SCHEMADIFF_PG15_URL: eval \"$(scripts/servers up DIR pg15)\"")
    tool = os.path.abspath(options.tool)
    start = statistics.median(run([tool, "--version"])[0] for _ in range(21))
    print("schemadiff --version: %.1f ms" % (start * 1000))
    print("%8s %14s %14s %9s %12s" % ("tables", "raw queries", "check", "ratio", "memory"))
    for n in options.n:
        name = "schemadiff_bench_%d_%d" % (n, os.getpid())
        url = urlunsplit(urlsplit(options.url)._replace(path="/" + name))
        psql(options.url, "CREATE DATABASE %s" % name)
        try:
            with tempfile.TemporaryDirectory() as folder:
                measure(tool, url, n, options.rounds, folder)
        finally:
            psql(options.url, "DROP DATABASE %s" % name)


main()
