"""A cheap phone on a slow network, as Chromium plays it, and what is measured there."""

from contextlib import contextmanager

from .devices import PHONE

CPU_TIMES_SLOWER = 6
NETWORK = {
    "offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}

#: Notes shifts, long tasks and the first paint, and when an element that `ready` selects is first there.
OBSERVE = """
(ready => {
  const seen = window.istriSeen = {shift: 0, blocking_ms: 0, longest_ms: 0, busy_until_ms: 0, painted_ms: null, ready_ms: null};
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) {
    seen.blocking_ms += Math.max(0, e.duration - 50);
    seen.longest_ms = Math.max(seen.longest_ms, e.duration);
    seen.busy_until_ms = e.startTime + e.duration;
  } }).observe({type: 'longtask', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntriesByName('first-contentful-paint')) {
    seen.painted_ms = e.startTime; } }).observe({type: 'paint', buffered: true});
  const look = () => { if (seen.ready_ms === null) {
    if (document.querySelector(ready)) seen.ready_ms = performance.now(); else requestAnimationFrame(look); } };
  look();
})
"""


@contextmanager
def slow_phone(browser, origin, ready, language="ta"):
    """A page that has nothing cached, and its measurements: bytes over the network by kind."""
    context = browser.new_context(base_url=origin, **PHONE.context_settings(language))
    try:
        context.add_init_script(f"({OBSERVE})({ready!r})")
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_TIMES_SLOWER})
        yield page, Transfer(session)
    finally:
        context.close()


class Transfer:
    """What came over the network, compressed, headers included."""

    def __init__(self, session):
        self.bytes = 0
        session.on("Network.loadingFinished", self.finished)

    def finished(self, event):
        self.bytes += event["encodedDataLength"]
