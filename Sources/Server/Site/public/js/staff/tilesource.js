// Vector tiles from our own server. One that fails is asked for again, twice by itself and then on demand.

const pauses_ms = [800, 2500];
const failed = 3; // ol.TileState.ERROR, which the build doesn't export

const wait = (time_ms) => new Promise((resolve) => setTimeout(resolve, time_ms));

/** Throws the status, 0 without an answer. */
async function fetchTile(address) {
  const answer = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(20_000) })
    .catch(() => { throw 0; });
  if (!answer.ok) throw answer.status;
  return answer.arrayBuffer();
}

/** Only what may pass by itself is worth another try. */
const mayPass = (status) => status === 0 || status === 429 || status >= 500;

async function fetchPatiently(address) {
  for (const pause_ms of pauses_ms) {
    try {
      return await fetchTile(address);
    } catch (status) {
      if (!mayPass(status)) throw status;
      await wait(pause_ms);
    }
  }
  return fetchTile(address);
}

/**
 * Where a phone shows the whole state, whose middle lies where four tiles meet. What it shows of the coverage first is asked
 * for beforehand, by templates/maps/coverage_head.
 */
const stateZoom = 5;
/** Their tiles of that zoom are made of the same shapes as those of the zoom before: one of these shows what four would. */
const alikeFarther = ["districts", "pincodes", "places"];
/** Grounds that lie side by side: many are painted at once. */
const apart = ["districts", "pincodes"];
const side_px = 512;

function tilesOf(name) {
  const isJoined = (zoom) => zoom === stateZoom && alikeFarther.includes(name);
  const usual = ol.tilegrid.createXYZ({ maxZoom: 14, tileSize: side_px });
  const resolutions = usual.getResolutions();
  return {
    tileGrid: new ol.tilegrid.TileGrid({
      extent: usual.getExtent(), origin: usual.getOrigin(0), resolutions,
      tileSizes: resolutions.map((_, zoom) => (isJoined(zoom) ? 2 * side_px : side_px)),
    }),
    tileUrlFunction: ([zoom, x, y]) => `/tiles/${name}/${isJoined(zoom) ? zoom - 1 : zoom}/${x}/${y}.mvt`,
  };
}

/** `onFailure(status)` for a tile that was given up, `onSuccess()` for each that came. */
export function tileSource(name, { onFailure, onSuccess }) {
  const format = new ol.format.MVT({ idProperty: undefined });
  return new ol.source.VectorTile({
    format,
    ...tilesOf(name),
    overlaps: !apart.includes(name),
    transition: 0,
    tileLoadFunction(tile, address) {
      tile.setLoader(async (extent, _resolution, projection) => {
        try {
          const bytes = await fetchPatiently(address);
          tile.setFeatures(format.readFeatures(bytes, { extent, featureProjection: projection }));
          onSuccess();
        } catch (status) {
          tile.setState(failed);
          onFailure(Number(status) || 0);
        }
      });
    },
  });
}
