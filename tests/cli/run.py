#!/usr/bin/env python3
"""run.py PROGRAM FILE.test...: runs command line cases and writes TAP.

A file holds cases; each runs in a fresh folder, with PROGRAM as `schemadiff`:

    == name of the case
    @root-cannot reason      skipped for root, for whom every folder is writable
    << path                  a file, up to the next line "<<"
    text
    <<
    $ schemadiff check       a command for sh; what follows is expected of it, exactly:
    > a line of stdout
    ! a line of stderr
    >~ regular expression    one line of stdout; !~ one of stderr
    ? 1                      exit status, 0 when not said

Durations "(12 ms)" are read as "(N ms)", "SQLite 3.40.1" as "SQLite N". The clock stands still (SOURCE_DATE_EPOCH)."""
import os
import re
import subprocess
import sys
import tempfile


class Case:
    def __init__(self, name, line):
        self.name, self.line, self.steps, self.skip = name, line, [], None


class Step:
    """A file to write, or a command with what is expected of it."""

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line
        self.body, self.out, self.err, self.status = [], [], [], 0


def parse(path):
    cases, file = [], None
    for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
        if file:
            if line == "<<":
                file = None
            else:
                file.body.append(line)
        elif line.startswith("== "):
            cases.append(Case(line[3:], number))
        elif line.startswith("@root-cannot "):
            cases[-1].skip = line[13:] if os.geteuid() == 0 else None
        elif line.startswith("<< "):
            file = Step("file", line[3:], number)
            cases[-1].steps.append(file)
        elif line.startswith("$ "):
            cases[-1].steps.append(Step("run", line[2:], number))
        elif line[:1] in (">", "!"):
            step = cases[-1].steps[-1]
            (step.out if line[0] == ">" else step.err).append(line[1:])
        elif line.startswith("? "):
            cases[-1].steps[-1].status = int(line[2:])
        elif line.strip() and not line.startswith("#"):
            sys.exit("%s:%d: cannot read this line" % (path, number))
    return cases


def lines_of(data):
    text = re.sub(r"\(\d+ ms\)", "(N ms)", data.decode("utf-8", "backslashreplace"))
    text = re.sub(r"\bSQLite \d+(\.\d+)*", "SQLite N", text)
    return text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else []


def differs(expected, got):
    """The first line that is not as expected, or None."""
    for i in range(max(len(expected), len(got))):
        want = expected[i] if i < len(expected) else None
        have = got[i] if i < len(got) else None
        if want is None or have is None:
            return "line %d: expected %r, got %r" % (i + 1, want, have)
        if want.startswith("~"):
            if not re.fullmatch(want[1:].strip(), have):
                return "line %d: %r does not match %r" % (i + 1, have, want[1:].strip())
        elif want[1:] != have:
            return "line %d: expected %r, got %r" % (i + 1, want[1:], have)
    return None


def run_step(step, folder, env):
    if step.kind == "file":
        path = os.path.join(folder, step.text)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w", encoding="utf-8").write("\n".join(step.body) + "\n")
        return None
    done = subprocess.run(["sh", "-c", step.text], cwd=folder, env=env, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=60)
    problems = [("stdout", differs(step.out, lines_of(done.stdout))),
                ("stderr", differs(step.err, lines_of(done.stderr)))]
    found = ["%s %s" % (name, text) for name, text in problems if text]
    if done.returncode != step.status:
        found.append("exit status %d, expected %d" % (done.returncode, step.status))
    if not found:
        return None
    return ["line %d: $ %s" % (step.line, step.text), *found, "stdout:",
            *lines_of(done.stdout), "stderr:", *lines_of(done.stderr)]


def run_case(case, program):
    with tempfile.TemporaryDirectory(prefix="schemadiff-cli-") as folder:
        tools = os.path.join(folder, "bin")
        os.mkdir(tools)
        os.symlink(program, os.path.join(tools, "schemadiff"))
        work = os.path.join(folder, "work")
        os.mkdir(work)
        env = {"PATH": tools + ":" + os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8",
               "SOURCE_DATE_EPOCH": "1795305600"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name]
        for step in case.steps:
            problem = run_step(step, work, env)
            if problem:
                return problem
    return None


def main():
    program = os.path.abspath(sys.argv[1])
    cases = [(path, case) for path in sys.argv[2:] for case in parse(path)]
    failed = 0
    print("1..%d" % len(cases))
    for n, (path, case) in enumerate(cases, 1):
        title = "%s: %s" % (os.path.basename(path), case.name)
        if case.skip:
            print("ok %d - %s # SKIP %s" % (n, title, case.skip))
            continue
        problem = run_case(case, program)
        failed += problem is not None
        print("%s %d - %s" % ("not ok" if problem else "ok", n, title))
        for line in problem or []:
            print("# " + line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
