#!/usr/bin/env python3
"""Includes point one way, foreign libraries stay in their place, and so do output, exit and malloc."""
import re

from common import LAYERS, code, files, line_of, read, report

SEES = {
    "base": {"base"},
    "schema": {"base", "schema"},
    "introspect": {"base", "schema", "introspect"},
    "diff": {"base", "schema", "diff"},
    "emit": {"base", "schema", "emit"},
    "migrate": {"base", "schema", "introspect", "diff", "emit", "migrate"},
    "lint": set(LAYERS) - {"report", "cmd"},
    "report": set(LAYERS) - {"cmd"},
    "cmd": set(LAYERS),
}

# header of a foreign library -> where it may be included
FOREIGN = {
    r"libpq-fe\.h|postgres_ext\.h": r"introspect/conn_[a-z_]*\.c",
    r"(mysql|mariadb)(/.*)?\.h|errmsg\.h": r"introspect/conn_[a-z_]*\.c",
    r"sqlite3\.h": r"introspect/conn_[a-z_]*\.c",
    r"jansson\.h": r"(.*/)?json_[a-z_]*\.c",
    r"pcre2\.h": r"introspect/filter\.c|(.*/)?(filter|match)[a-z_]*\.c",
    r"popt\.h": r"cmd/.*",
    r"openssl/.*": r"base/digest\.c",
}

# call -> where it may stand, and why not elsewhere
CALLS = [
    (r"\b(printf|vprintf|puts|putchar|perror)\s*\(", r"cmd/.*", "only cmd/ prints"),
    (r"\b(fprintf|fputs|fputc|vfprintf)\s*\(\s*(?:[^;]*,\s*)?(stderr|stdout)\b",
     r"cmd/.*|base/(mem|digest)\.c", "only cmd/ prints"),
    (r"\b_?exit\s*\(", r"cmd/main\.c", "only main() exits"),
    (r"\b(malloc|calloc|realloc|free|strdup|strndup|asprintf)\s*\(", r"base/.*",
     "memory belongs to a region (base/mem.h)"),
    (r"\b(strcpy|strcat|sprintf|vsprintf|gets|strtok)\s*\(", r"(?!)", "unbounded; use Buf (base/str.h)"),
]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def check_includes(path, problems):
    layer = path.split("/")[0]
    text = read(path)
    for match in INCLUDE.finditer(text):
        where = "%s:%d" % (path, line_of(text, match.start()))
        quote, name = match.groups()
        first = name.split("/")[0]
        if quote == '"' and "/" in name and first in LAYERS and first not in SEES[layer]:
            problems.append("%s: %s/ must not include %s/" % (where, layer, first))
        if quote == "<":
            for header, place in FOREIGN.items():
                if re.fullmatch(header, name) and not re.fullmatch(place, path):
                    problems.append("%s: <%s> does not belong here" % (where, name))


def check_calls(path, problems):
    text = code(path)
    for pattern, place, why in CALLS:
        if re.fullmatch(place, path):
            continue
        for match in re.finditer(pattern, text):
            problems.append("%s:%d: %s: %s" % (path, line_of(text, match.start()), match.group(1)
                                              if match.lastindex else "exit", why))


problems = []
for path in files(LAYERS, (".c", ".h")):
    check_includes(path, problems)
    check_calls(path, problems)
report(problems)
