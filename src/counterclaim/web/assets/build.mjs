// Copies or bundles what package-lock.json pins into ../static/vendor, with licences and hashes. Run by `make assets`;
// its output is committed, so that nobody needs Node.js to run or to install counterclaim.
import {createHash} from "node:crypto";
import {copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {buildSync} from "esbuild";

const vendor = new URL("../static/vendor/", import.meta.url).pathname;
const modules = new URL("./node_modules/", import.meta.url).pathname;

// What a file of ours is made of: package -> its licence file.
const files = {
  "htmx.js": {from: "htmx.org/dist/htmx.min.js", of: ["htmx.org"]},
  "maplibre-gl.mjs": {from: "maplibre-gl/dist/maplibre-gl.mjs", of: ["maplibre-gl"]},
  "maplibre-gl-worker.mjs": {from: "maplibre-gl/dist/maplibre-gl-worker.mjs", of: ["maplibre-gl"]},
  "maplibre-gl.css": {from: "maplibre-gl/dist/maplibre-gl.css", of: ["maplibre-gl"]},
  "land.json": {from: "world-atlas/land-50m.json", of: ["world-atlas"]},
  "source-sans.woff2": {from: "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2", of: ["@fontsource-variable/source-sans-3"]},
  "source-serif.woff2": {from: "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2", of: ["@fontsource-variable/source-serif-4"]},
  "plot.mjs": {bundle: "plot.mjs"},
  "topojson.mjs": {bundle: "topojson.mjs"},
};

const packageOf = (path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];

function bundle(name) {
  const made = buildSync({entryPoints: [name], bundle: true, minify: true, format: "esm", legalComments: "none", metafile: true, write: false});
  writeFileSync(vendor + name, made.outputFiles[0].contents);
  return [...new Set(Object.keys(made.metafile.inputs).map(packageOf).filter(Boolean))].sort();
}

function licence(name) {
  const file = readdirSync(modules + name).find((one) => /^(licen[sc]e|copying)/i.test(one));
  const text = file ? readFileSync(`${modules}${name}/${file}`, "utf8").trim() : "";
  const {version, license, homepage} = JSON.parse(readFileSync(`${modules}${name}/package.json`, "utf8"));
  return `${name} ${version} (${license}) ${homepage ?? ""}\n\n${text}\n`;
}

// The accessibility checks of the tests.
copyFileSync(modules + "axe-core/axe.min.js", new URL("../../../../tests/axe.min.js", import.meta.url).pathname);

rmSync(vendor, {recursive: true, force: true});
mkdirSync(vendor, {recursive: true});
const made = {};
for (const [name, {from, of, bundle: entry}] of Object.entries(files)) {
  if (from) copyFileSync(modules + from, vendor + name);
  made[name] = {packages: entry ? bundle(entry) : of};
}
for (const name of Object.keys(made)) {
  // The maps of the code are not shipped, and a browser would ask for them.
  if (/\.m?js$/.test(name)) {
    writeFileSync(vendor + name, readFileSync(vendor + name, "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
  }
  made[name].sha256 = createHash("sha256").update(readFileSync(vendor + name)).digest("hex");
}
const packages = [...new Set(Object.values(made).flatMap((one) => one.packages))].sort();
writeFileSync(vendor + "LICENSES.txt", packages.map(licence).join(`\n${"-".repeat(80)}\n\n`));
writeFileSync(vendor + "manifest.json", JSON.stringify(made, null, 1) + "\n");
