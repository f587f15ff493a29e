// Which layers are shown, and what their colours mean. A `details` element: keyboard and readers know it.

const switched = ["base", "pincodes", "service_areas", "providers", "places"];

/** A list that explains colours: `[[class of the swatch, words]]`. */
export function legendList(rows) {
  const list = document.createElement("ul");
  list.className = "map-legend";
  for (const [swatch, words] of rows) {
    const row = document.createElement("li");
    const colour = document.createElement("span");
    colour.className = `map-legend__swatch ${swatch}`;
    colour.setAttribute("aria-hidden", "true");
    row.append(colour, words);
    list.append(row);
  }
  return list;
}

function checkbox(words, checked, changed) {
  const label = document.createElement("label");
  label.className = "map-layers__choice";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = checked;
  box.addEventListener("change", () => changed(box.checked));
  label.append(box, " ", words);
  return label;
}

export function addLayerSwitch(map, layers, text, explainsCount) {
  const box = document.createElement("details");
  box.className = "map-layers";
  // A phone's map is small: there the list opens on demand.
  box.open = map.getTargetElement().clientWidth > 700;
  const title = document.createElement("summary");
  title.textContent = text("layers");
  box.append(title);
  const legend = legendList([0, 1, 2, 3, 4].map((n) => [`is-count-${n}`, text(`count_${n}`)]));
  for (const name of switched.filter((name) => layers.has(name))) {
    const layer = layers.get(name);
    box.append(checkbox(text(`layer_${name}`), layer.getVisible(), (on) => {
      layer.setVisible(on);
      if (name === "pincodes") legend.hidden = !on;
    }));
    if (name === "pincodes" && explainsCount) {
      legend.hidden = !layer.getVisible();
      box.append(legend);
    }
  }
  map.addControl(new ol.control.Control({ element: box }));
}
