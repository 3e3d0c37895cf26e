"""What every lint needs: the project's files, and a report that fails with file:line: reason."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LAYERS = ("base", "schema", "introspect", "diff", "emit", "migrate", "lint", "report", "cmd")


def files(folders, endings):
    """Paths below ROOT, relative, sorted; build folders and hidden ones are left out."""
    found = []
    for folder in folders:
        for where, inside, names in os.walk(os.path.join(ROOT, folder)):
            inside[:] = sorted(n for n in inside if not n.startswith((".", "build", "__")))
            found += [os.path.relpath(os.path.join(where, n), ROOT) for n in names if n.endswith(endings)]
    return sorted(found)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


TOKENS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code(path):
    """The C source with comments, strings and characters blanked out, lines kept."""
    return TOKENS.sub(blank, read(path))


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def report(problems):
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
