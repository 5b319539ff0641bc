import { useAnswer } from "../api.js";
import { Disagreements } from "../disagreements.js";
import { Table } from "../facts.js";
import { Download, Filters } from "../filters.js";
import { Mirror, useMirror } from "../mirror.js";
import { Page } from "../page.js";
import { Plots } from "../plots.js";
import { Cited } from "../sources.js";
import { useTitles } from "../titles.js";
import { html } from "../ui.js";
import { Amount, day, human } from "../words.js";

const MOST = 1000;

/** Give the choices of one field among the observations that the others leave. */
function useGroups(field, filters) {
  const named = `${field}_name`;
  const answer = useAnswer("/v1/trade-metrics/stats", { group_by: field, ...filters, limit: 1000, total: false });
  const rows = answer.data?.data.filter((row) => row[field]) ?? [];
  return rows.map((row) => [row[field], `${row[named] ?? row[field]} (${row.count})`]).sort(([, a], [, b]) => a.localeCompare(b));
}

const Row = (of) => [
  html`<a href=${`#/trade-metrics/${encodeURIComponent(of.id)}`}>${day(of.period)}</a>`,
  [of.reporter_name, of.partner_name, of.flow && human(of.flow), of.product !== "TOTAL" && `HS ${of.product}`].filter(Boolean).join(", "),
  html`<${Amount} of=${of} />`,
  html`<${Cited} of=${of} />`,
];

export default function Trade({ parts, params }) {
  const { cursor, ...filters } = { product: "TOTAL", ...params };
  const chosen = filters.indicator && filters.reporter;
  const asked = chosen && "/v1/trade-metrics";
  const answer = useAnswer(asked, { sort: "period", limit: 200, ...filters }, MOST);
  const { indicator, reporter, partner } = filters;
  const pair = partner && `${reporter},${partner}`;
  const conflicts = useAnswer(chosen && "/v1/conflicts", { kind: "observation", indicator, country: pair || reporter, partner: pair, limit: 50 });
  const titles = useTitles(conflicts);
  const mirror = useMirror(filters);
  const fields = [
    { name: "indicator", label: "What", choices: useGroups("indicator", {}), any: "Choose" },
    { name: "reporter", label: "Country", choices: useGroups("reporter", { indicator }), any: "Choose" },
    { name: "partner", label: "Partner", choices: useGroups("partner", { indicator, reporter }) },
    { name: "product", label: "Product (HS)", hint: "TOTAL" },
    { name: "period__gte", label: "From", hint: "2000" },
    { name: "period__lte", label: "To", hint: "2014" },
  ];
  const observations = answer.data?.data ?? [];
  const known = observations[0];
  const whose = known && [known.reporter_name, partner && known.partner_name].filter(Boolean).join(" and ");
  const title = known ? `${known.indicator_name}: ${whose}` : "Trade";
  return html`<${Page} title=${answer.loading ? undefined : title} answers=${[answer, conflicts, titles, mirror]}>
    <${Filters} fields=${fields} parts=${parts} params=${filters} />
    ${!chosen && html`<p>Choose what is measured and whose; each source's numbers are a series of their own.</p>`}
    ${answer.data?.cut && html`<p class="trouble">Only the first ${observations.length} of ${answer.data.page.total} are here: choose a partner or a period.</p>`}
    ${chosen && answer.data && !known && html`<p>No source has a number for this.</p>`}
    <${Plots} observations=${observations} />
    <${Disagreements} answer=${conflicts} titles=${titles} />
    ${known && html`<h2>The observations</h2>
      <${Table} caption=${`${observations.length} observations, as each source has them`} columns=${["Period", "Series", "Value", "Source"]} rows=${observations.map(Row)} />
      <${Download} path="/v1/trade-metrics" params=${Object.fromEntries(Object.entries(filters).filter(([, value]) => value))} />`}
    <${Mirror} answer=${mirror} />
  <//>`;
}
