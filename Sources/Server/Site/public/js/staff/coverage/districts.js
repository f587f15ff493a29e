// The district table and the map, each showing what is chosen in the other.

import { getJSON } from "../../shared/http.js";
import { name } from "../buttons.js";
import { named } from "../../shared/texts.js";
import { overlay, show } from "../editor/overlay.js";

/** What a district is called on this page, by its English name: the table has it in the reader's language. */
export function districtName(english) {
  const row = document.querySelector(`tr[data-name="${CSS.escape(english)}"]`);
  return row?.querySelector("th bdi")?.cloneNode(true) ?? name(english);
}

export function linkDistricts(root, { staffMap, details, whatIf, text }) {
  const chosen = overlay(staffMap, "before", 30);
  const rows = new Map([...document.querySelectorAll("tr[data-district]")].map((row) => [Number(row.dataset.district), row]));
  let features = null;

  const load = async () => {
    if (!features) {
      const districts = await getJSON("/api/districts", { accept: "application/geo+json" });
      const format = new ol.format.GeoJSON();
      features = new Map(format.readFeatures(districts, { featureProjection: "EPSG:3857" })
        .map((feature) => [feature.get("lgd"), feature]));
    }
    return features;
  };

  const mark = (lgd, feature) => {
    for (const [other, row] of rows) {
      row.classList.toggle("is-chosen", other === lgd);
      if (other === lgd) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    show(chosen, feature ? [feature] : []);
  };

  const showDistrict = async (lgd) => {
    const feature = (await load().catch(() => null))?.get(lgd);
    mark(lgd, feature);
    if (!feature) return;
    staffMap.map.getView().fit(feature.getGeometry(), { padding: [30, 30, 30, 30] });
    const row = rows.get(lgd);
    const facts = row ? { pincodes: row.dataset.pincodes ?? "", covered: row.dataset.covered ?? "" } : null;
    details.showFacts(named(feature.getProperties(), "name"), facts?.pincodes ? text("district_facts", facts) : "");
  };

  for (const [lgd, row] of rows) {
    row.querySelector("[data-district-show]")?.addEventListener("click", (event) => {
      // A link leads to the same without scripts.
      event.preventDefault();
      showDistrict(lgd);
      root.scrollIntoView({ block: "start" });
      staffMap.map.getTargetElement().focus({ preventScroll: true });
    });
  }
  staffMap.map.on("click", async ({ coordinate }) => {
    // The corner of an area chooses nothing.
    if (whatIf.isDrawing) return;
    const known = await load().catch(() => null);
    if (!known) return;
    const [lgd, feature] = [...known].find(([, one]) => one.getGeometry().intersectsCoordinate(coordinate)) ?? [];
    mark(lgd, feature);
  });
  return { show: showDistrict };
}
