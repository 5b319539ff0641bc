import { useAnswer } from "../api.js";
import { Claims } from "../disagreements.js";
import { Download, Filters, Pager, useChoices } from "../filters.js";
import { LISTS } from "../lists.js";
import { Count, Page } from "../page.js";
import { address } from "../router.js";
import { SourceOf, Sources } from "../sources.js";
import { useTitles } from "../titles.js";
import { html } from "../ui.js";
import { capital } from "../words.js";

/** Give the fields of a form with their choices, which some take from a list of records. */
function useFields(fields) {
  const from = { "/v1/countries": useChoices("/v1/countries"), "/v1/organizations": useChoices("/v1/organizations") };
  return fields.map((field) => (field.from ? { ...field, choices: from[field.from] } : field));
}

const Item = ({ path, list, of, titles }) => html`<li>
  <h2><a href=${address([path, of.id])}>${list.name(of)}</a></h2>
  <p class="about">${list.about(of)}</p>
  <${Sources} citations=${of.citations} />
  ${of.locator && html`<${SourceOf} of=${of} />`}
  ${of.values && html`<${Claims} of=${of} titles=${titles} />`}
</li>`;

function Listed({ parts, params, list }) {
  const [path] = parts;
  const include = list.cites === false ? null : "citations";
  const answer = useAnswer(`/v1/${path}`, { include, sort: list.sort, limit: 25, ...params });
  const titles = useTitles(answer);
  const fields = useFields(list.fields);
  const { cursor, sort, ...filters } = params;
  const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
  return html`<${Page} title=${capital(list.of[1])} answers=${[answer, titles]}>
    <${Filters} fields=${fields} parts=${parts} params=${{ sort: list.sort, ...params }} />
    <${Count} answer=${answer} of=${list.of} />
    <ol class="records">${answer.data?.data.map((of) => html`<${Item} key=${of.id} path=${path} list=${list} of=${of} titles=${titles} />`)}</ol>
    <${Pager} answer=${answer} parts=${parts} params=${params} />
    <${Download} path=${`/v1/${path}`} params=${asked} />
  <//>`;
}

/** A list of one kind of record; another address has nothing to show. */
export default function List({ parts, params }) {
  const list = LISTS[parts[0]];
  if (list) return html`<${Listed} parts=${parts} params=${params} list=${list} />`;
  return html`<${Page} title="Nothing here"><p>There is no view at this address. <a href="#/search">Search instead</a>.</p><//>`;
}
