// Zoom, the whole state, the scale, and whose data it is.

function button(className, face, label, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = face;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", run);
  return made;
}

function zoomBy(map, steps) {
  const view = map.getView();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  view.animate({ zoom: view.getZoom() + steps, duration: still ? 0 : 200 });
}

/** OpenLayers writes "km" and "m" in every language; here they are said as the page says them. */
function addScale(map, text) {
  const units = { km: text("unit_km"), m: text("unit_m") };
  const box = document.createElement("div");
  map.addControl(new ol.control.ScaleLine({ className: "map-scale", minWidth: 60, target: box }));
  map.addControl(new ol.control.Control({ element: box }));
  const say = () => {
    const line = box.querySelector(".map-scale-inner");
    const words = line?.textContent.replace(/[a-z]+$/, (unit) => units[unit] ?? unit);
    if (line && words !== line.textContent) line.textContent = words;
  };
  new MutationObserver(say).observe(box, { childList: true, characterData: true, subtree: true });
}

export function addControls(map, text, showState) {
  const group = document.createElement("div");
  group.className = "map-controls ol-unselectable";
  group.append(
    button("map-controls__button", "+", text("zoom_in"), () => zoomBy(map, 1)),
    button("map-controls__button", "\u2212", text("zoom_out"), () => zoomBy(map, -1)),
    button("map-controls__button", "\u26f6", text("whole_state"), showState),
  );
  map.addControl(new ol.control.Control({ element: group }));
  addScale(map, text);

  const credit = document.createElement("p");
  credit.className = "map-credit";
  credit.textContent = [text("attribution"), map.getTargetElement().dataset.tileAttribution].filter(Boolean).join(" ");
  map.addControl(new ol.control.Control({ element: credit }));
}
