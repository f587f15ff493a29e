"""Nothing is cut off or scrolls sideways on the narrowest phone."""

from ..devices import NARROWEST_PX
from ..settle import settle

#: Elements that reach beyond the page's right edge, those whose own words reach out of them, and words that a box cuts off.
#: What scrolls by itself (a wide table, a map) may be wide; what is hidden from sight on purpose counts nowhere.
SCRIPT = """
width => {
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') +
    (typeof e.className === 'string' && e.className ? '.' + e.className.trim().split(/\\s+/).join('.') : '');
  const scrolls = e => { for (; e && e !== document.body; e = e.parentElement) {
    if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX)) return true; } return false; };
  // For readers only: taken out of the page and cut to a pixel. A box that merely has no room isn't.
  const clipped = e => { for (; e && e !== document.body; e = e.parentElement) {
    const s = getComputedStyle(e);
    if (e.clientWidth <= 1 && e.clientHeight <= 1 && s.overflow === 'hidden' && s.position === 'absolute'
        && (s.clip !== 'auto' || s.clipPath !== 'none')) return true; } return false; };
  // The nearest box that lets nothing out, with its right edge; a map shows a part of the world on purpose.
  const cutAt = e => { if (e.closest('.map, svg')) return Infinity;
    for (e = e.parentElement; e && e !== document.body; e = e.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX)) return Infinity;
      if (['hidden', 'clip'].includes(getComputedStyle(e).overflowX)) return e.getBoundingClientRect().right; }
    return Infinity; };
  const hidden = e => !e.checkVisibility({visibilityProperty: true, opacityProperty: true}) || clipped(e);
  const faults = [];
  if (document.documentElement.scrollWidth > width) {
    faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  }
  for (const e of document.body.querySelectorAll('*')) {
    if (hidden(e) || e.closest('svg') && e.tagName !== 'svg') continue;
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.right > width + 1 && !scrolls(e.parentElement)) {
      faults.push(`${name(e)} reaches to ${Math.round(box.right)} px`);
    }
    const style = getComputedStyle(e);
    const words = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (words && box.right > cutAt(e) + 1) {
      faults.push(`${name(e)} is cut off at ${Math.round(cutAt(e))} px: ${e.textContent.trim().slice(0, 60)}`);
    }
    const scrollsItself = ['auto', 'scroll'].includes(style.overflowX);
    if (words && style.display !== 'inline' && !scrollsItself && box.width > 2 && e.scrollWidth > e.clientWidth + 1) {
      faults.push(`${name(e)}: its words need ${e.scrollWidth} px and have ${e.clientWidth}: ${e.textContent.trim().slice(0, 60)}`);
    }
  }
  return faults.slice(0, 10);
}
"""


def faults(page):
    before = page.viewport_size
    page.set_viewport_size({"width": NARROWEST_PX, "height": before["height"]})
    settle(page)
    try:
        return [f"at {NARROWEST_PX} px: {fault}" for fault in page.evaluate(SCRIPT, NARROWEST_PX)]
    finally:
        page.set_viewport_size(before)
