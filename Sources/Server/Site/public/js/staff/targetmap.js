// Drawing on a map whom an offer or a broadcast is for: entry module. Most targets aren't drawn, so the library and the tools
// come once somebody chooses to.
//
// The page loads what maps/editor_styles names, then this module (maps/target_scripts). Its form has:
//
//   <input type="radio" name="target" value="geometry"> ...            the map is there while this one is chosen
//   <div role="status" tabindex="-1" data-target-progress>
//     <p data-target-loading hidden>...</p>
//     <div data-target-failed hidden>... <button type="button">...</button></div>       the button tries again
//   </div>
//   <div data-library="{ol.js's address}" data-target-drawing="editor" hidden>...</div>   as targetmap/drawing.js says
//   <textarea name="geometry"></textarea>                              the drawing as GeoJSON: what is sent, and the way without a map
//
// and the page <template id="target-map-scripts">: what the tools consist of, so that all is asked for together.

/** An element that failed isn't tried again by the browser, so each call makes one. */
function run(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

/**
 * The module of the map. It comes after the library: its parts name it as they are read, and a browser may keep a module
 * that didn't come as failed until the page is left.
 */
async function fetchTools(library) {
  if (!("ol" in window)) await run(library);
  document.head.append(document.getElementById("target-map-scripts").content);
  return import("./targetmap/drawing.js");
}

for (const root of document.querySelectorAll("[data-target-drawing]")) {
  const form = root.closest("form");
  const { target, geometry } = form.elements;
  const progress = form.querySelector("[data-target-progress]");
  const [loading, failed] = ["loading", "failed"].map((name) => progress.querySelector(`[data-target-${name}]`));
  let tools = null;
  let map = null;

  const show = (shown) => {
    for (const part of [loading, failed, root]) part.hidden = part !== shown;
  };
  const isChosen = () => target.value === "geometry";

  const open = async () => {
    show(loading);
    tools ??= fetchTools(root.dataset.library);
    const found = await tools.catch(() => null);
    if (!found) tools = null;
    // Something else may have been chosen meanwhile.
    if (!isChosen()) return;
    show(found ? root : failed);
    map ??= found && new found.TargetMap(root, geometry);
  };
  const follow = () => {
    if (!isChosen()) {
      show(null);
    } else if (map) {
      show(root);
      map.staffMap.map.updateSize();
    } else {
      open();
    }
  };

  for (const choice of target) choice.addEventListener("change", follow);
  failed.querySelector("button").addEventListener("click", () => {
    // The button goes, and with it the place of whoever uses the keyboard.
    progress.focus();
    follow();
  });
  follow();
}
