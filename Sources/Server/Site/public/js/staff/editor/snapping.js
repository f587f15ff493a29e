// What a drawn corner snaps to: district borders, pincode cells, and the areas of centres near by.
//
// Only what is seen is fetched, cells from the zoom on at which they can be told apart.

import { getJSON } from "../../shared/http.js";
import { latest } from "../../shared/later.js";
import { overlay } from "./overlay.js";

const cellsFrom = 9.5;
const neighboursFrom = 9.5;
const mostNeighbours = 15;

export class Snapping {
  #staffMap;
  #own;
  #sources = new Map();
  #interactions = [];
  #neighbours = new Map();
  #exceptProvider;
  #follow = latest(250, (signal) => this.#load(signal));

  /** `own` is the source of the area itself; `exceptProvider` the centre that it belongs to. */
  constructor(staffMap, own, exceptProvider) {
    this.#staffMap = staffMap;
    this.#own = own;
    this.#exceptProvider = Number(exceptProvider);
    this.wanted = new Set(["districts"]);
    this.#sources.set("districts", new ol.source.Vector());
    this.#sources.set("cells", overlay(staffMap, "guides", 15));
    this.#sources.set("neighbours", overlay(staffMap, "neighbours", 16));
    staffMap.map.on("moveend", () => this.#follow());
  }

  /** Turns one of "districts", "cells", "neighbours" on or off. */
  want(name, on) {
    if (on) this.wanted.add(name);
    else this.wanted.delete(name);
    if (!on && name !== "districts") this.#sources.get(name).clear();
    if (!on && name === "neighbours") this.#neighbours.clear();
    this.raise(true);
    this.#follow();
  }

  /** Puts the interactions on top of those that were added meanwhile, or takes them away. */
  raise(on) {
    const { map } = this.#staffMap;
    for (const interaction of this.#interactions) map.removeInteraction(interaction);
    const sources = [this.#own, ...[...this.wanted].map((name) => this.#sources.get(name))];
    this.#interactions = on ? sources.map((source) => new ol.interaction.Snap({ source, pixelTolerance: 12 })) : [];
    for (const interaction of this.#interactions) map.addInteraction(interaction);
  }

  async #load(signal) {
    const view = this.#staffMap.map.getView();
    const extent = ol.proj.transformExtent(view.calculateExtent(), "EPSG:3857", "EPSG:4326");
    // Without something to snap to one still draws.
    const jobs = [
      this.wanted.has("districts") && this.#loadDistricts(signal),
      this.wanted.has("cells") && this.#loadCells(view.getZoom(), extent, signal),
      this.wanted.has("neighbours") && this.#loadNeighbours(view, signal),
    ];
    await Promise.allSettled(jobs);
  }

  async #loadDistricts(signal) {
    const source = this.#sources.get("districts");
    if (source.getFeatures().length > 0) return;
    source.addFeatures(read(await getJSON("/api/districts", { accept: "application/geo+json", signal })));
  }

  async #loadCells(zoom, extent, signal) {
    const source = this.#sources.get("cells");
    if (zoom < cellsFrom) return source.clear();
    const box = extent.map((degrees) => degrees.toFixed(4)).join(",");
    const cells = await getJSON(`/api/pincodes/cells?bbox=${box}`, { accept: "application/geo+json", signal });
    const there = new Set(source.getFeatures().map((feature) => feature.getId()));
    return source.addFeatures(read(cells).filter((cell) => !there.has(cell.getId())));
  }

  async #loadNeighbours(view, signal) {
    const tiles = this.#staffMap.layers.get("service_areas");
    if (!tiles || view.getZoom() < neighboursFrom) return;
    const centre = view.getCenter();
    const near = new Map();
    for (const area of tiles.getFeaturesInExtent(view.calculateExtent())) {
      const id = area.get("provider_id");
      if (id && id !== this.#exceptProvider) near.set(id, away(area.getExtent(), centre));
    }
    const nearest = [...near].sort((a, b) => a[1] - b[1]).slice(0, mostNeighbours).map(([id]) => id);
    await Promise.allSettled(nearest.map((id) => this.#loadNeighbour(id, signal)));
  }

  async #loadNeighbour(id, signal) {
    if (this.#neighbours.has(id)) return;
    const area = await getJSON(`/api/providers/${id}/service-area`, { accept: "application/geo+json", signal });
    if (!area.geometry || this.#neighbours.has(id)) return;
    const made = read({ type: "FeatureCollection", features: [area] });
    this.#neighbours.set(id, made);
    this.#sources.get("neighbours").addFeatures(made);
  }
}

const read = (collection) => new ol.format.GeoJSON().readFeatures(collection, { featureProjection: "EPSG:3857" });

function away(extent, [x, y]) {
  return Math.hypot((extent[0] + extent[2]) / 2 - x, (extent[1] + extent[3]) / 2 - y);
}
