"""A headless Chromium through ChromeDriver (the W3C WebDriver protocol), with Python's own library."""
import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"tab": "\ue004", "enter": "\ue007", "escape": "\ue00c"}
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars"]


def missing():
    """What is not installed; None when all is there."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            return "%s is not installed" % program
    return None


class Browser:
    def __init__(self, width=1280, height=900):
        self.folder = tempfile.mkdtemp(prefix="schemadiff-browser-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.base = "http://127.0.0.1:%d" % free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", "--port=" + self.base.rsplit(":", 1)[1]],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.session = ""
        self.wait_for_driver()
        options = {"binary": shutil.which("chromium"),
                   "args": FLAGS + ["--user-data-dir=" + self.folder, "--window-size=%d,%d" % (width, height)]}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.session = "/session/" + made["sessionId"]

    def wait_for_driver(self):
        for _ in range(200):
            try:
                if self.call("GET", "/status")["ready"]:
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise RuntimeError("chromedriver does not answer")

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def post(self, path, **body):
        return self.call("POST", self.session + path, body)

    def open(self, url):
        self.post("/url", url=url)

    def run(self, script, *args):
        """The value of `return …`."""
        return self.post("/execute/sync", script=script, args=list(args))

    def find(self, selector):
        return self.post("/element", using="css selector", value=selector)[ELEMENT]

    def click(self, selector):
        self.post("/element/%s/click" % self.find(selector))

    def type(self, text):
        """Presses keys, whatever has the focus; words in KEYS are special ones."""
        keys = [KEYS[text]] if text in KEYS else list(text)
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.post("/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def size(self, width, height):
        self.post("/window/rect", width=width, height=height)

    def emulate(self, **media):
        """prefers_color_scheme="dark"; media="print". Nothing moves by itself: tests do not wait for it."""
        media = {"prefers_reduced_motion": "reduce", **media}
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items() if name != "media"]
        self.cdp("Emulation.setEmulatedMedia", media=media.get("media", ""), features=features)

    def cdp(self, command, **params):
        return self.post("/goog/cdp/execute", cmd=command, params=params)

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("GET", self.session + "/screenshot")))

    def pdf(self):
        return base64.b64decode(self.post("/print", background=True))

    def messages(self):
        """What the console said since the last time."""
        return ["%(level)s %(message)s" % entry for entry in self.post("/se/log", type="browser")]

    def close(self):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(timeout=20)
            shutil.rmtree(self.folder, ignore_errors=True)
