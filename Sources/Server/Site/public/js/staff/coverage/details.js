// What is known of a pincode or centre that was chosen.

import { button, make, name, pincodeName } from "../buttons.js";
import { count, kilometres } from "../../shared/numbers.js";
import { districtName } from "./districts.js";
import { getJSON } from "../../shared/http.js";
import { language } from "../../shared/texts.js";

export class Details {
  #box;
  #staffMap;
  #data;
  #whatIf;
  #text;
  /** Of the latest thing that was chosen. */
  #turn = 0;

  constructor(box, { staffMap, data, whatIf, text }) {
    this.#box = box;
    this.#staffMap = staffMap;
    this.#data = data;
    this.#whatIf = whatIf;
    this.#text = text;
    this.#show(make("p", {}, text("pick")));
    staffMap.map.on("click", (event) => {
      if (!whatIf.isDrawing) this.#pick(event.pixel);
    });
  }

  /** A pincode by its number, wherever the map is. */
  async showPincode(pincode) {
    const isLatest = this.#begin();
    const found = await getJSON(`/api/coverage?pincode=${encodeURIComponent(pincode)}`).catch(() => null);
    if (!isLatest()) return undefined;
    if (!found) return this.#show(make("p", {}, this.#text("load_failed")));
    const { origin } = found;
    this.#staffMap.fit([origin.lng - 0.15, origin.lat - 0.15, origin.lng + 0.15, origin.lat + 0.15]);
    return this.#showCell({ ...origin, coverage_count: found.coverage_count });
  }

  /** Facts under a heading, as of a district. */
  showFacts(title, facts) {
    this.#begin();
    this.#show(make("h2", {}, title), make("p", {}, facts));
  }

  /** Something else was chosen; gives whether that is still so, since a slow answer mustn't take a newer one's place. */
  #begin() {
    this.#turn += 1;
    const turn = this.#turn;
    return () => turn === this.#turn;
  }

  #pick(pixel) {
    const at = (wanted) => this.#staffMap.map.getFeaturesAtPixel(pixel, {
      hitTolerance: wanted === "providers" ? 8 : 0, layerFilter: (layer) => layer.get("name") === wanted,
    })[0];
    const centre = at("providers");
    if (centre?.getId()) return this.#showCentre(centre.getId());
    const cell = at("pincodes");
    return cell ? this.#showCell(cell.getProperties()) : undefined;
  }

  async #showCell(cell) {
    const isLatest = this.#begin();
    const text = this.#text;
    const facts = make("dl", { class: "facts" });
    const add = (words) => facts.append(make("dd", {}, words));
    add(text("covered_by", { count: count(cell.coverage_count) }));
    if (cell.covered_share !== undefined) add(text("covered_share", { share: Math.round(cell.covered_share * 100) }));
    const called = pincodeName({ name: cell.name ?? "", name_ta: cell.name_ta });
    this.#nameInTamil(cell.pincode, called);
    this.#show(make("h2", {}, `${cell.pincode} `, called), make("p", {}, districtName(cell.district ?? "")), facts,
      button(text("imagine_here"), () => this.#whatIf.addPincode(cell.pincode)));
    const known = [this.#data.distances(), this.#data.gaps()].map((asked) => asked.catch(() => new Map()));
    const [distances, gaps] = await Promise.all(known);
    if (!isLatest()) return;
    const metres = distances.get(cell.pincode)?.nearest_m;
    if (metres !== undefined && metres !== null) add(text("nearest", { distance: kilometres(metres) }));
    const gap = gaps.get(cell.pincode);
    if (!gap) return;
    add(text("households", { count: count(gap.estimated_demand ?? gap.demand) }));
    add(text("searches", { count: count(gap.observed_searches ?? 0) }));
  }

  /** Tiles and answers about coverage know a pincode by its English name alone. */
  async #nameInTamil(pincode, shown) {
    if (language() !== "ta") return;
    const facts = await getJSON(`/api/pincodes/${pincode}`).catch(() => null);
    if (facts?.name_ta) shown.replaceWith(pincodeName(facts));
  }

  async #showCentre(id) {
    const isLatest = this.#begin();
    const centre = await getJSON(`/api/providers/${id}`).catch(() => null);
    if (!isLatest()) return undefined;
    if (!centre) return this.#show(make("p", {}, this.#text("load_failed")));
    return this.#show(
      make("h2", {}, make("a", { href: `/centres/${id}` }, name(centre.center_name))),
      make("p", {}, name(`${centre.city}, ${centre.pincode}`)),
      button(this.#text("imagine_without"), () => this.#whatIf.addRemoval(id, centre.center_name)));
  }

  #show(...content) {
    this.#box?.replaceChildren(...content);
  }
}
