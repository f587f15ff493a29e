"""What every document has: its language, a title, one main heading, ids that are there once, links that lead somewhere, and
fields whose hints are read with them."""

SCRIPT = """
() => ({
  lang: document.documentElement.lang,
  title: document.title.trim(),
  headings: [...document.querySelectorAll('h1')].filter(h => h.checkVisibility()).length,
  viewport: document.querySelector('meta[name=viewport]')?.content ?? '',
  twice: [...document.querySelectorAll('[id]')].map(e => e.id).filter((seen => id => seen.has(id) || !seen.add(id))(new Set())),
  nowhere: [...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.hash.slice(1)))
    .filter(id => id && !document.getElementById(id)),
  untold: [...document.querySelectorAll('[id$="-hint"]')].filter(hint => {
    const field = document.getElementById(hint.id.slice(0, -'-hint'.length));
    return field && !(field.getAttribute('aria-describedby') ?? '').split(' ').includes(hint.id);
  }).map(hint => hint.id),
  undescribed: [...document.querySelectorAll('[aria-describedby]')]
    .flatMap(e => e.getAttribute('aria-describedby').split(' ')).filter(id => id && !document.getElementById(id)),
  inline: [...document.querySelectorAll('body [onclick], body [onsubmit], body [onchange], body [oninput]')].length,
})
"""


def faults(page, language):
    found = page.evaluate(SCRIPT)
    result = []
    if found["lang"].split("-")[0] != language:
        result.append(f"the document's language is '{found['lang']}', not '{language}'")
    if not found["title"]:
        result.append("there is no title")
    if found["headings"] != 1:
        result.append(f"there are {found['headings']} main headings (h1)")
    if "width=device-width" not in found["viewport"] or "user-scalable=no" in found["viewport"]:
        result.append(f"the viewport is '{found['viewport']}'")
    result += [f"the id '{name}' is there twice" for name in found["twice"]]
    result += [f"a link leads to #{name}, which isn't there" for name in found["nowhere"]]
    result += [f"the hint '{name}' isn't read with its field" for name in found["untold"]]
    result += [f"something is described by '{name}', which isn't there" for name in found["undescribed"]]
    if found["inline"]:
        result.append("there is inline script")
    return result
