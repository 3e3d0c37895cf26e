"""What the test programs on real databases share: TAP, a database and a folder of their own.

A program is called with SCHEMADIFF CRASH KIND …; KIND names an engine (sqlite, pg15, pg18, mysql,
mariadb), whose server is named by SCHEMADIFF_<KIND>_URL."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

TOOL, CRASH = map(os.path.abspath, sys.argv[1:3])
KIND = sys.argv[3]
IS_PG, IS_MY, IS_SQLITE = KIND.startswith("pg"), KIND in ("mysql", "mariadb"), KIND == "sqlite"
number = failed = 0


def point(ok, name, output=""):
    global number, failed
    number += 1
    failed += not ok
    print("%sok %d - %s: %s" % ("" if ok else "not ", number, KIND, name))
    for line in str(output).splitlines() if not ok else ():
        print("# " + line, file=sys.stderr)  # meson shows it, unlike TAP
    sys.stdout.flush()
    return ok


def run(*words, env=None, **options):
    """-> (exit status, stdout, what a reader of the failure needs)"""
    if "input" not in options:
        options["stdin"] = subprocess.DEVNULL
    done = subprocess.run(words, text=True, capture_output=True, check=False, timeout=120,
                          env=dict(os.environ, **(env or {})), **options)
    return done.returncode, done.stdout, "$ %s\n%s%s\n(exit %d)" % (
        " ".join(words), done.stdout, done.stderr, done.returncode)


def server_url():
    return os.environ.get("SCHEMADIFF_%s_URL" % KIND.upper())


def at_database(url, name):
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path="/" + name))


def must(url, *statements):
    status, out, said = run(CRASH, url, "sql", *statements)
    if status:
        raise AssertionError(said)
    return out


def by_client(url, text):
    """What a DBA does: the database's own client, the file, stop at the first error."""
    parts = urlsplit(url)
    if IS_PG:
        words = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-"]
    elif IS_MY:
        words = ["mysql" if shutil.which("mysql") else "mariadb", "--protocol=tcp", "-h", parts.hostname, "-P",
                 str(parts.port or 3306), "-u", parts.username, "-p" + (parts.password or ""), parts.path[1:]]
    else:
        words = ["sqlite3", parts.path[1:]]
    return run(*words, input=text)


def drop_database(server, name):
    must(server, "DROP DATABASE IF EXISTS %s%s" % (name, " WITH (FORCE)" if IS_PG else ""))


def fresh_database(server, name):
    """-> the URL of an empty one"""
    drop_database(server, name)
    must(server, "CREATE DATABASE %s" % name)
    return at_database(server, name)


class Place:
    """An empty database, an empty folder of migrations, a model."""

    def __init__(self, work, name):
        self.name = "schemadiff_" + name
        self.folder = os.path.join(work, name)
        os.makedirs(self.folder)
        self.dir, self.model = os.path.join(self.folder, "migrations"), os.path.join(self.folder, "model.json")
        self.server = server_url()
        if IS_SQLITE:
            self.url = "sqlite:///%s/a.db" % self.folder
            return
        self.url = self.at(self.server)
        self.again()

    def at(self, url, user=None, password="x"):
        """The same database through another URL, or as another user."""
        parts = urlsplit(url)
        if user:
            parts = parts._replace(netloc="%s:%s@%s" % (user, password, parts.netloc.rsplit("@", 1)[-1]))
        return at_database(urlunsplit(parts), self.name)

    def drop(self):
        if IS_SQLITE:
            for name in os.listdir(self.folder):
                if name.startswith("a.db"):
                    os.unlink(os.path.join(self.folder, name))
            return
        drop_database(self.server, self.name)

    def again(self):
        """Empty once more."""
        if IS_SQLITE:
            self.drop()
        else:
            fresh_database(self.server, self.name)

    @staticmethod
    def must(url, *statements):
        return must(url, *statements)

    def sql(self, *statements):
        return self.must(self.url, *statements)

    def write_model(self, **members):
        with open(self.model, "w", encoding="utf-8") as file:
            json.dump(dict({"schemadiff": 1}, **members), file)

    def tool(self, *words, url=None, **options):
        return run(TOOL, *words, "--url", url or self.url, "--dir", self.dir, "--model", self.model, **options)


def skip(why):
    """Nothing of this program can run here."""
    print("1..0 # SKIP " + why.replace("\n", " "))
    sys.exit(0)


def main(scenarios, own_server=False):
    """Runs each function of the list with a folder; `own_server`: none of the suite's is needed."""
    if not IS_SQLITE and not own_server and not server_url():
        print("1..0 # SKIP SCHEMADIFF_%s_URL is not set" % KIND.upper())
        return 0
    with tempfile.TemporaryDirectory(prefix="schemadiff-test-") as work:
        for scenario in scenarios:
            try:
                scenario(work)
            except (AssertionError, IndexError, subprocess.TimeoutExpired) as problem:
                point(False, scenario.__name__, problem)
    print("1..%d" % number)
    return 1 if failed else 0
