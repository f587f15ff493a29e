// The ground of pincodes and districts, fetched as it is needed.

import { getJSON } from "../../shared/http.js";
import { extentOf, polygonsOf } from "./ground.js";
import { named } from "../../shared/texts.js";

const accept = "application/geo+json";

/** A mistyped pincode is told of when it is saved; the others' ground is shown all the same. */
function noneIfUnknown(error) {
  if (error.status === 404) return null;
  throw error;
}

export class Cells {
  /** A pincode's `{pincode, name, name_ta, lgd, polygons}`. */
  #known = new Map();
  #districts = null;
  #loaded = new Set();

  /** A Map from the LGD code to `{lgd, name, polygons}`. */
  async districts(signal) {
    if (!this.#districts) {
      const { features } = await getJSON("/api/districts", { accept, signal });
      this.#districts = new Map(features.map(({ properties, geometry }) => [properties.lgd, {
        lgd: properties.lgd, name: named(properties, "name"), polygons: polygonsOf(geometry),
      }]));
    }
    return this.#districts;
  }

  /** The pincodes whose cell is in the district, by number. */
  async ofDistrict(lgd, signal) {
    if (!this.#loaded.has(lgd)) {
      const district = (await this.districts(signal)).get(lgd);
      if (!district) return [];
      await this.within(extentOf(district.polygons), signal);
      this.#loaded.add(lgd);
    }
    return [...this.#known.values()].filter((cell) => cell.lgd === lgd)
      .sort((a, b) => a.pincode.localeCompare(b.pincode));
  }

  /** Fetches the cells that meet a box: west, south, east, north. */
  async within(extent, signal) {
    const box = extent.map((degrees) => degrees.toFixed(5)).join(",");
    const { features } = await getJSON(`/api/pincodes/cells?bbox=${box}`, { accept, signal });
    for (const { properties: { pincode, name, name_ta, district_lgd: lgd }, geometry } of features) {
      this.#known.set(pincode, { pincode, name, name_ta, lgd, polygons: polygonsOf(geometry) });
    }
  }

  /** The cell of a pincode, wherever it is; null where there is none. */
  async cell(pincode, signal) {
    if (!this.#known.has(pincode)) {
      const place = await getJSON(`/api/pincodes/${pincode}`, { signal }).catch(noneIfUnknown);
      if (!place) return null;
      const { lat, lng } = place;
      await this.within([lng - 0.02, lat - 0.02, lng + 0.02, lat + 0.02], signal);
    }
    return this.#known.get(pincode) ?? null;
  }
}
