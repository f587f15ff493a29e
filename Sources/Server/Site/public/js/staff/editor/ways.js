// The ways to say an area: drawn, or without a map as a list of pincodes, a district, a city, a circle.
//
// Each way gives `body`, what is sent to be stored, and `ground(signal)`, what is shown and asked about before: polygons
// in degrees, or null where only the server knows (a city).

import { PincodeChoice } from "./pincodechoice.js";
import { circleAround } from "./circle.js";
import { together } from "./ground.js";

const number = (text) => Number(text.replace(",", "."));

export class Ways extends EventTarget {
  #form;
  #canvas;
  #cells;
  #centre;

  /** `centre` is `{lat, lng}` of the centre that the area belongs to. */
  constructor(form, canvas, cells, centre, text) {
    super();
    this.#form = form;
    this.#canvas = canvas;
    this.#cells = cells;
    this.#centre = centre;
    this.pincodes = new PincodeChoice(form, cells, text);
    this.pincodes.addEventListener("change", () => this.#tell());
    form.addEventListener("change", (event) => {
      if (event.target.name === "kind") this.choose(event.target.value);
      else if (["district_lgd", "city", "radius_km"].includes(event.target.name)) this.#tell();
    });
    form.addEventListener("input", (event) => event.target.name === "radius_km" && this.#tell());
  }

  get kind() {
    return this.#form.elements.kind?.value || "polygon";
  }

  choose(kind) {
    for (const radio of this.#form.querySelectorAll("[name=kind]")) radio.checked = radio.value === kind;
    for (const part of this.#form.querySelectorAll("[data-way]")) {
      part.hidden = !part.dataset.way.split(" ").includes(kind);
    }
    this.#tell();
  }

  /** What the fields hold, to be kept as a draft; `fill` puts it back. */
  get fields() {
    return {
      pincodes: this.pincodes.list, district_lgd: this.#value("district_lgd"), city: this.#value("city"),
      radius_km: this.#value("radius_km"),
    };
  }

  fill({ pincodes, district_lgd, city, radius_km }) {
    this.pincodes.set(pincodes ?? []);
    for (const [name, value] of Object.entries({ district_lgd, city, radius_km })) {
      if (value !== null && value !== undefined && this.#form.elements[name]) this.#form.elements[name].value = value;
    }
  }

  /** What is stored, or null while something is missing. */
  get body() {
    const kind = this.kind;
    switch (kind) {
      case "pincodes": return this.pincodes.list.length > 0 ? { kind, pincodes: this.pincodes.list } : null;
      case "district": return this.#value("district_lgd") ? { kind, ...this.#district } : null;
      case "city": return this.#value("city") ? { kind, city: this.#value("city"), ...this.#district } : null;
      // Whether it is a distance, the server says, beside the field.
      case "radius": return this.#value("radius_km") ? { kind, radius_km: number(this.#value("radius_km")) } : null;
      default: {
        const { polygons } = this.#canvas;
        return polygons.length > 0 ? { kind: "polygon", geometry: together(polygons) } : null;
      }
    }
  }

  async ground(signal) {
    switch (this.kind) {
      case "pincodes": {
        const cells = await Promise.all(this.pincodes.pincodes.map((pincode) => this.#cells.cell(pincode, signal)));
        return cells.filter(Boolean).flatMap((cell) => cell.polygons);
      }
      case "district": {
        const district = (await this.#cells.districts(signal)).get(Number(this.#value("district_lgd")));
        return district ? district.polygons : [];
      }
      case "radius": return this.#radius_km > 0 ? circleAround(this.#centre, this.#radius_km) : [];
      case "city": return null;
      default: return this.#canvas.sketched;
    }
  }

  /** As a request names it, which the server cuts where no area may lie; null for another way. */
  get circle() {
    return this.kind === "radius" && this.#radius_km >= 0.001 ? { ...this.#centre, radius_km: this.#radius_km } : null;
  }

  /** Of a city whose name there is twice, and of a district. */
  get #district() {
    const lgd = this.#value("district_lgd");
    return lgd ? { district_lgd: Number(lgd) } : {};
  }

  get #radius_km() {
    const km = number(this.#value("radius_km"));
    return km > 0 && km <= 75 ? km : 0;
  }

  #value(name) {
    return this.#form.elements[name]?.value.trim() ?? "";
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
