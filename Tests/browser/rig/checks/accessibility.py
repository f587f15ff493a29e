"""axe: every rule it has, best practices included."""

from axe_playwright_python.base import AXE_SCRIPT

#: axe's time grows faster than the page: 12,000 elements take a minute. Of siblings that are built alike, down to which
#: attributes they have (the rows of a long table), the first three and the last stand for all, on pages of more than so many
#: elements.
LARGE = 150
IS_THERE = "() => 'axe' in window"

RUN = """
async ([large, rules]) => {
  const exclude = [];
  const signatures = new Map();
  const signature = e => {
    if (!signatures.has(e)) signatures.set(e, [e.tagName, e.getAttribute('class'), e.getAttribute('role'),
      e.getAttribute('type'), ...e.getAttributeNames(), ...[...e.children].map(signature)].join(' '));
    return signatures.get(e);
  };
  const thin = parent => {
    const alike = new Map();
    for (const e of parent.children) alike.set(signature(e), [...alike.get(signature(e)) ?? [], e]);
    for (const same of alike.values()) exclude.push(...same.slice(3, -1));
    for (const e of parent.children) if (!exclude.includes(e)) thin(e);
  };
  if (document.querySelectorAll('body *').length > large) thin(document.body);
  const found = await axe.run({include: [document], exclude}, {
    resultTypes: ['violations'], preload: false, ...(rules ? {runOnly: {type: 'rule', values: rules}} : {})});
  return found.violations;
}
"""


#: What may differ between light and dark.
OF_COLOURS = ("color-contrast", "link-in-text-block")


def faults(page, rules=None):
    """Of all rules, or of some."""
    # By the driver, which the page's policy doesn't bind.
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE_SCRIPT)
    return [
        f"axe {violation['id']} ({violation['impact']}): {violation['help']}: {', '.join(map(str, node['target']))}: "
        f"{node['html'][:200]}"
        for violation in page.evaluate(RUN, [LARGE, rules]) for node in violation["nodes"][:5]
    ]
