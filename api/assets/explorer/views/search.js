import { useAnswer } from "../api.js";
import { Filters, Pager, words } from "../filters.js";
import { To } from "../links.js";
import { Count, Page } from "../page.js";
import { Sources } from "../sources.js";
import { html } from "../ui.js";
import { capital, Marked } from "../words.js";

const KINDS = words("treaty", "article", "forum", "statement", "organization");

const START = [
  ["#/timeline", "Timeline", "Treaties, forums and statements in order."],
  ["#/members", "Members", "Who belonged to what, on any day."],
  ["#/network", "Network", "Countries, organizations and treaties, and what ties them."],
  ["#/trade", "Trade", "Series as each source has them, with its hedges."],
  ["#/conflicts", "Disagreements", "Where sources say different things."],
  ["#/sources", "Sources", "The documents that every fact rests on."],
];

const Start = () => html`<ul class="cards">${START.map(
  ([href, title, about]) => html`<li><a href=${href}>${title}</a><p>${about}</p></li>`,
)}</ul>`;

/** Ask for the sources of all that is found at once: a hit has none. */
function useSources(hits = []) {
  const record = hits.map((hit) => hit.id).join(",");
  const answer = useAnswer(record && "/v1/citations", { record, limit: 200, total: false });
  const of = (hit) => answer.data?.data.filter((citation) => citation.resource === hit.kind && citation.record === hit.id);
  return [answer, of];
}

const Found = ({ hit, citations }) => html`<li>
  <p class="kind">${capital(hit.kind)}</p>
  <h2><${To} kind=${hit.kind} id=${hit.id} name=${hit.title_marked ? html`<${Marked} text=${hit.title_marked} />` : hit.id} /></h2>
  ${hit.snippet && html`<p><${Marked} text=${hit.snippet} /></p>`}
  <${Sources} citations=${citations} />
</li>`;

export default function Search({ parts, params }) {
  const answer = useAnswer(params.q && "/v1/search", { limit: 20, ...params });
  const [cited, sources] = useSources(answer.data?.data);
  const fields = [
    { name: "q", label: "Words", type: "search", hint: "customs union" },
    { name: "kind", label: "Kind", choices: KINDS },
  ];
  const { data } = answer;
  return html`<${Page} title=${params.q ? `Search: ${params.q}` : "Regional integration, with its sources"} answers=${[answer, cited]}>
    <p>Treaties, forums, statements and trade of regional integration. Every fact names the source that says so.</p>
    <${Filters} fields=${fields} parts=${parts.length ? parts : ["search"]} params=${params} button="Search" label="Search" />
    ${!params.q && html`<${Start} />`}
    ${params.q && data && html`<${Count} answer=${answer} of=${["record", "records"]} />
      ${data.data.length === 0 && html`<p>Nothing has all of these words.</p>`}
      <ol class="records">${data.data.map((hit) => html`<${Found} key=${hit.id} hit=${hit} citations=${sources(hit)} />`)}</ol>
      <${Pager} answer=${answer} parts=${parts} params=${params} />`}
  <//>`;
}
