// Which centres have their areas near by, and these areas.

import { getJSON, isGivenUp } from "../../shared/http.js";

const most = 15;
/** Below it, tiles have points in place of areas. */
const leastZoom = 9;

const grid = () => ol.tilegrid.createXYZ({ maxZoom: 14, tileSize: 512 });

/** The centres whose areas meet an extent of the map, the nearest to its middle first. */
export async function centresIn(extent, viewZoom, signal) {
  const format = new ol.format.MVT();
  const tiles = [];
  grid().forEachTileCoord(extent, Math.max(leastZoom, Math.min(14, Math.round(viewZoom) - 1)), (tile) => tiles.push(tile));
  const middle = ol.extent.getCenter(extent);
  const near = new Map();
  for (const areas of await Promise.all(tiles.map((tile) => areasOf(tile, format, signal)))) {
    for (const area of areas) {
      const [x, y] = ol.extent.getCenter(area.getExtent());
      const away = Math.hypot(x - middle[0], y - middle[1]);
      const id = area.get("provider_id");
      if (id && away < (near.get(id) ?? Infinity)) near.set(id, away);
    }
  }
  return [...near].sort((a, b) => a[1] - b[1]).slice(0, most).map(([id]) => id);
}

/** None for a tile that doesn't come: without a neighbour one still draws. */
async function areasOf([z, x, y], format, signal) {
  try {
    const answer = await fetch(`/tiles/service_areas/${z}/${x}/${y}.mvt`, { credentials: "same-origin", signal });
    if (!answer.ok) return [];
    const extent = grid().getTileCoordExtent([z, x, y]);
    return format.readFeatures(await answer.arrayBuffer(), { extent, featureProjection: "EPSG:3857" });
  } catch (error) {
    if (isGivenUp(error)) throw error;
    return [];
  }
}

/** A centre's area as features of the map; none if it has no area. */
export async function areaOf(id, signal) {
  const area = await getJSON(`/api/providers/${id}/service-area`, { accept: "application/geo+json", signal });
  return area.geometry ? new ol.format.GeoJSON().readFeatures(area, { featureProjection: "EPSG:3857" }) : [];
}
