import { useAnswer } from "../api.js";
import { Download, Filters, useChoices, words } from "../filters.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { refine } from "../router.js";
import { Slider, START } from "../slider.js";
import { Sources } from "../sources.js";
import { Spans } from "../spans.js";
import { say } from "../status.js";
import { html, useEffect } from "../ui.js";
import { day, human, span } from "../words.js";

const STATUSES = words("member", "observer", "candidate", "associate", "dialogue_partner", "suspended");
const MOST = 2000;

const grouped = (rows) => Object.entries(Object.groupBy(rows, (row) => row.organization));

const Member = ({ of }) => html`<li>
  <p><${To} kind="country" id=${of.country} name=${of.country_name} /> <span class="tag">${human(of.status)}</span>
    <a class="note" href=${`#/memberships/${encodeURIComponent(of.id)}`}>${span(of.start, of.end)}</a></p>
  <${Sources} citations=${of.citations} />
</li>`;

const names = (rows) => [...new Set(rows.map((row) => row.country_name))];

/** One organization; alone it is open, among many it says who, and more when it is opened. */
const Organization = ({ rows, alone }) => html`<section class="panel">
  <h3><${To} kind="organization" id=${rows[0].organization} name=${rows[0].organization_name} /></h3>
  <p>${names(rows).join(", ")}</p>
  <details open=${alone}><summary>As what, since when, and who says so</summary>
    <ul class="members">${rows.map((of) => html`<${Member} key=${of.id} of=${of} />`)}</ul>
  </details>
</section>`;

/** Who belonged to what on a day: a slider asks for each month, and a chart shows the spans around it. */
export default function Members({ parts, params }) {
  const { valid_at = START, ...filters } = params;
  const answer = useAnswer("/v1/memberships", { valid_at, sort: "organization,country", include: "citations", limit: 200, ...filters }, MOST);
  const narrow = filters.organization || filters.country;
  const spans = useAnswer(narrow && "/v1/memberships", { sort: "organization,country,start", limit: 200, ...filters }, MOST);
  const fields = [
    { name: "organization", label: "Organization", choices: useChoices("/v1/organizations") },
    { name: "country", label: "Country", choices: useChoices("/v1/countries") },
    { name: "status", label: "As what", choices: STATUSES },
  ];
  const rows = answer.data?.data ?? [];
  const told = `${rows.length === 1 ? "1 membership" : `${rows.length} memberships`} could hold in ${day(valid_at)}.`;
  useEffect(() => {
    if (answer.data && !answer.loading) say(told);
  }, [told, answer.loading]);
  return html`<${Page} title="Who was a member of what" answers=${[answer, spans]}>
    <${Slider} value=${valid_at} onMove=${(at) => refine({ ...filters, valid_at: at })} />
    <${Filters} fields=${fields} parts=${parts} params=${filters} kept=${{ valid_at }} />
    ${spans.data && html`<${Spans} rows=${spans.data.data} by=${filters.organization ? "country" : "organization"} at=${valid_at} />`}
    <h2>${day(valid_at)}</h2>
    <p class="count">${answer.data ? told : "Loading …"}</p>
    <div class="panels">${grouped(rows).map(([id, of]) => html`<${Organization} key=${id} rows=${of} alone=${Boolean(narrow)} />`)}</div>
    <${Download} path="/v1/memberships" params=${{ ...filters, valid_at }} />
  <//>`;
}
