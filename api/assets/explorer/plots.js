// Charts of observations: one for each unit.
import { Chart } from "./chart.js";
import { chartOf, inUnit, seriesOf } from "./series.js";
import { html, useMemo } from "./ui.js";
import { day, short } from "./words.js";

/** Say in words what a chart shows. */
function told(series) {
  const points = series.flatMap((one) => one.points);
  const values = points.map(inUnit);
  const range = `${short(Math.min(...values))} to ${short(Math.max(...values))} ${series[0].unit}`;
  const names = series.map(({ name }) => name).join("; ");
  return `${points.length} values from ${day(points[0].period)} to ${day(points.at(-1).period)}, ${range}. Series: ${names}. The table below has each.`;
}

function Plot({ series }) {
  const option = useMemo(() => chartOf(series), [series]);
  return html`<${Chart} option=${option} label=${told(series)} height=${340} />`;
}

/** Charts of all observations that have a value. */
export function Plots({ observations }) {
  const units = useMemo(() => {
    const series = seriesOf(observations.filter(({ value }) => value !== null));
    return Object.entries(Object.groupBy(series, ({ unit }) => unit));
  }, [observations]);
  if (!units.length) return null;
  return html`<h2>By source</h2>
    ${units.map(([unit, series]) => html`<${Plot} key=${unit} series=${series} />`)}
    <p class="note">Filled circles are exact, hollow ones approximate (≈); triangles point up for more than (${">"}, ≥) and down for
      less than (${"<"}, ≤); larger marks are estimates, forecasts or breaks.</p>`;
}
