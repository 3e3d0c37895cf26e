#!/usr/bin/env python3
"""A function fits a screen (at most 100 lines), a file has one job (at most 800 lines)."""
import re

from common import LAYERS, code, files, line_of, read, report

FUNCTION_MAX, FILE_MAX = 100, 800
# With Linux braces a function body, and only that, opens with "{" alone in the first column.
BODY = re.compile(r"^\{$.*?^\}", re.M | re.S)

problems, lengths = [], []
for path in files(LAYERS + ("tests",), (".c", ".h")):
    lines = read(path).count("\n")
    if lines > FILE_MAX:
        problems.append("%s: %d lines, at most %d" % (path, lines, FILE_MAX))
    text = code(path)
    for match in BODY.finditer(text):
        length = match.group(0).count("\n") + 1
        lengths.append(length)
        if length > FUNCTION_MAX:
            problems.append("%s:%d: a function of %d lines, at most %d"
                            % (path, line_of(text, match.start()), length, FUNCTION_MAX))
lengths.sort()
print("%d functions, median %d lines, 95%% within %d, longest %d"
      % (len(lengths), lengths[len(lengths) // 2], lengths[len(lengths) * 95 // 100], lengths[-1]))
report(problems)
