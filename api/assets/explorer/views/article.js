import { useAnswer } from "../api.js";
import { Facts, OfAll } from "../facts.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { html } from "../ui.js";
import { human } from "../words.js";

const FACTS = [
  ["treaty", "Treaty", (id, { treaty_title: name }) => html`<${To} kind="treaty" id=${id} name=${name} />`],
  ["gist", "In short"],
  ["text", "Text", (text, { language }) => html`<blockquote lang=${language}>${text}</blockquote>`],
  ["completeness", "What is here", human],
  ["subjects", "Subjects", (subjects) => subjects.join(", ")],
];

/** An article, by its own id or by that of its treaty and its number. */
export default function Article({ parts }) {
  const answer = useAnswer(`/v1/${parts.map(encodeURIComponent).join("/")}`, { include: "citations" });
  const article = answer.data;
  const title = article && `Article ${article.number}${article.heading ? `: ${article.heading}` : ""}`;
  return html`<${Page} title=${title} kind="Article" answers=${[answer]}>
    ${article && html`<${OfAll} record=${article} /><${Facts} record=${article} facts=${FACTS} />`}
  <//>`;
}
