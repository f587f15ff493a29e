// The dispatcher's map: entry module. What it consists of is in coverage/.
//
// The page loads vendor/ol.css, css/map-colours.css, css/staff-map.css, css/coverage.css, vendor/ol.js (defer), then this
// module, and has:
//
//   <div class="workbench" data-coverage="coverage">
//     <div class="toolbar" data-coverage-modes data-sprite="{sprite's address}" aria-label="..."></div>
//     <div class="map" data-coverage-map data-map-texts="staff-map" ...></div>                       as staff/map.js says
//     <aside class="side-panel">
//       <section data-coverage-legend></section>
//       <section data-coverage-details aria-live="polite"></section>      what was chosen on the map or in the table
//       <section> <form data-coverage-suggest>                             fields: count, radius_km, district, objective;
//                                                                          ="now" asks at once
//                   <button type="submit">...</button></form>
//                 <div data-coverage-suggestions></div> </section>
//       <section> <div data-coverage-tools></div>                          buttons to draw, to put a circle, to begin anew
//                 <form data-coverage-circle>                              the way without a pointer: pincode, radius_km
//                   <button type="submit">...</button></form>
//                 <div data-coverage-changes></div> <div data-coverage-result aria-live="polite"></div> </section>
//       <section> <p data-coverage-feed-state role="status"></p> <div role="log"><ol class="feed" data-coverage-feed></ol></div> </section>
//     </aside>
//   </div>
//   <table> <tr data-district="568"> ... <a href="..." data-district-show>...</a> </tr> </table>
//   {{> texts/coverage}} {{> texts/staff_map}}
//
// Each section but the map may be left out. The address may have `mode` (count, distance, gaps, fragile, demand),
// `district` (LGD code) and `pincode`: what is shown first, so that tables on other pages link to the map.
//
// Texts. Modes: mode_count, mode_distance, mode_gaps, mode_fragile, mode_demand. Legends: count_0 to count_4,
// distance_0 to distance_5 (up to 1, 3, 5, 10, 20 km, and more), gap, no_gap, fragile, not_fragile, demand_0 to demand_5
// (no search, 1 to 2, 3 to 9, 10 to 29, 30 to 99, 100 and more), loading, load_failed. Details: pick, covered_by
// ("{count}"), covered_share ("{share}"), nearest ("{distance}" km), households ("{count}"), searches ("{count}"),
// imagine_here, imagine_without, district_facts ("{pincodes}", "{covered}"). Suggestions: suggesting,
// suggest_failed, suggest_none, suggested ("{gained}" of "{missing}"), suggestion ("{rank}", "{pincode}", "{gained}"),
// take_suggestion. What-if: draw_area, draw_circle, finish, clear, change_area, change_circle ("{pincode}", "{radius}"),
// change_without ("{centre}"), remove_change, imagine_failed, imagine_refused, too_few_corners, too_many_changes,
// district_change ("{district}", "{pincodes}", "{km2}"), delta_pincodes, delta_km2, delta_demand, gained ("{count}"),
// lost ("{count}"), and_more ("{count}"), unknown_pincode, wrong_radius. Feed: feed_live, feed_waiting, feed_signed_out, event_gap, event_served.

import { Data } from "./coverage/data.js";
import { Details } from "./coverage/details.js";
import { Modes } from "./coverage/modes.js";
import { createStaffMap } from "./map.js";
import { followFeed } from "./coverage/feed.js";
import { linkDistricts } from "./coverage/districts.js";
import { setUpSuggestions } from "./coverage/suggestions.js";
import { WhatIf } from "./coverage/whatif.js";
import { textsOf } from "../shared/texts.js";

async function setUp(root) {
  const text = textsOf(root.dataset.coverage);
  const part = (name) => root.querySelector(`[data-coverage-${name}]`);
  const asked = new URLSearchParams(location.search);
  const data = new Data();
  const modes = new Modes(data, text);
  const staffMap = createStaffMap(part("map"), {
    styles: { pincodes: (feature, palette) => modes.style(feature, palette) }, explainsCount: false,
  });
  const whatIf = new WhatIf(staffMap, text, part);
  modes.attach(staffMap, part("modes"), part("legend"), whatIf);
  const details = new Details(part("details"), { staffMap, data, whatIf, text });
  const districts = linkDistricts(root, { staffMap, details, whatIf, text });
  setUpSuggestions(part("suggest"), part("suggestions"), { staffMap, whatIf, text });
  followFeed(part("feed"), part("feed-state"), { text, changed: () => modes.refresh(), show: (place) => details.showPincode(place.pincode) });

  await modes.choose(asked.get("mode") ?? "count");
  if (asked.get("district")) await districts.show(Number(asked.get("district")));
  if (asked.get("pincode")) await details.showPincode(asked.get("pincode"));
  staffMap.ready();
}

for (const root of document.querySelectorAll("[data-coverage]")) setUp(root);
