// The ground below the markers: districts, and near by the pincodes' cells. Drawn from our own server's outlines, as
// there is no base map from outside.

import { getJSON } from "../shared/http.js";
import { latest, whenIdle } from "../shared/later.js";
import { NameLayer } from "./names.js";
import { addPane, Outlines } from "./outlines.js";

/** Below this zoom, cells would be smaller than a finger. */
const cellsFrom = 10.5;
/** What is asked for beyond the view on each side, as a share of it: a short move shows no edge. */
const margin = 0.2;

/**
 * Asks at once for what the view shows and draws it when there is time. Resolves when it is drawn or can't be had; from
 * then on the ground follows the view. Without it the markers still stand in the right places to each other.
 */
export function addGround(map) {
  const ground = new Ground(map);
  return new Promise((resolve) => ground.begin(resolve));
}

/** Far out all districts with their names; near by the cells around the view with theirs, and the districts they lie in. */
class Ground {
  #map;
  #districts;
  #cells;
  #districtNames;
  #cellNames;
  /** The box that is drawn, "state" far out, or null. */
  #there = null;
  #drawn;
  #load = latest(200, (signal, wanted) => this.#show(signal, wanted));

  constructor(map) {
    this.#map = map;
    this.#districts = new Outlines(map, "districts", 205, "map-district");
    this.#cells = new Outlines(map, "cells", 210, "map-cell");
    addPane(map, "names", 220);
    this.#districtNames = new NameLayer(map, "map-name map-name--district");
    this.#cellNames = new NameLayer(map, "map-name");
  }

  /** Calls `drawn` once. */
  begin(drawn) {
    this.#drawn = drawn;
    this.#load.now(this.#wanted());
    this.#map.on("moveend", () => this.#follow());
    this.#map.on("zoomend", () => this.#cellNames.declutter());
  }

  #wanted() {
    return this.#map.getZoom() < cellsFrom ? "state" : this.#map.getBounds().pad(margin);
  }

  #follow() {
    const wanted = this.#wanted();
    if (wanted === "state") this.#leaveCells();
    const isThere = wanted === "state" ? this.#there === "state"
      : this.#there && this.#there !== "state" && this.#there.contains(this.#map.getBounds());
    if (isThere) this.#load.cancel();
    else this.#load(wanted);
  }

  #leaveCells() {
    this.#cells.show([]);
    this.#cellNames.show([]);
    if (this.#there !== "state") this.#there = null;
  }

  async #show(signal, wanted) {
    const box = wanted === "state" ? "" : `?bbox=${wanted.toBBoxString()}`;
    const [districts, cells] = await Promise.all([
      featuresOf(`/api/districts${box}`, signal), box ? featuresOf(`/api/pincodes/cells${box}`, signal) : [],
    ]);
    await new Promise(whenIdle);
    // Another view has been asked for meanwhile.
    if (signal.aborted) return;
    if (districts) this.#districts.show(districts);
    if (cells) this.#cells.show(cells);
    // Names are measured, so that all is laid out: in a task of their own.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    if (districts) this.#districtNames.show(box ? [] : districts);
    if (cells) this.#cellNames.show(cells);
    if (districts && cells) this.#there = wanted;
    this.#drawn();
  }
}

/** Null for an answer that doesn't come. */
const featuresOf = (address, signal) =>
  getJSON(address, { accept: "application/geo+json", signal }).then(({ features }) => features, () => null);
