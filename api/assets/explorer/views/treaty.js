import { useAnswer } from "../api.js";
import { Disagreements, useDisagreements } from "../disagreements.js";
import { Facts, OfAll, Section, Table } from "../facts.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { address } from "../router.js";
import { Sources } from "../sources.js";
import { useTitles } from "../titles.js";
import { html } from "../ui.js";
import { capital, human, When } from "../words.js";

const MOST = 1000;

const when = (date) => html`<${When} date=${date} />`;

const FACTS = [
  ["title_ru", "In Russian", (title) => html`<span lang="ru">${title}</span>`],
  ["short_title", "Short title"],
  ["gist", "In short"],
  ["status", "Status", human],
  ["scope", "Scope", human],
  ["signed", "Signed", when],
  ["place", "Place"],
  ["in_force", "In force", when],
  ["terminated", "Ended", when],
  ["subjects", "Subjects", (subjects) => subjects.join(", ")],
];

const act = (of) => [
  html`<${To} kind="country" id=${of.party} name=${of.party_name} />`,
  human(of.action),
  html`<${When} date=${of.date} />`,
  html`<${Sources} citations=${of.citations} />`,
];

const Relation = ({ of }) => html`<li>
  <p><span class="tag">${human(of.relation)}</span> <${To} kind=${of.kind} id=${of.related} name=${of.related_title ?? of.related_name} /></p>
  <${Sources} citations=${of.citations} />
</li>`;

const Article = ({ treaty, of }) => html`<li>
  <h3><a href=${address(["treaties", treaty, "articles", of.number])}>Article ${of.number}${of.heading ? `: ${of.heading}` : ""}</a></h3>
  ${of.gist && html`<p>${of.gist}</p>`}
  <${Sources} citations=${of.citations} />
</li>`;

export default function Treaty({ parts: [, id] }) {
  const answer = useAnswer(`/v1/treaties/${encodeURIComponent(id)}`, { include: "parties,relations,citations" });
  const articles = useAnswer("/v1/articles", { treaty: id, sort: "ordinal", include: "citations", limit: 200 }, MOST);
  const conflicts = useDisagreements("treaty", id);
  const titles = useTitles(conflicts);
  const treaty = answer.data;
  return html`<${Page} title=${treaty?.title} kind=${treaty && capital(treaty.kind)} answers=${[answer, conflicts, titles, articles]}>
    ${treaty && html`
      <${OfAll} record=${treaty} />
      <${Facts} record=${treaty} facts=${FACTS} />
      <${Section} title="Parties and their acts" rows=${treaty.parties}>
        <${Table} caption="Who did what, and when" columns=${["Party", "Act", "Date", "Sources"]} rows=${treaty.parties.map(act)} />
      <//>
      <${Disagreements} answer=${conflicts} titles=${titles} />
      <${Section} title="Tied to" rows=${treaty.relations.map((of) => html`<${Relation} key=${of.id} of=${of} />`)} />
      <${Section} title="Articles" rows=${articles.data?.data.map((of) => html`<${Article} key=${of.id} treaty=${id} of=${of} />`)} />
    `}
  <//>`;
}
