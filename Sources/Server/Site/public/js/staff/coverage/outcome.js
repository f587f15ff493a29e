// What would come of imagined changes, in figures.

import { make } from "../buttons.js";
import { count, signed } from "../../shared/numbers.js";
import { named } from "../../shared/texts.js";

const mostListed = 12;

export function showOutcome(box, { delta, gained, lost }, text) {
  if (!box) return;
  const figure = (key, value) => make("div", { class: "stat" }, make("dt", { class: "stat__label" }, text(key)), make("dd", { class: "stat__value" }, value));
  const figures = make("dl", { class: "stat-grid" },
    figure("delta_pincodes", signed(delta.state.covered_pincodes)), figure("delta_km2", signed(delta.state.covered_km2, 1)),
    figure("delta_demand", signed(delta.state.covered_demand)));
  const districts = delta.districts.filter((one) => one.covered_km2 !== 0).map((one) =>
    make("li", {}, text("district_change", {
      district: named(one, "name"), pincodes: signed(one.covered_pincodes), km2: signed(one.covered_km2, 1),
    })));
  box.replaceChildren(figures, ...[list("gained", gained, text), list("lost", lost, text)].filter(Boolean),
    ...(districts.length > 0 ? [make("ul", {}, ...districts)] : []));
}

function list(key, pincodes, text) {
  if (pincodes.length === 0) return null;
  const more = pincodes.length > mostListed ? ` ${text("and_more", { count: count(pincodes.length - mostListed) })}` : "";
  return make("p", { class: `is-${key}` },
    `${text(key, { count: count(pincodes.length) })} ${pincodes.slice(0, mostListed).join(", ")}${more}`);
}
