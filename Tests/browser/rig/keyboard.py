"""Walking a page without a mouse."""

#: How elements look while nobody is there, to tell whether it shows when somebody is.
REMEMBER = """
() => {
  if (document.activeElement !== document.body) document.activeElement.blur();
  window.istriStops = [];
  window.istriLook = e => { const s = getComputedStyle(e);
    return [s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration].join(); };
  window.istriUnfocused = new WeakMap([...document.querySelectorAll('*')].map(e => [e, istriLook(e)]));
}
"""
#: The focused element, null at the document's end: whether its focus shows once nothing moves any more, and whether
#: anything of it is in sight. A label shows and is seen for the box that is hidden in it.
FOCUSED = """
async () => {
  const moving = document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime < 5000);
  await Promise.race([Promise.allSettled(moving.map(a => a.finished)), new Promise(done => setTimeout(done, 2000))]);
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const shown = [e, ...(e.labels ?? [])];
  const shows = shown.some(e => {
    const s = getComputedStyle(e);
    return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 ||
      istriUnfocused.has(e) && istriUnfocused.get(e) !== istriLook(e);
  });
  const seen = shown.some(e => {
    const b = e.getClientRects()[0] ?? e.getBoundingClientRect();
    return [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].some(([x, y]) => {
      const hit = document.elementFromPoint(b.left + b.width * x, b.top + b.height * y);
      return hit && shown.some(e => e.contains(hit));
    });
  });
  if (!istriStops.includes(e)) istriStops.push(e);
  // Day, month, year and the calendar; hour, minute, am or pm and the clock; both with one calendar.
  return {shows, seen, stop: istriStops.indexOf(e), parts: {date: 4, month: 3, time: 4, 'datetime-local': 7}[e.type] ?? 1,
          html: e.outerHTML.slice(0, 120).replace(/\\s+/g, ' ')};
}
"""
FOCUSABLE = """
() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter(e => e.tabIndex >= 0 && !e.disabled && !istriStops.includes(e) && !e.closest('[inert]') &&
    e.checkVisibility({visibilityProperty: true}) &&
    // Of the radio buttons of a name, one is reached by the tab key, the others by the arrows.
    !(e.type === 'radio' && istriStops.some(s => s.type === 'radio' && s.name === e.name && s.form === e.form)))
  .map(e => e.outerHTML.slice(0, 120).replace(/\\s+/g, ' '))
"""
MOST_STOPS = 500


def walk(page):
    """Goes through the whole page with the tab key; the faults of all stops, and what can't be reached."""
    page.evaluate(REMEMBER)
    faults, stops, inside = [], [], 1
    for _ in range(MOST_STOPS):
        focused = press(page)
        # Behind the last stop comes the browser itself, or the first again.
        if focused is None or len(stops) > 1 and focused["stop"] == stops[0]:
            break
        # A field for a date has a stop for each of its parts.
        inside = inside + 1 if stops and focused["stop"] == stops[-1] else 1
        if 1 < inside <= focused["parts"]:
            continue
        if focused["stop"] in stops:
            return faults + [f"the focus stays on {focused['html']}"]
        stops.append(focused["stop"])
        faults += stop_faults(focused)
    else:
        faults.append(f"after {MOST_STOPS} stops there is no end")
    return faults + [f"the tab key doesn't reach {html}" for html in page.evaluate(FOCUSABLE)[:5]]


def press(page, key="Tab"):
    """What has the focus then."""
    page.keyboard.press(key)
    return page.evaluate(FOCUSED)


def press_to(page, locator, key="Tab", most=100):
    """Presses the key until the element has the focus, and holds that the focus shows on the way."""
    page.evaluate(REMEMBER)
    before = None
    for _ in range(most):
        focused = press(page, key)
        # Of a date's parts the first tells of the field, the others show the focus within it.
        if focused is not None and focused["stop"] != before and stop_faults(focused):
            raise AssertionError("; ".join(stop_faults(focused)))
        before = focused and focused["stop"]
        if locator.evaluate("e => e === document.activeElement"):
            return locator
    raise AssertionError(f"{most} times {key} don't lead to {locator}")


def stop_faults(focused):
    faults = []
    if not focused["shows"]:
        faults.append(f"the focus doesn't show on {focused['html']}")
    if not focused["seen"]:
        faults.append(f"what has the focus is out of sight or covered: {focused['html']}")
    return faults
