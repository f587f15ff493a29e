"""What a finger touches is at least 44 px wide and high (WCAG 2.5.5), links in running text excepted."""

SMALLEST_PX = 44

#: A label is part of its box; a link that is stretched over a card by its ::after is as large as that.
SCRIPT = """
smallest => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^="-"]), ' +
    ['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'option', 'slider'].map(r => `[role=${r}]`).join();
  const inText = e => {
    if (getComputedStyle(e).display !== 'inline') return false;
    let block = e.parentElement;
    while (block.parentElement && getComputedStyle(block).display === 'inline') block = block.parentElement;
    const range = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let n = range.nextNode(); n; n = range.nextNode()) {
      if (n.data.trim().length > 1 && !n.parentElement.closest('a, button, .visually-hidden')) return true;
    }
    return false;
  };
  const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true});
  // Not a pixel for readers only, nor above the page until it is focused (a link that skips to the content). Where the page
  // is scrolled to makes no difference.
  const isPlaced = e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.bottom + scrollY >= 0 && box.right + scrollX >= 0;
  };
  // A box is touched by its labels too, also when it is hidden itself.
  const labels = e => e.matches('[type=checkbox], [type=radio], [type=file]') ? [...e.labels ?? []].filter(shown) : [];
  const scrollBox = e => e.matches('[tabindex]:not([role])') && !e.matches('a, button, input, select, textarea');
  const size = e => {
    // What isn't displayed stands at the page's corner, and takes no room.
    const boxes = [e, ...labels(e)].map(part => part.getBoundingClientRect()).filter(box => box.width > 0 && box.height > 0);
    const [left, top] = ['left', 'top'].map(side => Math.min(...boxes.map(box => box[side])));
    const [right, bottom] = ['right', 'bottom'].map(side => Math.max(...boxes.map(box => box[side])));
    const after = getComputedStyle(e, '::after');
    const stretched = after.content !== 'none' && after.position === 'absolute';
    return [Math.max(right - left, stretched ? parseFloat(after.width) || 0 : 0),
            Math.max(bottom - top, stretched ? parseFloat(after.height) || 0 : 0)];
  };
  const faults = [];
  for (const e of document.querySelectorAll(wanted)) {
    if (e.disabled || ![e, ...labels(e)].some(part => shown(part) && isPlaced(part))) continue;
    if (inText(e) || scrollBox(e)) continue;
    const [width, height] = size(e);
    if (width < smallest - 0.5 || height < smallest - 0.5) {
      faults.push(`${e.outerHTML.slice(0, 120).replace(/\\s+/g, ' ')} is ${Math.round(width)} x ${Math.round(height)} px`);
    }
  }
  return faults.slice(0, 10);
}
"""


def faults(page):
    return [f"touch target: {fault}" for fault in page.evaluate(SCRIPT, SMALLEST_PX)]
