// The words that a script shows. They come from the page, in its language:
//
//   <script type="application/json" data-texts="finder">{"found": "{count} places", ...}</script>
//
// Templates of these blocks are in templates/texts. Values are escaped for HTML, as everything in a template is, and are read as such. `{name}` stands for a value.

const entities = /&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/i;

function unescape(text) {
  if (!entities.test(text)) return text;
  return new DOMParser().parseFromString(text, "text/html").documentElement.textContent;
}

/** A function from a key and values to the text. A key that the page lacks gives an empty text and one line in the console. */
export function textsOf(name) {
  const block = document.querySelector(`script[data-texts="${name}"]`);
  const texts = new Map(Object.entries(block ? JSON.parse(block.textContent) : {}));
  return (key, values = {}) => {
    const text = texts.get(key);
    if (text === undefined) {
      console.warn(`texts "${name}" lack "${key}"`);
      return "";
    }
    return unescape(text).replace(/\{(\w+)\}/g, (whole, word) => (word in values ? String(values[word]) : whole));
  };
}

/** "en" or "ta", the page's. */
export const language = () => (document.documentElement.lang.startsWith("ta") ? "ta" : "en");

/** The form of a name in the page's language: `label` and `label_ta`, `name` and `name_ta`. */
export function named(item, field) {
  return (language() === "ta" && item[`${field}_ta`]) || item[field];
}
