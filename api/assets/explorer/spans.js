// Spans of membership as bars over the years, with a line at the day that is asked about.
import { Chart } from "./chart.js";
import { html, useMemo } from "./ui.js";
import { firstDay, human, lastDay } from "./words.js";

const ROW = 30;
const STATUSES = ["member", "observer", "candidate", "associate", "dialogue_partner", "suspended"];

/** Draw one bar: from the first to the last day, within the chart. */
function bar(params, api) {
  const [row, from, to] = [api.value(0), api.value(1), api.value(2)];
  const [left, middle] = api.coord([from, row]);
  const [right] = api.coord([to, row]);
  const { x, width } = params.coordSys;
  const [start, end] = [Math.max(left, x), Math.min(right, x + width)];
  const shape = { x: start, y: middle - ROW / 4, width: Math.max(end - start, 3), height: ROW / 2, r: 2 };
  return { type: "rect", shape, style: { fill: api.visual("color"), opacity: api.value(3) ? 1 : 0.45 } };
}

/** Give a series of bars for one status; a bar without a known start is pale. */
function series(status, names, rows, by, [from, to]) {
  const data = rows
    .filter((row) => row.status === status)
    .map((row) => ({
      value: [names.indexOf(row[`${by}_name`]), firstDay(row.start) ?? from, lastDay(row.end) ?? to, row.start ? 1 : 0],
      name: row[`${by}_name`],
    }));
  return { name: human(status), type: "custom", renderItem: bar, encode: { x: [1, 2], y: 0 }, data };
}

function option(rows, by, at) {
  const names = [...new Set(rows.map((row) => row[`${by}_name`]))].reverse();
  const range = ["1991-01-01", `${new Date().getFullYear() + 1}-01-01`];
  const present = STATUSES.filter((status) => rows.some((row) => row.status === status));
  return (colours, width) => ({
    grid: { left: 20, right: 24, top: 44, bottom: 4, containLabel: true },
    legend: { type: "scroll", top: 0, left: 0 },
    tooltip: { trigger: "item", formatter: ({ name, seriesName }) => `${name}: ${seriesName}` },
    xAxis: { type: "time", min: range[0], max: range[1], axisLabel: { color: colours.muted, hideOverlap: true }, splitLine: { show: true, lineStyle: { color: colours.line } } },
    yAxis: { type: "category", data: names, axisTick: { show: false }, axisLabel: { color: colours.ink, width: Math.min(width / 2.6, 260), overflow: "truncate" } },
    series: [
      ...present.map((status) => series(status, names, rows, by, range)),
      {
        type: "line",
        data: [],
        silent: true,
        markLine: { symbol: "none", label: { show: false }, lineStyle: { color: colours.ink, type: "dashed" }, data: [{ xAxis: firstDay(at) }] },
      },
    ],
  });
}

/** The chart of spans, by country or by organization. */
export function Spans({ rows, by, at }) {
  const made = useMemo(() => option(rows, by, at), [rows, by, at]);
  const names = new Set(rows.map((row) => row[`${by}_name`]));
  if (!rows.length) return null;
  return html`<${Chart} option=${made} height=${70 + ROW * names.size}
      label=${`Spans of ${rows.length} memberships of ${names.size}, over the years; the list below has those of the day.`} />
    <p class="note">Pale bars: no source says since when. Bars that overlap: sources differ.</p>`;
}
