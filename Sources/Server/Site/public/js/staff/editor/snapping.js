// What a drawn corner snaps to: the area itself, the centre's others, district borders, pincode cells, and the areas of centres near by.
//
// Only what is seen is fetched, cells and neighbours from the zoom on at which they can be told apart.

import { areaOf, centresIn } from "./neighbours.js";
import { getJSON } from "../../shared/http.js";
import { latest } from "../../shared/later.js";
import { overlay } from "./overlay.js";

const detailFrom = 9.5;

export class Snapping {
  #staffMap;
  #exceptProvider;
  #say;
  #sources = new Map();
  // One interaction for all: of several, the last would move what the first had snapped.
  #targets = new ol.Collection();
  #snap = new ol.interaction.Snap({ features: this.#targets, pixelTolerance: 12 });
  #neighbours = new Set();
  #follow = latest(250, (signal) => this.#load(signal));

  /** `own` is the source of the area itself; `exceptProvider` the centre that it belongs to. `say(key)` tells: snap_nearer. */
  constructor(staffMap, own, exceptProvider, say) {
    this.#staffMap = staffMap;
    this.#say = say;
    this.#exceptProvider = Number(exceptProvider);
    this.wanted = new Set(["districts"]);
    this.#sources.set("districts", new ol.source.Vector());
    this.#sources.set("cells", overlay(staffMap, "guides", 15));
    this.#sources.set("neighbours", overlay(staffMap, "neighbours", 16));
    for (const source of [own, ...this.#sources.values()]) {
      source.on("addfeature", ({ feature }) => this.#targets.push(feature));
      source.on("removefeature", ({ feature }) => this.#targets.remove(feature));
    }
    staffMap.map.on("moveend", () => this.#follow());
  }

  /** Turns one of "districts", "cells", "neighbours" on or off. */
  want(name, on) {
    if (on) this.wanted.add(name);
    else this.wanted.delete(name);
    if (!on) this.#sources.get(name).clear();
    if (!on && name === "neighbours") this.#neighbours.clear();
    if (on && name !== "districts" && !this.#isNear) this.#say("snap_nearer");
    this.#follow();
  }

  /** To these too, whatever is wanted: what the map shows of the centre's other areas. */
  alsoTo(made) {
    for (const feature of made) this.#targets.push(feature);
  }

  get #isNear() {
    return this.#staffMap.map.getView().getZoom() >= detailFrom;
  }

  /** Puts the interaction on top of those that were added meanwhile, or takes it away. */
  raise(on) {
    const { map } = this.#staffMap;
    map.removeInteraction(this.#snap);
    if (on) map.addInteraction(this.#snap);
  }

  async #load(signal) {
    const view = this.#staffMap.map.getView();
    const isNear = this.#isNear;
    if (!isNear) this.#sources.get("cells").clear();
    // Without something to snap to one still draws.
    await Promise.allSettled([
      this.wanted.has("districts") && this.#loadDistricts(signal),
      this.wanted.has("cells") && isNear && this.#loadCells(view.calculateExtent(), signal),
      this.wanted.has("neighbours") && isNear && this.#loadNeighbours(view, signal),
    ]);
  }

  async #loadDistricts(signal) {
    const source = this.#sources.get("districts");
    if (source.getFeatures().length > 0) return;
    const districts = await getJSON("/api/districts", { accept: "application/geo+json", signal });
    if (this.wanted.has("districts")) source.addFeatures(read(districts));
  }

  async #loadCells(extent, signal) {
    const source = this.#sources.get("cells");
    const box = ol.proj.transformExtent(extent, "EPSG:3857", "EPSG:4326").map((degrees) => degrees.toFixed(4)).join(",");
    const cells = await getJSON(`/api/pincodes/cells?bbox=${box}`, { accept: "application/geo+json", signal });
    const there = new Set(source.getFeatures().map((feature) => feature.getId()));
    if (this.wanted.has("cells")) source.addFeatures(read(cells).filter((cell) => !there.has(cell.getId())));
  }

  async #loadNeighbours(view, signal) {
    const ids = await centresIn(view.calculateExtent(), view.getZoom(), signal);
    const wanted = ids.filter((id) => id !== this.#exceptProvider && !this.#neighbours.has(id));
    await Promise.allSettled(wanted.map(async (id) => {
      const areas = await areaOf(id, signal);
      if (!this.wanted.has("neighbours") || this.#neighbours.has(id)) return;
      this.#neighbours.add(id);
      this.#sources.get("neighbours").addFeatures(areas);
    }));
  }
}

const read = (collection) => new ol.format.GeoJSON().readFeatures(collection, { featureProjection: "EPSG:3857" });
