// The places of the list on a map: land from Natural Earth, no borders, nothing from any other host. Drawn again when the list changes.
import {Map, NavigationControl, Popup, setWorkerUrl} from "./vendor/maplibre-gl.mjs";
import {feature} from "./vendor/topojson.mjs";

setWorkerUrl(new URL("./vendor/maplibre-gl-worker.mjs", import.meta.url).href);
const land = fetch(new URL("./vendor/land.json", import.meta.url)).then((answer) => answer.json()).then(polygons);

// Each island on its own, and none torn: the outlines run on over the 180th meridian, as if on a globe; that round the pole is closed below.
function polygons(world) {
  const shapes = feature(world, world.objects.land).features.flatMap((one) => (one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates));
  return {type: "FeatureCollection", features: shapes.map((rings) => ({type: "Feature", properties: {}, geometry: {type: "Polygon", coordinates: rings.filter((ring) => ring.some((at) => at[1] > -86)).map(unrolled)}}))};
}

function unrolled(ring) {
  let turn = 0;
  const line = ring.map(([lon, lat], index) => {
    const step = index ? lon - ring[index - 1][0] : 0;
    turn += step > 180 ? -360 : step < -180 ? 360 : 0;
    return [lon + turn, lat];
  });
  const lons = line.map((at) => at[0]);
  const away = 360 * Math.round((Math.min(...lons) + Math.max(...lons)) / 720);
  const home = line.map(([lon, lat]) => [lon - away, lat]);
  return turn ? [...home, [home.at(-1)[0], -86], [home[0][0], -86], home[0]] : home;
}

// The colours of the page; MapLibre reads no custom properties.
function colour(name) {
  const probe = document.createElement("span");
  probe.className = `probe-${name}`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function graticule() {
  const lines = [];
  for (let lon = -180; lon <= 180; lon += 10) lines.push([[lon, -85], [lon, 85]]);
  for (let lat = -80; lat <= 80; lat += 10) lines.push(Array.from({length: 37}, (_, step) => [-180 + step * 10, lat]));
  return {type: "Feature", properties: {}, geometry: {type: "MultiLineString", coordinates: lines}};
}

function style(ground, places) {
  const most = Math.max(1, ...places.features.map((one) => one.properties.incidents));
  const sized = (least, greatest) => ["interpolate", ["linear"], ["sqrt", ["get", "incidents"]], 1, least, Math.max(2, Math.sqrt(most)), greatest];
  const radius = ["interpolate", ["exponential", 1.4], ["zoom"], 0, sized(2, 10), 4, sized(5, 24), 9, sized(8, 40)];
  return {
    version: 8,
    sources: {
      land: {type: "geojson", data: ground, attribution: "Land: Natural Earth"},
      grid: {type: "geojson", data: graticule()},
      places: {type: "geojson", data: places},
    },
    layers: [
      {id: "sea", type: "background", paint: {"background-color": colour("sea")}},
      {id: "grid", type: "line", source: "grid", paint: {"line-color": colour("rule"), "line-width": 0.5}},
      {id: "land", type: "fill", source: "land", paint: {"fill-color": colour("land"), "fill-outline-color": colour("coast")}},
      {id: "places", type: "circle", source: "places", paint: {
        "circle-radius": radius, "circle-color": colour("place"), "circle-opacity": 0.4,
        "circle-stroke-color": ["case", [">", ["get", "contradicted"], 0], colour("disputed"), colour("place")], "circle-stroke-width": ["case", [">", ["get", "contradicted"], 0], 1.5, 0.5],
      }},
    ],
  };
}

function bounds(places) {
  const at = places.features.map((one) => one.geometry.coordinates);
  if (!at.length) return [[-170, -55], [170, 75]];
  const [lons, lats] = [at.map((one) => one[0]), at.map((one) => one[1])];
  const edge = 1.5;
  return [[Math.min(...lons) - edge, Math.max(-85, Math.min(...lats) - edge)], [Math.max(...lons) + edge, Math.min(85, Math.max(...lats) + edge)]];
}

// What a report says is put in as text, never as markup.
function words(properties) {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = properties.list;
  link.textContent = [properties.place, properties.country_name].filter(Boolean).join(", ");
  const told = document.createElement("span");
  told.textContent = `${properties.incidents} ${properties.incidents === 1 ? "incident" : "incidents"}, ${properties.contradicted} with a contradicted point`;
  box.append(link, told);
  return box;
}

async function draw() {
  const box = document.getElementById("map");
  if (!box || box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  const places = await fetch(box.dataset.places).then((answer) => answer.json());
  const ground = await land;
  box.hidden = false;
  let map;
  try {
    map = new Map({container: box, style: style(ground, places), bounds: bounds(places), fitBoundsOptions: {padding: 30, maxZoom: 5.5}, maxZoom: 11, attributionControl: {compact: false}, dragRotate: false, pitchWithRotate: false});
  } catch {
    box.hidden = true; // no WebGL: the table below says the same
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({showCompass: false}), "top-right");
  map.on("click", "places", (event) => {
    const place = event.features[0];
    new Popup({maxWidth: "20rem"}).setLngLat(place.geometry.coordinates).setDOMContent(words(place.properties)).addTo(map);
  });
  map.on("mouseenter", "places", () => { map.getCanvas().classList.add("over"); });
  map.on("mouseleave", "places", () => { map.getCanvas().classList.remove("over"); });
  map.once("idle", () => { box.dataset.ready = "yes"; });
  const recolour = () => map.setStyle(style(ground, places));
  addEventListener("theme", recolour);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
}

document.addEventListener("htmx:after:swap", draw);
draw();
