// Makes outlines.txt and names.tsv, which the crate ships. In a folder with the npm packages
// world-atlas and i18n-iso-countries:  node make.mjs NODE_MODULES TARGET
//
// outlines.txt: one country a line, `CODE<TAB>ring;ring`, a ring `x,y x,y ...` with degrees east
// and north in tenths. names.tsv: `CODE<TAB>English<TAB>Polish`.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, target] = process.argv.slice(2);
const topology = JSON.parse(readFileSync(`${modules}/world-atlas/countries-110m.json`, "utf8"));
const iso = createRequire(`${modules}/`)("i18n-iso-countries");

const { scale, translate } = topology.transform;
const arcs = topology.arcs.map((arc) => {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => {
    x += dx; y += dy;
    return [Math.round((x * scale[0] + translate[0]) * 10), Math.round((y * scale[1] + translate[1]) * 10)];
  });
});
// A ring that goes over the 180th meridian is cut there: each part closes on its own side.
const cut = (points) => {
  const jumps = (i) => Math.abs(points[i][0] - points[(i || points.length) - 1][0]) > 1800;
  const first = points.findIndex((_, i) => i > 0 && jumps(i));
  if (first < 0) return [points];
  points = [...points.slice(first), ...points.slice(1, first)];
  const parts = [[points[0]]];
  for (let i = 1; i < points.length; i++) jumps(i) ? parts.push([points[i]]) : parts.at(-1).push(points[i]);
  return parts;
};
const ring = (indices) => {
  const points = indices.flatMap((i) => (i < 0 ? [...arcs[~i]].reverse() : arcs[i]));
  const kept = points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
  return cut(kept).filter((part) => part.length > 3).map((part) => part.map((p) => p.join(",")).join(" "));
};
const lines = [];
for (const g of topology.objects.countries.geometries) {
  if (g.properties.name === "Antarctica") continue;
  const polygons = g.type === "Polygon" ? [g.arcs] : g.arcs;
  const rings = polygons.flatMap((p) => p.flatMap(ring));
  // Kosovo has a code of use; areas without any stay nameless.
  const code = g.id ? iso.numericToAlpha3(g.id) : g.properties.name === "Kosovo" ? "XKX" : "";
  lines.push(`${code ?? ""}\t${rings.join(";")}`);
}
lines.sort();
writeFileSync(`${target}/outlines.txt`, lines.join("\n") + "\n");

const [en, pl] = ["en", "pl"].map((l) => new Intl.DisplayNames([l], { type: "region" }));
const names = Object.entries(iso.getAlpha3Codes()).map(([a3, a2]) => `${a3}\t${en.of(a2)}\t${pl.of(a2)}`);
if (!names.some((n) => n.startsWith("XKX"))) names.push(`XKX\t${en.of("XK")}\t${pl.of("XK")}`);
writeFileSync(`${target}/names.tsv`, names.sort().join("\n") + "\n");
