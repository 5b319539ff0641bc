import { useAnswer } from "../api.js";
import { Facts, OfAll, Section, Table } from "../facts.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { address } from "../router.js";
import { Cited, Sources } from "../sources.js";
import { html } from "../ui.js";
import { Amount, capital, day, human, span, When } from "../words.js";

const FACTS = [
  ["name_ru", "In Russian", (name) => html`<span lang="ru">${name}</span>`],
  ["capital", "Capital"],
  ["iso2", "ISO 3166-1"],
  ["m49", "UN M49"],
];

/** The lists of a profile: its name there, its heading, how one of its records is called, and its date. */
const LISTS = [
  ["treaties", "Latest treaties", "treaty", (of) => of.title, "signed"],
  ["forums_attended", "Latest meetings", "forum", (of) => of.name, "start"],
  ["forums_hosted", "Meetings hosted", "forum", (of) => of.name, "start"],
  ["statements_by", "Said on its behalf", "statement", (of) => `${of.speaker}: ${of.topic}`, "date"],
  ["statements_about", "Said about it", "statement", (of) => `${of.speaker}: ${of.topic}`, "date"],
  ["statements_against", "Said against it", "statement", (of) => `${of.speaker}: ${of.topic}`, "date"],
];

const Item = ({ kind, of, name, date }) => html`<li>
  <p>${date && html`<${When} date=${date} /> · `}<${To} kind=${kind} id=${of.id} name=${name} /></p>
  <${Sources} citations=${of.citations} />
</li>`;

const Membership = ({ of }) => html`<li>
  <p><${To} kind="organization" id=${of.organization} name=${of.organization_name} /> <span class="tag">${human(of.status)}</span>
    <span class="note"> ${span(of.start, of.end)}</span></p>
  <${Sources} citations=${of.citations} />
</li>`;

/** The address of a list here that the API calls by a link of its own. */
const more = (link) => `#/${link.replace("/v1/", "")}`;

function List({ profile, list: [name, title, kind, called, dated] }) {
  const { data, total, link } = profile[name];
  const rows = data.map((of) => html`<${Item} key=${of.id} kind=${kind} of=${of} name=${called(of)} date=${of[dated]} />`);
  return html`<${Section} title=${title} rows=${rows}>
    <ul class="records compact">${rows}</ul>
    ${total > data.length && html`<p><a href=${more(link)}>All ${total}: ${title.toLowerCase()}</a></p>`}
  <//>`;
}

const trade = (of) => [
  html`<a href=${address(["trade"], { indicator: of.indicator, reporter: of.reporter, partner: of.partner })}>${of.indicator_name}</a>`,
  of.partner_name ?? "",
  html`<${Amount} of=${of} />`,
  html`<${Cited} of=${of} />`,
];

/** The last period of one series; a table that is opened, as there are many. */
const Series = ({ of }) => html`<li><details>
  <summary>${of.indicator_name}${of.flow ? `, ${human(of.flow)}` : ""}, ${day(of.period)} (${of.unit})</summary>
  <${Table} caption=${`${of.data.length} of ${of.total} observations`} columns=${["What", "Partner", "Value", "Source"]} rows=${of.data.map(trade)} />
</details></li>`;

export default function Country({ parts: [, id] }) {
  const answer = useAnswer(`/v1/countries/${encodeURIComponent(id)}/profile`, { include: "citations" });
  const profile = answer.data;
  return html`<${Page} title=${profile?.country.name} kind=${profile && capital(profile.country.kind)} answers=${[answer]}>
    ${profile && html`
      <${OfAll} record=${profile.country} />
      <${Facts} record=${profile.country} facts=${FACTS} />
      <p class="actions"><a href=${address(["members"], { country: id })}>Memberships over time</a>
        <a href=${address(["timeline"], { country: id })}>Timeline</a>
        <a href=${address(["network"], { country: id, kind: "all", valid_at: "any" })}>Network</a></p>
      <${Section} title="Memberships" rows=${profile.memberships.data.map((of) => html`<${Membership} key=${of.id} of=${of} />`)} />
      ${LISTS.map((list) => html`<${List} key=${list[0]} profile=${profile} list=${list} />`)}
      <${Section} title="Latest trade" rows=${profile.trade.map((of) => html`<${Series} of=${of} />`)} />`}
  <//>`;
}
