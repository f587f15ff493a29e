// What a change would gain and lose, in words and figures.

import { make, name } from "../buttons.js";
import { area, count, signed } from "../../shared/numbers.js";

const mostListed = 12;

/**
 * Texts: area ("{area}"), pincodes_covered ("{count}"), delta_pincodes, delta_km2, delta_demand, gained ("{count}"), lost
 * ("{count}"), overlaps ("{count}"), no_overlaps, and_more ("{count}"), summary_empty, summary_busy, summary_sketch,
 * summary_failed, city_later.
 */
export class Summary {
  #box;
  #text;

  constructor(box, text) {
    this.#box = box;
    this.#text = text;
    box.setAttribute("aria-live", "polite");
  }

  /** One line by key. */
  say(key) {
    this.#box.removeAttribute("aria-busy");
    this.#box.replaceChildren(make("p", {}, this.#text(key)));
  }

  /** Old figures stay, marked, until new ones come. */
  busy() {
    this.#box.setAttribute("aria-busy", "true");
    if (this.#box.childElementCount === 0) this.#box.append(make("p", {}, this.#text("summary_busy")));
  }

  /** `verdict` of the check and `answer` of what-if; either may be missing. */
  show(verdict, answer) {
    this.#box.removeAttribute("aria-busy");
    this.#box.replaceChildren(...(verdict ? [this.#facts(verdict)] : []), ...(answer ? this.#change(answer) : []));
  }

  #facts(verdict) {
    return make("p", {},
      this.#text("area", { area: area(verdict.area_km2) }), " ",
      this.#text("pincodes_covered", { count: count(verdict.pincodes_covered) }));
  }

  #change({ delta: { state }, gained, lost, overlapping_centres, overlapping_centres_total }) {
    const figures = make("dl", { class: "stat-grid" },
      this.#figure("delta_pincodes", signed(state.covered_pincodes)),
      this.#figure("delta_km2", signed(state.covered_km2, 1)),
      this.#figure("delta_demand", signed(state.covered_demand)));
    const parts = [figures, this.#list("gained", gained, "is-gained"), this.#list("lost", lost, "is-lost")];
    if (overlapping_centres) parts.push(this.#overlaps(overlapping_centres, overlapping_centres_total));
    return parts.filter(Boolean);
  }

  #figure(key, value) {
    return make("div", { class: "stat" }, make("dt", { class: "stat__label" }, this.#text(key)), make("dd", { class: "stat__value" }, value));
  }

  #list(key, pincodes, className) {
    if (pincodes.length === 0) return null;
    return make("p", { class: className }, this.#text(key, { count: count(pincodes.length) }), " ",
      pincodes.slice(0, mostListed).join(", "), this.#more(pincodes.length));
  }

  #overlaps(centres, total = centres.length) {
    if (total === 0) return make("p", {}, this.#text("no_overlaps"));
    const names = centres.slice(0, mostListed).map((centre) =>
      make("li", {}, make("a", { href: `/centres/${centre.id}` }, name(centre.center_name))));
    return make("div", {}, make("p", {}, this.#text("overlaps", { count: count(total) })),
      make("ul", {}, ...names), this.#more(total));
  }

  #more(total) {
    return total > mostListed ? ` ${this.#text("and_more", { count: count(total - mostListed) })}` : null;
  }
}
