// Values in words: dates as precise as their source, numbers as hedged as theirs.
import { html } from "./ui.js";

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** Write a value of an enumeration: `dialogue_partner` as "dialogue partner". */
export const human = (value) => String(value ?? "").replaceAll(/[_-]/g, " ");

/** The same, as the beginning of a line. */
export const capital = (value) => human(value).replace(/^./, (letter) => letter.toUpperCase());

function plain(date) {
  const [year, month, day] = date.replace(/[~?%]/g, "").split("-");
  const name = /^\d+$/.test(month ?? "") ? MONTHS[month - 1] : month;
  const words = [day && Number(day), name, Number(year)].filter(Boolean).join(" ");
  return (/[~%]/.test(date) ? "about " : "") + words + (/[?%]/.test(date) ? " (uncertain)" : "");
}

/** Write an EDTF date: `../2015-01` as "no later than January 2015". */
export function day(date) {
  if (!date) return "";
  const [first, last] = date.split("/");
  if (last === undefined || first === last) return plain(first);
  if (first === "..") return `no later than ${plain(last)}`;
  if (last === "..") return `${plain(first)} or later`;
  return `${plain(first)} – ${plain(last)}`;
}

const EDTF = /^(\.\.|\d{4}[\d-]*[~?%]?)(\/(\.\.|\d{4}[\d-]*[~?%]?))?$/;

/** Write a value that is a date in words, any other as it is. */
export const dated = (value) => (EDTF.test(value) ? day(value) : value);

/** Show a date with its EDTF text beside it for machines. */
export const When = ({ date }) => (date ? html`<time class="when" title=${date}>${day(date)}</time>` : null);

/** Write a span: "from 2015 to 2018"; what is absent is not guessed. */
export function span(start, end) {
  const since = start ? `from ${day(start)}` : "since when is not said";
  return end ? `${since} to ${day(end)}` : since;
}

const days = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const two = (number) => String(number).padStart(2, "0");

/** Give the first or the last day that a date without an interval can mean, as `2015-01-31`. */
function edge(date, last) {
  const [year, month, day] = date.replace(/[~?%]/g, "").split("-");
  const quarter = month?.match(/^Q(\d)$/)?.[1];
  const number = quarter ? quarter * 3 - (last ? 0 : 2) : Number(month ?? (last ? 12 : 1));
  return `${year}-${two(number)}-${two(day ?? (last ? days(year, number) : 1))}`;
}

/** Give the first day that an EDTF date can mean; without one before it, the last. */
export const firstDay = (date) => (date ? edge(date.split("/").find((part) => part !== ".."), false) : undefined);

/** Give the last day that an EDTF date can mean; without one after it, the first. */
export const lastDay = (date) => (date ? edge(date.split("/").findLast((part) => part !== ".."), true) : undefined);

export const MARKS = { approximately: "≈", more_than: ">", less_than: "<", at_least: "≥", at_most: "≤" };
const SCALES = { 0: "", 3: "thousand", 6: "million", 9: "billion", 12: "trillion" };
const UNITS = { percent: "%", count: "", ratio: "" };
const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 10 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });

/** Write a number for the axis of a chart. */
export const short = (number) => SHORT.format(number);

/** Write an observation as its source has it: "23.8 billion USD". */
export function amount({ value, unit, unit_mult: scale }) {
  if (value === null || value === undefined) return "missing";
  const times = SCALES[scale] ?? `× 10^${scale}`;
  return [NUMBER.format(value), times, UNITS[unit] ?? unit].filter(Boolean).join(" ").replace(" %", "%");
}

/** Show an observation with its qualifier, as a mark for the eye and a word for the ear, and its status. */
export function Amount({ of }) {
  const mark = MARKS[of.qualifier];
  const hedge = mark && html`<span aria-hidden="true" title=${human(of.qualifier)}>${mark} </span>
    <span class="hidden">${human(of.qualifier)} </span>`;
  const status = of.status && of.status !== "normal" && html` <span class="tag">${human(of.status)}</span>`;
  return html`<span class="amount">${hedge}${amount(of)}${status}</span>`;
}

/** Show text that the API has marked with `<mark>`, taking nothing else of it but its words. */
export function Marked({ text }) {
  const parsed = new DOMParser().parseFromString(text, "text/html").body.childNodes;
  return [...parsed].map((node) => (node.nodeName === "MARK" ? html`<mark>${node.textContent}</mark>` : node.textContent));
}
