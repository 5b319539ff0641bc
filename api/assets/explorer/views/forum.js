import { useAnswer } from "../api.js";
import { Facts, OfAll, Section } from "../facts.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { Sources } from "../sources.js";
import { html } from "../ui.js";
import { When } from "../words.js";

const when = (date) => html`<${When} date=${date} />`;

const FACTS = [
  ["name_ru", "In Russian", (name) => html`<span lang="ru">${name}</span>`],
  ["gist", "In short"],
  ["start", "From", when],
  ["end", "To", when],
  ["city", "City"],
  ["country", "Country", (id, { country_name: name }) => html`<${To} kind="country" id=${id} name=${name} />`],
  ["organization", "Held by", (id, { organization_name: name }) => html`<${To} kind="organization" id=${id} name=${name} />`],
  ["participants", "Took part", (people) => html`<ul class="plain">${people.map((of) => html`<${Participant} key=${of.id} of=${of} />`)}</ul>`],
];

const Participant = ({ of }) => html`<li>
  ${[of.person, of.role].filter(Boolean).join(", ")}${of.person && of.party ? ", for " : ""}
  ${of.party && html`<${To} kind=${/^[A-Z]{3}$/.test(of.party) ? "country" : "organization"} id=${of.party} name=${of.party_name} />`}
</li>`;

const Outcome = ({ of }) => html`<li>
  <p><${To} kind="treaty" id=${of.id} name=${of.title} /></p>
  <${Sources} citations=${of.citations} />
</li>`;

export default function Forum({ parts: [, id] }) {
  const answer = useAnswer(`/v1/forums/${encodeURIComponent(id)}`, { include: "participants,outcomes,citations" });
  const said = useAnswer("/v1/statements", { forum: id, include: "citations", sort: "date", limit: 50 });
  const forum = answer.data;
  const statements = said.data?.data ?? [];
  return html`<${Page} title=${forum?.name} kind="Forum" answers=${[answer, said]}>
    ${forum && html`
      <${OfAll} record=${forum} />
      <${Facts} record=${forum} facts=${FACTS} />
      <${Section} title="Signed there" rows=${forum.outcomes.map((of) => html`<${Outcome} key=${of.id} of=${of} />`)} />
      <${Section} title="Said there" rows=${statements.map((of) => html`<li key=${of.id}>
        <p><${To} kind="statement" id=${of.id} name=${`${of.speaker}: ${of.topic}`} /></p><p>${of.gist}</p>
        <${Sources} citations=${of.citations} /></li>`)} />`}
  <//>`;
}
