// Pointing at pincodes on the map adds them to the list or takes them off it.

/** Works while the way "pincodes" is chosen and the map shows cells. */
export function setUpPointing({ staffMap, ways }) {
  const layer = staffMap.layers.get("pincodes");
  if (!layer) return;
  staffMap.map.on("click", (event) => {
    if (ways.kind !== "pincodes") return;
    const [cell] = staffMap.map.getFeaturesAtPixel(event.pixel, { layerFilter: (other) => other === layer });
    if (cell) ways.pincodes.toggle(String(cell.get("pincode")));
  });
}
