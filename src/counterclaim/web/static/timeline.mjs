// The bars of the timeline by Observable Plot, with what each one says; without scripts the page has them as drawn by the server.
import {plot, rectY, ruleY} from "./vendor/plot.mjs";

async function draw() {
  const box = document.getElementById("timeline");
  if (!box || box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  const {by, periods} = await fetch(box.dataset.periods).then((answer) => answer.json());
  if (periods.length < 2) return;
  const bars = periods.map((one) => ({...one, from: new Date(one.since), to: new Date(Date.parse(one.until) + 864e5), others: one.incidents - one.contradicted}));
  const title = (one) => `${one.period}\n${one.incidents} incidents\n${one.contradicted} with a contradicted point`;
  const chart = plot({
    className: "timeline", width: Math.max(320, box.clientWidth), height: 260, marginLeft: 48,
    x: {type: "utc", label: null}, y: {label: `incidents a ${by}`, grid: true, tickFormat: "d"},
    marks: [
      rectY(bars, {x1: "from", x2: "to", y: "incidents", fill: "var(--strong-rule)", insetLeft: 0.5, insetRight: 0.5, title, tip: true}),
      rectY(bars, {x1: "from", x2: "to", y: "contradicted", fill: "var(--bad)", insetLeft: 0.5, insetRight: 0.5, pointerEvents: "none"}),
      ruleY([0]),
    ],
  });
  chart.querySelectorAll("g[aria-label]").forEach((group) => group.removeAttribute("aria-label"));
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", `Incidents by ${by}; the numbers are in the table below`);
  chart.addEventListener("click", () => { if (chart.value) location.assign(chart.value.list); });
  box.replaceChildren(chart);
  box.dataset.ready = "yes";
}

document.addEventListener("htmx:after:swap", draw);
draw();
