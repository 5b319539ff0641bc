import { useAnswer } from "../api.js";
import { Facts, Section } from "../facts.js";
import { Pager } from "../filters.js";
import { place, To } from "../links.js";
import { Count, Page } from "../page.js";
import { address } from "../router.js";
import { Outside } from "../sources.js";
import { html } from "../ui.js";
import { Amount, capital, day, human, When } from "../words.js";

const FACTS = [
  ["author", "Author"],
  ["publisher", "Publisher"],
  ["published", "Published", (date) => html`<${When} date=${date} />`],
  ["url", "Read it", (url) => html`<${Outside} url=${url} name=${new URL(url).hostname} />`],
  ["language", "Language"],
  ["licence", "Licence"],
];

const Cited = ({ of }) => html`<li>
  <p><span class="kind">${capital(of.resource)}</span> <${To} kind=${of.resource} id=${of.record} />
    ${of.field && html` <span class="tag">${human(of.field)}</span>`}, ${of.locator}</p>
  ${of.value && html`<p>Says: <strong>${of.value}</strong></p>`}
  ${of.note && html`<p class="note">${of.note}</p>`}
</li>`;

const Observation = ({ of }) => html`<li>
  <p><a href=${place("trade_metric", of.id)}>${of.indicator_name}, ${[of.reporter_name, of.partner_name].filter(Boolean).join(" and ")}, ${day(of.period)}</a>:
    <${Amount} of=${of} />, ${of.locator}</p>
</li>`;

export default function Source({ parts, params }) {
  const [, id] = parts;
  const answer = useAnswer(`/v1/sources/${encodeURIComponent(id)}`);
  const facts = useAnswer("/v1/citations", { source: id, limit: 50, ...params });
  const numbers = useAnswer("/v1/trade-metrics", { source: id, limit: 20 });
  const source = answer.data;
  return html`<${Page} title=${source?.title} kind=${source && `Source: ${human(source.kind)}`} answers=${[answer, facts, numbers]}>
    ${source && html`
      <${Facts} record=${source} facts=${FACTS} />
      <${Section} title="What rests on it" rows=${facts.data?.data}>
        <${Count} answer=${facts} of=${["citation", "citations"]} />
        <ul class="records compact">${facts.data?.data.map((of) => html`<${Cited} key=${of.id} of=${of} />`)}</ul>
        <${Pager} answer=${facts} parts=${parts} params=${params} />
      <//>
      <${Section} title="Numbers from it" rows=${numbers.data?.data}>
        <${Count} answer=${numbers} of=${["observation", "observations"]} />
        <ul class="records compact">${numbers.data?.data.map((of) => html`<${Observation} key=${of.id} of=${of} />`)}</ul>
        <p><a href=${address(["trade-metrics"], { source: id })}>All of them</a></p>
      <//>`}
  <//>`;
}
