// Where the next centres should open, asked for by a form and drawn on the map with what each would gain.

import { button, make, pincodeName } from "../buttons.js";
import { count } from "../../shared/numbers.js";
import { getJSON, isGivenUp } from "../../shared/http.js";
import { textOf } from "../styles.js";

export function setUpSuggestions(form, box, { staffMap, whatIf, text }) {
  if (!form || !box) return;
  const sites = sitesLayer(staffMap);
  let running = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    running?.abort();
    running = new AbortController();
    sites.clear();
    box.setAttribute("aria-busy", "true");
    box.replaceChildren(make("p", { role: "status" }, text("suggesting")), make("progress", {
      class: "progress-line", "aria-label": text("suggesting"),
    }));
    try {
      const plan = await getJSON(`/api/coverage/suggestions?${query(form)}`, { signal: running.signal, timeout_ms: 60_000 });
      show(plan);
    } catch (error) {
      if (!isGivenUp(error)) box.replaceChildren(make("p", { role: "alert" }, text("suggest_failed")));
    } finally {
      box.removeAttribute("aria-busy");
    }
  });
  if (form.dataset.coverageSuggest === "now") form.requestSubmit();

  function show(plan) {
    if (plan.items.length === 0) return box.replaceChildren(make("p", { role: "status" }, text("suggest_none")));
    sites.addFeatures(plan.items.flatMap((item) => drawn(item, plan.radius_km)));
    const missing = plan.demand_total - plan.covered_demand_before;
    const words = text("suggested", { gained: count(plan.gained_demand), missing: count(missing) });
    box.replaceChildren(make("p", { role: "status" }, words),
      make("ol", { class: "suggestions" }, ...plan.items.map((item) => row(item, plan.radius_km))));
    staffMap.map.getView().fit(sites.getExtent(), { padding: [50, 50, 50, 50], maxZoom: 11 });
  }

  function row(item, radius_km) {
    const values = { rank: item.rank, pincode: item.pincode, gained: count(item.gained_demand) };
    return make("li", {}, make("span", {}, text("suggestion", values), " ", pincodeName(item)), " ",
      button(text("take_suggestion"), () => whatIf.addCircle(item, radius_km)));
  }
}

/** Fields that were left empty are left out. */
function query(form) {
  const fields = [...new FormData(form)].filter(([key, value]) => value !== "" && key !== "csrf");
  return new URLSearchParams(fields).toString();
}

function drawn({ lat, lng, rank, gained_demand }, radius_km) {
  const circle = ol.geom.Polygon.circular([lng, lat], radius_km * 1000, 64).transform("EPSG:4326", "EPSG:3857");
  const place = new ol.geom.Point(ol.proj.fromLonLat([lng, lat]));
  return [new ol.Feature({ geometry: circle }), new ol.Feature({ geometry: place, rank, gained_demand })];
}

function sitesLayer({ map, palette }) {
  const { Style, Fill, Stroke, Circle } = ol.style;
  const source = new ol.source.Vector();
  const look = (feature) => {
    if (feature.getGeometry().getType() !== "Point") {
      return new Style({
        stroke: new Stroke({ color: palette.get("draw"), width: 2, lineDash: [6, 4] }),
        fill: new Fill({ color: palette.get("draw", 0.08) }),
      });
    }
    const words = `${feature.get("rank")}  (+${count(feature.get("gained_demand"))})`;
    return new Style({
      image: new Circle({
        radius: 9, fill: new Fill({ color: palette.get("draw") }), stroke: new Stroke({ color: palette.get("halo"), width: 2 }),
      }),
      text: textOf(words, palette, {
        size: 13, weight: 700, offsetY: -21, backgroundFill: new Fill({ color: palette.get("halo") }), padding: [2, 4, 1, 4],
      }),
    });
  };
  const layer = new ol.layer.Vector({ source, style: look, zIndex: 35 });
  map.addLayer(layer);
  palette.onChange(() => layer.changed());
  return source;
}
