#!/usr/bin/env python3
"""Every rule has a section in docs/lint.md that says its code and severity, and no other section has one."""
import re

from common import read, report

RULE = re.compile(r'^RULE\(\w+,\s*"(SD\d+)",\s*"([a-z-]+)",\s*(\w+),', re.M)
SECTION = re.compile(r"^### (\S+)\n\n(SD\d+), (\w+)\.", re.M)

ruled = [(name, code, severity.lower()) for code, name, severity in RULE.findall(read("lint/rules.def"))]
said = SECTION.findall(read("docs/lint.md"))
problems = ["docs/lint.md: no section \"### %s\" that begins \"%s, %s.\"" % rule for rule in ruled if rule not in said]
problems += ["docs/lint.md: \"%s\" (%s, %s) is no rule" % rule for rule in said if rule not in ruled]
if len({code for _, code, _ in ruled}) != len(ruled) or len(ruled) < 10:
    problems.append("lint/rules.def: codes repeat, or rules are not found")
report(problems)
