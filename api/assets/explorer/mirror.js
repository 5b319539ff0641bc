// Both sides of trade: what one says it sold, beside what the other says it bought.
import { useAnswer } from "./api.js";
import { Table } from "./facts.js";
import { Cited } from "./sources.js";
import { html } from "./ui.js";
import { Amount, day } from "./words.js";

const side = (observations) =>
  observations.length
    ? html`<ul class="plain">${observations.map((of) => html`<li><${Amount} of=${of} /> <${Cited} of=${of} /></li>`)}</ul>`
    : html`<span class="note">nothing reported</span>`;

const row = (pair) => [
  `${day(pair.period)}, ${pair.exporter} to ${pair.importer}`,
  side(pair.exported),
  side(pair.imported),
  pair.ratio === null ? html`<span class="note">not comparable</span>` : pair.ratio.toFixed(2),
];

const SHARED = ["indicator", "product", "frequency", "unit", "source", "period", "period__gte", "period__lte"];

/** Ask for both sides, by those filters that they have; without a partner there are none. */
export const useMirror = ({ reporter: a, partner: b, ...filters }) =>
  useAnswer(a && b && "/v1/trade-metrics/mirror", { a, b, ...Object.fromEntries(SHARED.map((name) => [name, filters[name]])), limit: 100 });

/** The answer of `useMirror`, if it holds anything. */
export function Mirror({ answer }) {
  const { data: pairs, page } = answer.data ?? {};
  if (!pairs?.length) return null;
  return html`<h2>Both sides</h2>
    <p>What the exporter reports, beside what the importer reports; the ratio is the first over the second.</p>
    <${Table} caption="Flows, as both sides report them" columns=${["Flow", "Exporter says", "Importer says", "Ratio"]} rows=${pairs.map(row)} />
    ${page.has_more && html`<p class="note">The first ${pairs.length} of ${page.total}.</p>`}`;
}
