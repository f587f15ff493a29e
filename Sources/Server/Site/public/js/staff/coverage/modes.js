// What the cells are coloured by, and what the colours mean.

import { button, icon, make } from "../buttons.js";
import { countColour } from "../styles.js";
import { legendList } from "../layerswitch.js";

const upTo_m = [1000, 3000, 5000, 10_000, 20_000];
const searchesFrom = [1, 3, 10, 30, 100];
const steps = [0, 1, 2, 3, 4, 5];

/** Which of the six steps of the ramp a value belongs to. */
const distanceStep = (metres) => upTo_m.filter((limit) => metres > limit).length;
const searchStep = (searches) => searchesFrom.filter((least) => searches >= least).length;

/** Each mode: its icon, the data it needs, the colour of a cell (a name, "hatch" or null), the rows of its legend. */
const modes = {
  count: {
    image: "layers",
    colour: (cell) => (cell.get("coverage_count") === 0 ? "hatch" : countColour(cell.get("coverage_count"))),
    legend: (text) => [0, 1, 2, 3, 4].map((n) => [`is-count-${n}`, text(`count_${n}`)]),
  },
  distance: {
    image: "directions",
    load: (data) => data.distances(),
    colour: (cell, known) => {
      const metres = known.get(cell.get("pincode"))?.nearest_m;
      return metres === undefined || metres === null ? null : `ramp-${distanceStep(metres)}`;
    },
    legend: (text) => steps.map((n) => [`ramp-${n}`, text(`distance_${n}`)]),
  },
  gaps: {
    image: "gap",
    colour: (cell) => (cell.get("coverage_count") === 0 ? "hatch" : "land"),
    legend: (text) => [["is-count-0", text("gap")], ["is-land", text("no_gap")]],
  },
  fragile: {
    image: "link-weak",
    colour: (cell) => ({ 0: "hatch", 1: "count-1" })[cell.get("coverage_count")] ?? "land",
    legend: (text) => [["is-count-1", text("fragile")], ["is-count-0", text("gap")], ["is-land", text("not_fragile")]],
  },
  demand: {
    image: "chart",
    load: (data) => data.gaps(),
    colour: (cell, known) => `ramp-${searchStep(known.get(cell.get("pincode"))?.observed_searches ?? 0)}`,
    legend: (text) => steps.map((n) => [`ramp-${n}`, text(`demand_${n}`)]),
  },
};

export class Modes {
  #data;
  #text;
  #name = "count";
  /** Null while it is not known. */
  #known = null;
  /** The mode that it is known for. */
  #knownFor = null;
  #staffMap;
  #legend;
  #buttons = new Map();
  #marked = null;
  #styles = new Map();

  constructor(data, text) {
    this.#data = data;
    this.#text = text;
  }

  /** `marked` tells which cells stand out: `mark(pincode)` gives "gained", "lost" or null. */
  attach(staffMap, toolbar, legend, marked) {
    this.#staffMap = staffMap;
    this.#legend = legend;
    this.#marked = marked;
    staffMap.palette.onChange(() => this.#styles.clear());
    marked.addEventListener("change", () => this.#redraw());
    if (!toolbar) return;
    for (const [name, { image }] of Object.entries(modes)) {
      const one = button(this.#text(`mode_${name}`), () => this.choose(name), {
        className: "", image: icon(toolbar.dataset.sprite, image), "aria-pressed": "false",
      });
      this.#buttons.set(name, one);
      toolbar.append(one);
    }
  }

  /** An unknown name is the count. */
  async choose(name) {
    this.#name = Object.hasOwn(modes, name) ? name : "count";
    for (const [other, one] of this.#buttons) one.setAttribute("aria-pressed", String(other === this.#name));
    await this.#load();
  }

  /** The network changed: tiles and data are fetched anew. */
  refresh() {
    this.#data.forget();
    this.#staffMap.layers.get("pincodes")?.getSource().refresh();
    this.#load();
  }

  /** Thousands of cells share a few styles. */
  style(cell, palette) {
    const mark = this.#marked?.mark(cell.get("pincode"));
    const { load, colour } = modes[this.#name];
    const name = load && !this.#known ? "land" : colour(cell, this.#known);
    const key = `${name} ${mark}`;
    if (!this.#styles.has(key)) this.#styles.set(key, this.#styleOf(name, mark, palette));
    return this.#styles.get(key);
  }

  #styleOf(name, mark, palette) {
    const { Style, Fill, Stroke } = ol.style;
    const colour = name === "hatch" ? palette.hatch("gap") : name && palette.get(name, name === "land" ? 1 : 0.78);
    const border = { gained: ["covers", 3], lost: ["gap", 3] }[mark] ?? ["cell-border", 0.6];
    return new Style({
      zIndex: mark ? 1 : 0,
      fill: colour ? new Fill({ color: colour }) : undefined,
      stroke: new Stroke({ color: palette.get(border[0]), width: border[1] }),
    });
  }

  async #load() {
    const name = this.#name;
    const { load } = modes[name];
    // What another mode knew says nothing in this one: plain cells are better than wrong ones.
    if (name !== this.#knownFor) this.#known = null;
    this.#explain(load ? "loading" : null);
    try {
      const known = load ? await load(this.#data) : null;
      // Another mode may have been chosen meanwhile.
      if (name !== this.#name) return;
      this.#known = known;
      this.#knownFor = name;
      this.#explain(null);
    } catch {
      if (name === this.#name) this.#explain("load_failed");
    }
    this.#redraw();
  }

  #explain(trouble) {
    if (!this.#legend) return;
    const rows = modes[this.#name].legend(this.#text);
    this.#legend.replaceChildren(make("h2", {}, this.#text(`mode_${this.#name}`)), legendList(rows));
    if (trouble) this.#legend.append(make("p", { role: "status" }, this.#text(trouble)));
  }

  #redraw() {
    this.#staffMap.layers.get("pincodes")?.changed();
  }
}
