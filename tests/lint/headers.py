#!/usr/bin/env python3
"""Each header compiles alone and has its own guard. Usage: headers.py COMPILER..."""
import os
import re
import subprocess
import sys
import tempfile

from common import LAYERS, ROOT, files, read, report

problems = []
with tempfile.TemporaryDirectory() as work:
    headers = files(LAYERS, (".h",))
    for path in headers:
        guard = re.sub(r"[^A-Z0-9]", "_", path.upper())
        if "#ifndef %s\n#define %s\n" % (guard, guard) not in read(path):
            problems.append("%s: the include guard must be %s" % (path, guard))
        source = os.path.join(work, guard + ".c")
        with open(source, "w", encoding="utf-8") as file:
            # A translation unit may not be empty.
            file.write('#include "%s"\nextern int nothing;\n' % path)
        run = subprocess.run(
            sys.argv[1:] + ["-std=c17", "-D_POSIX_C_SOURCE=200809L", "-D_XOPEN_SOURCE=700", "-fsyntax-only",
                            "-Wall", "-Wextra", "-Werror", "-I", ROOT, source],
            capture_output=True, text=True, check=False)
        if run.returncode != 0:
            problems.append("%s does not compile alone:\n%s" % (path, run.stderr.strip()))
report(problems)
