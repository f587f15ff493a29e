// The area editor: entry module. What it consists of is in editor/.
//
// The page loads vendor/ol.css, css/map-colours.css, css/staff-map.css, css/editor.css, vendor/ol.js (defer), then this
// module. It has one form, whose plain fields also work without a map:
//
//   <form data-area-editor="editor" data-provider-id="12" data-area-id="45" data-preview="what-if"
//         data-lat="13.08" data-lng="80.28" data-done="/admin/areas/{id}?done=area_saved">
//     <input type="radio" name="kind" value="polygon|pincodes|district|city|radius">          one for each way
//     <div data-way="polygon"> <div data-editor-toolbar data-sprite="{sprite's address}" aria-label="..."></div>
//                              <input type="file" data-editor-file accept=".geojson,.json,.kml,.zip"> </div>
//     <div data-way="pincodes"> <div data-editor-districts hidden>
//                                <select data-editor-district><option value="">near</option><option value="568">...</option></select></div>
//                              <div data-editor-pincodes><fieldset class="checklist">...    those near the centre, each
//                                <input type="checkbox" value="600001" data-pincode="600001"> ...</fieldset></div>
//                              <textarea name="pincodes"></textarea> </div>
//     <div data-way="city"> <input name="city"> </div>
//     <div data-way="district city"> <select name="district_lgd"><option value="">...</option>...</select> </div>
//     <div data-way="radius"> <input name="radius_km" inputmode="decimal"> </div>
//     <div data-editor-draft hidden></div>
//     <div data-editor-map data-map-texts="staff-map" ...></div>                              as staff/map.js says
//     <div data-editor-legend></div>                                                          the centre's other areas
//     <div data-editor-problem hidden></div> <div data-editor-conflict hidden></div>          below the map: it must not jump
//     <section data-editor-summary></section>                                                 gained, lost, overlaps
//     <button type="button" data-editor-convert hidden>...</button>    turns pincodes, a district or a circle into a drawing
//     <button type="submit">...</button>
//   </form>
//   <p data-editor-status role="status"></p>           beside the form, so that it stays in sight above map and panel
//   <section data-editor-versions></section>
//   {{> texts/editor}} {{> texts/staff_map}}                                                  the words, as below
//
// `data-provider-status` if the centre isn't approved. Without `data-area-id` a new area is stored for the centre. `data-preview="check"` for owners, who may not ask what-if:
// then the summary has the area and its pincodes only. `data-refused` if the fields have what was typed and refused, in place of what is stored. `data-lat`, `data-lng` are the centre's; `data-user` is who is signed in. After saving the browser
// goes to `data-done`, `{id}` being the area's.
//
// Texts. Toolbar: tool_move, tool_draw, tool_hole, tool_split, tool_erase, undo, redo, finish, remove_last, show_all, snap,
// snap_districts, snap_cells, snap_neighbours, snap_nearer. What couldn't be drawn: hole_outside, split_missed. Files: file_reading
// ("{file}"), file_opened ("{file}"), file_refused ("{file}"), file_wrong_kind, file_empty, file_too_large, file_failed.
// Refusals: refused_<reason> for each reason of /api/geometry/check: not_readable,
// no_polygon, unknown_system, too_complex, not_finite, has_heights, too_few_positions, not_closed, self_intersection,
// wrong_rings, without_area, outside_region, swapped_axes, area_too_large, file_too_large, missing_part; refused, show_place, repaired ("{area}" km2), take_repaired, mended_rings_closed, mended_heights_left_out,
// mended_axes_swapped, mended_outline_rebuilt, mended_slivers_left_out. Summary: area ("{area}"), pincodes_covered
// ("{count}"), delta_pincodes, delta_km2, delta_demand, gained ("{count}"), lost ("{count}"), overlaps ("{count}"),
// no_overlaps, and_more ("{count}"), city_later, summary_empty, summary_later, summary_busy, summary_sketch, summary_refused,
// summary_failed, summary_signed_out. Lists: checklist ("{district}"), choose_all, choose_none, checklist_failed,
// converting, converted. Saving: saving, saved, saved_before, save_empty, save_offline, save_signed_out, save_later, save_failed,
// save_kept, save_conflict, load_failed; code_<code> for each code that the API's areas may be refused with. Conflict:
// conflict_title, conflict ("{version}", "{when}", "{area}"), conflict_deleted_title, conflict_deleted, keep_mine,
// take_theirs, save_as_new, decide_later, legend_mine, legend_theirs, theirs_taken. Drafts: draft ("{when}"),
// draft_older, draft_restore, draft_discard, draft_failed. The centre's other areas: others_in_force, others_waiting. History: versions_none, versions_failed, version
// ("{version}", "{status}", "{when}", "{area}"), version_show, version_hide, version_use, status_proposed,
// status_in_force, status_rejected, status_withdrawn, status_superseded.

import { Session } from "./editor/session.js";
import { createStaffMap } from "./map.js";
import { textsOf } from "../shared/texts.js";

for (const form of document.querySelectorAll("[data-area-editor]")) {
  const staffMap = createStaffMap(form.querySelector("[data-editor-map]"));
  new Session(form, staffMap, textsOf(form.dataset.areaEditor)).start();
}
