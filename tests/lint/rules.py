#!/usr/bin/env python3
"""Every rule has a section in docs/lint.md that says its code and severity, and no other section has one.

What a rule claims of a server is proved by a test, and the tables below "Proofs" say by what; a rule that claims nothing is
in the last of them, with its reason."""
import re

from common import read, report

RULE = re.compile(r'^RULE\((\w+),\s*"(SD\d+)",\s*"([a-z-]+)",\s*(\w+),', re.M)
SECTION = re.compile(r"^### (\S+)\n\n(SD\d+), (\w+)\.", re.M)

PROOFS = ("tests/integration/proof_postgres.c", "tests/integration/proof_mysql.c")
TABLE = re.compile(r"^\| rule \| (.*)\n\|---.*\n((?:\|.*\n)+)", re.M)


def rows_of(table):
    """The rules in the first cells."""
    return re.findall(r"`([a-z-]+)`", "\n".join(line.split("|")[1] for line in table.splitlines()))


def proved(names):
    """The rules that a program shows on a server."""
    tags = {tag for path in PROOFS for tag in re.findall(r"\bRULE_(\w+)", read(path))}
    claims = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', read("tests/integration/claims")))
    return {name for tag, name in names.items() if tag in tags or name in claims}


def proof_problems(names):
    section = read("docs/lint.md").split("\n# Proofs\n")[1]
    tables = TABLE.findall(section)
    silent = {rule for head, rows in tables if head.startswith("what it is about") for rule in rows_of(rows)}
    shown = {rule for head, rows in tables if head.startswith("what it claims") for rule in rows_of(rows)}
    tested, rules = proved(names), set(names.values())
    for what, wrong in (("no proof and no reason why it needs none", rules - shown - silent),
                        ("a proof, and a reason why it needs none", silent & (shown | tested)),
                        ("a proof, but no test names it", shown - tested),
                        ("a test on a server, but no line below \"Proofs\"", tested - shown),
                        ("no rule of this name", (shown | silent) - rules)):
        yield from ("docs/lint.md: \"%s\": %s" % (rule, what) for rule in sorted(wrong))


found = RULE.findall(read("lint/rules.def"))
ruled = [(name, code, severity.lower()) for _, code, name, severity in found]
said = SECTION.findall(read("docs/lint.md"))
problems = ["docs/lint.md: no section \"### %s\" that begins \"%s, %s.\"" % rule for rule in ruled if rule not in said]
problems += ["docs/lint.md: \"%s\" (%s, %s) is no rule" % rule for rule in said if rule not in ruled]
if len({code for _, code, _ in ruled}) != len(ruled) or len(ruled) < 10:
    problems.append("lint/rules.def: codes repeat, or rules are not found")
problems += proof_problems({tag: name for tag, _, name, _ in found})
report(problems)
