// The layers of the staff's map, from the ground up, and what is said when their tiles don't come.

import { styleOf } from "./styles.js";
import { tileSource } from "./tilesource.js";

const all = ["districts", "pincodes", "service_areas", "borders", "providers", "places"];
const everybodys = "districts providers places";

/** A Map from a layer's name to it: `base`, if the operator gave one, and those that `data-layers` names. */
export function tileLayers(data, { palette, notice, text, styles }) {
  const wanted = (data.layers ?? everybodys).split(/\s+/);
  const hidden = (data.hiddenLayers ?? "").split(/\s+/);
  const layers = new Map();
  const troubles = troubleTold(layers, notice, text);
  if (data.tileUrl) {
    const source = new ol.source.XYZ({ url: data.tileUrl, attributions: data.tileAttribution });
    layers.set("base", new ol.layer.Tile({ source }));
  }
  all.filter((name) => wanted.includes(name === "borders" ? "districts" : name)).forEach((name) => {
    // The borders lie over the cells and come from the same tiles as the land below them.
    const source = name === "borders" ? layers.get("districts").getSource() : tileSource(name, troubles);
    const style = styles[name] ?? styleOf(name, Boolean(data.tileUrl));
    layers.set(name, new ol.layer.VectorTile({
      source,
      visible: !hidden.includes(name),
      declutter: name === "places" || name === "providers",
      style: (feature, resolution) => style(feature, palette, resolution),
      properties: { name },
    }));
  });
  return layers;
}

/** One line however many tiles fail; it goes when tiles come again. */
function troubleTold(layers, notice, text) {
  let told = false;
  const again = () => {
    told = false;
    notice.hide();
    for (const layer of layers.values()) layer.getSource().refresh?.();
  };
  addEventListener("online", () => told && again());
  return {
    onFailure(status) {
      if (told || status === 404) return;
      told = true;
      if (status === 401) {
        const next = encodeURIComponent(location.pathname + location.search);
        notice.show(text("tiles_failed"), { label: text("signed_out"), address: `/sign-in?next=${next}` });
      } else {
        notice.show(text("tiles_failed"), { label: text("tiles_retry"), run: again });
      }
    },
    onSuccess() {},
  };
}
