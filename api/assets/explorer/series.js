// Observations as series: one for each source, so that sources which disagree are seen to.
import { firstDay, human, MARKS, short } from "./words.js";

const FEW = 16;

const SHAPES = {
  exact: { symbol: "circle" },
  approximately: { symbol: "emptyCircle" },
  more_than: { symbol: "triangle" },
  at_least: { symbol: "triangle" },
  less_than: { symbol: "triangle", symbolRotate: 180 },
  at_most: { symbol: "triangle", symbolRotate: 180 },
};

/** Give the number in its unit. */
export const inUnit = ({ value, unit_mult: scale }) => (value === null ? null : Number(`${value}e${scale}`));

/** What a series is of, beside its source. */
const OF = {
  reporter: (of) => of.reporter_name,
  partner: (of) => of.partner_name,
  flow: (of) => of.flow && human(of.flow),
  product: (of) => (of.product === "TOTAL" ? "all products" : `HS ${of.product}`),
  frequency: (of) => of.frequency,
};

/** Give the series: `{ name, unit, points }`. A name says the source, and what differs between these series. */
export function seriesOf(observations) {
  const differing = Object.keys(OF).filter((field) => new Set(observations.map((of) => of[field])).size > 1);
  const key = (of) => [of.source, of.unit, ...Object.keys(OF).map((field) => of[field])].join(" | ");
  const name = (of) => [of.source, ...differing.map((field) => OF[field](of))].filter(Boolean).join(", ");
  const groups = Object.values(Object.groupBy(observations, key));
  return groups.map((points) => ({ name: name(points[0]), unit: points[0].unit, points }));
}

const point = (of, few) => ({
  value: [firstDay(of.period), inUnit(of)],
  of,
  symbolSize: of.status === "normal" ? 8 : 11,
  ...SHAPES[of.qualifier],
  label: { show: few && Boolean(MARKS[of.qualifier]), formatter: MARKS[of.qualifier], position: "top" },
});

/** Give the chart of the series of one unit. */
export function chartOf(series) {
  const few = series.reduce((sum, { points }) => sum + points.length, 0) <= FEW;
  return (colours) => ({
    grid: { left: 8, right: 24, top: 56, bottom: 8, containLabel: true },
    legend: { type: "scroll", top: 0, left: 0 },
    tooltip: {
      trigger: "item",
      formatter: ({ data: { of, value } }) => `${of.period}: ${MARKS[of.qualifier] ?? ""} ${short(value[1])} ${of.unit}\n${of.source}, ${of.locator}`,
    },
    xAxis: { type: "time", axisLabel: { color: colours.muted, hideOverlap: true } },
    yAxis: {
      type: "value",
      name: series[0].unit,
      nameTextStyle: { color: colours.muted, align: "left" },
      axisLabel: { color: colours.muted, formatter: short },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: series.map(({ name, points }) => ({
      name,
      type: "line",
      symbolSize: 8,
      lineStyle: { width: 1.5 },
      label: { color: colours.ink },
      data: points.map((of) => point(of, few)),
    })),
  });
}
