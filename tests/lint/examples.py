#!/usr/bin/env python3
"""The models in the documentation are models. Usage: examples.py SCHEMADIFF"""
import os
import re
import subprocess
import sys
import tempfile

from common import files, read, report

problems, seen = [], 0
for path in files(["docs"], (".md",)):
    for match in re.finditer(r"^```(json)?\n(.*?)^```$", read(path), re.M | re.S):
        language, text = match.group(1) or "dbml", match.group(2)
        if not re.search(r'^Table |"tables"', text, re.M):
            continue
        seen += 1
        with tempfile.TemporaryDirectory() as folder:
            model = os.path.join(folder, "model." + language)
            with open(model, "w", encoding="utf-8") as file:
                file.write(text)
            run = subprocess.run([sys.argv[1], "diff", "empty", model, "--url", "sqlite://"],
                                 capture_output=True, text=True, check=False)
        if run.returncode != 0 or "CREATE TABLE" not in run.stdout:
            problems.append("%s: an example is wrong:\n%s" % (path, run.stderr))
if seen < 2:
    problems.append("docs/model.md has lost its examples")
report(problems)
