// Small parts of a page that scripts make.

import { language, named } from "../shared/texts.js";

/** An element with text or other content; `attributes` false or null are left out. */
export function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

const vector = "http://www.w3.org/2000/svg";

/** An icon of the sprite at `sprite`; null without one. */
export function icon(sprite, name) {
  if (!sprite) return null;
  const image = document.createElementNS(vector, "svg");
  image.classList.add("icon");
  image.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(vector, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  image.append(use);
  return image;
}

export function button(words, run, { className = "btn btn-quiet", image = null, ...attributes } = {}) {
  // With a picture the words may be hidden where there is little room.
  const label = image ? make("span", { class: "toolbar__word" }, words) : words;
  return make("button", { type: "button", class: className, onclick: run, title: image ? words : null, ...attributes },
    image, image ? " " : null, label);
}

/** A name as data has it: without a Tamil form it is English on every page. */
export const name = (words, isTamil = false) => make("bdi", { lang: isTamil ? "ta" : "en" }, words);

/** The name of a pincode (`name`, `name_ta`): on a Tamil page the Tamil one, if there is one. */
export const pincodeName = (item) => name(named(item, "name"), language() === "ta" && Boolean(item.name_ta));
