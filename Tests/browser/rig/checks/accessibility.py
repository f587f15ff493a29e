"""axe: every rule it has, best practices included."""

from axe_playwright_python.sync_playwright import Axe

_axe = Axe()


def faults(page):
    found = _axe.run(page).response["violations"]
    return [
        f"axe {violation['id']} ({violation['impact']}): {violation['help']}: {', '.join(map(str, node['target']))}: "
        f"{node['html'][:200]}"
        for violation in found for node in violation["nodes"][:5]
    ]
