"""What goes wrong behind a page: errors in the console, broken requests, refusals by the content security policy."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

#: Also says it where the policy only reports, and which line it was.
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event => console.error(
    `policy ${event.effectiveDirective} refused ${event.blockedURI} (${event.sourceFile || ''}:${event.lineNumber})`));
"""
STATUS_IN_CONSOLE = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
#: A page that is left, and a stream that is closed, break off their requests.
BROKEN_OFF = "net::ERR_ABORTED"


class Watch:
    def __init__(self, context, origin, runs_scripts=True):
        self.origin = origin
        self.runs_scripts = runs_scripts
        self.faults = []
        self.allowed = set()
        self.offline_is_expected = False
        #: Of other hosts that a flow goes to, as to the gateway's page.
        self.elsewhere = set()
        #: How often a page asked before it was left, as it does while something isn't saved.
        self.asked_before_leaving = 0
        context.on("dialog", self.dialog)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.fault(f"page error: {error.error}"))
        context.on("requestfailed", self.request_failed)
        context.on("response", self.response)
        context.on("request", self.request)

    @contextmanager
    def expecting(self, *statuses, offline=False):
        """Within it, these statuses of our own server are no fault, nor a connection that is away."""
        before = self.allowed, self.offline_is_expected
        self.allowed, self.offline_is_expected = self.allowed | set(statuses), offline or self.offline_is_expected
        try:
            yield
        finally:
            self.allowed, self.offline_is_expected = before

    def fault(self, text):
        if text not in self.faults:
            self.faults.append(text)

    def console(self, message):
        if message.type != "error":
            return
        status = STATUS_IN_CONSOLE.match(message.text)
        if status and int(status[1]) in self.allowed:
            return
        if self.offline_is_expected and "net::ERR_INTERNET_DISCONNECTED" in message.text:
            return
        self.fault(f"console: {message.text} ({message.location.get('url', '')})")

    def dialog(self, dialog):
        """None of our pages uses the browser's own, but for work that isn't saved."""
        if dialog.type == "beforeunload":
            self.asked_before_leaving += 1
            dialog.accept()
        else:
            self.fault(f"{dialog.type}: {dialog.message}")
            dialog.dismiss()

    def request(self, request):
        parts = urlsplit(request.url)
        is_visited = f"{parts.scheme}://{parts.netloc}" in self.elsewhere
        if parts.scheme in ("http", "https", "ws", "wss") and not is_visited and not self.is_ours(request.url):
            self.fault(f"another host is asked: {request.url}")

    def request_failed(self, request):
        if self.offline_is_expected or request.failure == BROKEN_OFF:
            return
        # Where scripts are turned off, the browser says so of each.
        if not self.runs_scripts and request.resource_type == "script" and request.failure == "csp":
            return
        self.fault(f"request failed: {request.method} {request.url}: {request.failure}")

    def response(self, response):
        if response.status >= 400 and response.status not in self.allowed and self.is_ours(response.url):
            self.fault(f"{response.status} for {response.request.method} {response.url}")

    def is_ours(self, url):
        return url.startswith(self.origin + "/") or url == self.origin

    def hold(self):
        """Raises when something went wrong since the last time."""
        faults, self.faults = self.faults, []
        if faults:
            raise AssertionError("behind the page:\n  " + "\n  ".join(faults))
