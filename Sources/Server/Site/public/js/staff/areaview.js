// The areas of one centre on a map, to look at: what is in force, what waits for a decision, and with whom it overlaps.
//
// The page loads vendor/ol.css, css/map-colours.css, css/staff-map.css, vendor/ol.js (defer), then this module, and has:
//
//   <div class="map" data-area-view="areas" data-provider-id="12" data-lat="13.08" data-lng="80.28" data-overlaps
//        data-map-texts="staff-map" ...></div>                                                     as staff/map.js says
//   <div data-area-legend></div>
//   {{> texts/areas}} {{> texts/staff_map}}
//
// `data-overlaps` for dispatchers and admins: the areas of other centres that share ground are drawn too: of those that it
// names by their ids, or, where it is empty, of those that overlap now, which an approved centre alone has. Texts:
// legend_in_force, legend_proposed, legend_overlaps, no_areas, areas_failed.

import { createStaffMap } from "./map.js";
import { extentOf, features, polygonsOf } from "./editor/ground.js";
import { getJSON } from "../shared/http.js";
import { legendList } from "./layerswitch.js";
import { overlay, show } from "./editor/overlay.js";
import { textsOf } from "../shared/texts.js";

const mostOverlaps = 20;

const groundOf = (areas) => areas.flatMap((area) => polygonsOf(area.geometry));

async function neighbours(providerId) {
  const { items } = await getJSON(`/api/coverage/overlaps?provider_id=${providerId}&limit=100`);
  return [...new Set(items.map((item) => item.other_provider.id))];
}

async function overlapping({ providerId, overlaps }) {
  const known = overlaps === "" ? await neighbours(providerId) : overlaps.trim().split(/\s+/);
  const ids = known.slice(0, mostOverlaps);
  const areas = await Promise.allSettled(ids.map((id) =>
    getJSON(`/api/providers/${id}/service-area`, { accept: "application/geo+json" })));
  return areas.filter((area) => area.status === "fulfilled").map((area) => area.value);
}

async function setUp(element) {
  const { providerId, lat, lng, areaView } = element.dataset;
  const text = textsOf(areaView);
  const staffMap = createStaffMap(element);
  const legend = document.querySelector("[data-area-legend]");
  const others = overlay(staffMap, "neighbours", 18);
  const inForce = overlay(staffMap, "mine", 20);
  const waiting = overlay(staffMap, "theirs", 22);
  try {
    const { items } = await getJSON(`/api/providers/${providerId}/service-areas?limit=100`);
    const now = groundOf(items.filter((area) => area.status === "in_force"));
    const then = groundOf(items.filter((area) => area.status === "proposed").concat(items.map((area) => area.replacement ?? {})));
    show(inForce, features(now));
    show(waiting, features(then));
    const near = lat && lng ? [lng - 0.1, lat - 0.1, Number(lng) + 0.1, Number(lat) + 0.1].map(Number) : null;
    const extent = extentOf([...now, ...then]) ?? near;
    if (extent) staffMap.fit(extent, { padding: [40, 40, 40, 40], maxZoom: 14 });
    const rows = [["is-draw", text("legend_in_force")], ["is-spread", text("legend_proposed")]];
    if ("overlaps" in element.dataset) {
      rows.push(["is-count-4", text("legend_overlaps")]);
      show(others, features(groundOf(await overlapping(element.dataset).catch(() => []))));
    }
    legend?.replaceChildren(items.length > 0 ? legendList(rows) : text("no_areas"));
  } catch {
    staffMap.notice.show(text("areas_failed"));
  }
  staffMap.ready();
}

for (const element of document.querySelectorAll("[data-area-view]")) setUp(element);
