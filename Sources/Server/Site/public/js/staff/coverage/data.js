// What the map is coloured by beside the tiles, by pincode, fetched when it is first needed.

import { getJSON } from "../../shared/http.js";

/** A network without any centre has some 2,000 gaps. */
const mostPages = 30;

async function allPages(address, signal) {
  const items = [];
  let cursor = null;
  for (let page = 0; page < mostPages; page += 1) {
    const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const answer = await getJSON(`${address}?limit=100${query}`, { signal });
    items.push(...answer.items);
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return items;
}

const byPincode = (items) => new Map(items.map((item) => [item.pincode, item]));

export class Data {
  #kept = new Map();

  /** Everything is asked anew when it is next needed. */
  forget() {
    this.#kept.clear();
  }

  /** Maps from a pincode: to `{nearest_m, nearest_provider_id}` of all, */
  distances() {
    return this.#once("distances", async () => byPincode((await getJSON("/api/coverage/distances")).items));
  }

  /** to the gap, of those that nobody covers, */
  gaps() {
    return this.#once("gaps", async () => byPincode(await allPages("/api/coverage/gaps")));
  }

  /** and to the centre that alone covers it. */
  fragile() {
    return this.#once("fragile", async () => byPincode(await allPages("/api/coverage/fragile")));
  }

  /** What failed is asked again the next time. */
  #once(name, ask) {
    if (!this.#kept.has(name)) {
      const answer = ask();
      answer.catch(() => this.#kept.delete(name));
      this.#kept.set(name, answer);
    }
    return this.#kept.get(name);
  }
}
