// The language of names and titles: `/explorer?lang=ru` asks for it wherever an operation takes `lang`.
import { html } from "./ui.js";

const LANGUAGES = { en: "English", ru: "Русский" };
const USUAL = "en";

/** The language of this page. What is no language of the API is refused by it, in its words. */
export const chosen = new URLSearchParams(location.search).get("lang") || USUAL;

let patterns;

const pattern = (template) => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);

/** Give the paths of the operations that take a language, as the API's own document has them. */
async function taking() {
  const answer = await fetch("/openapi.json");
  const { paths } = await answer.json();
  const takes = ([, operations]) => operations.get?.parameters?.some(({ name }) => name === "lang");
  return Object.entries(paths).filter(takes).map(([path]) => pattern(path));
}

/** Add the chosen language to the parameters of a path that takes one; English is what the API speaks anyway. */
export async function spoken(path, params) {
  if (chosen === USUAL) return params;
  patterns ??= taking();
  return (await patterns).some((takes) => takes.test(path)) ? { ...params, lang: chosen } : params;
}

/** Give the language of a name, which begins in its script, for a screen reader to say it in; that of the page is null. */
export const tongue = (text) => (/^\P{L}*\p{Script=Cyrillic}/u.test(text) ? "ru" : null);

/** The same view in the other language. */
export function Languages() {
  const link = ([language, name]) => html`<li key=${language}><a lang=${language} hreflang=${language}
      href=${(language === USUAL ? location.pathname : `?lang=${language}`) + location.hash}
      aria-current=${language === chosen ? "true" : null}>${name}</a></li>`;
  return html`<nav class="languages" aria-label="Language of names"><ul>${Object.entries(LANGUAGES).map(link)}</ul></nav>`;
}

/** Tell whether a name anywhere in an answer is in English for want of another language. */
function lacks(value) {
  if (!value || typeof value !== "object") return false;
  return value.untranslated?.length > 0 || Object.values(value).some(lacks);
}

/** Say so where it is the case. */
export const Untranslated = ({ answers }) =>
  chosen !== USUAL && answers.some(({ data }) => lacks(data))
    ? html`<p class="note">Names in English here have no translation in the data.</p>`
    : null;
