// A day on a slider: by mouse, by touch, by arrow keys, or written.
import { html, useEffect, useRef, useState } from "./ui.js";
import { day } from "./words.js";

const FIRST = 1991;
const LAST = new Date().getFullYear() + 1;
const CALM = 250;

/** The day to begin with: the founding of the latest union lies around it. */
export const START = "2015-06";

/** Give the number of a month since the first one, and back. */
const number = (at) => {
  const [year, month = 1] = at.split("-").map(Number);
  return (year - FIRST) * 12 + month - 1;
};
const month = (count) => `${FIRST + Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;

/** What stands for no day at all. */
export const ANY = "any";

/** Write the day of a slider, or that there is none. */
export const told = (at) => (at === ANY ? "any time" : day(at));

/**
 * A slider over months; `onMove` is told the last one when the hand has rested for a moment. An `optional` one can be
 * left out: then it is at `ANY`.
 */
export function Slider({ value, onMove, optional }) {
  const [at, move] = useState(value);
  const timer = useRef();
  useEffect(() => move(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const slide = (next) => {
    move(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onMove(next), CALM);
  };
  const write = (event) => {
    event.preventDefault();
    onMove(new FormData(event.target).get("valid_at") || START);
  };
  return html`<form class="slider" aria-label="Day" onSubmit=${write}>
    <label for="slider">At <strong>${told(at)}</strong></label>
    <input id="slider" type="range" min="0" max=${(LAST - FIRST) * 12} step="1" value=${at === ANY ? number(START) : number(at)} aria-valuetext=${told(at)}
      onInput=${(event) => slide(month(Number(event.target.value)))} />
    <div class="field"><label for="valid-at">Or a day, a month or a year</label>
      <input id="valid-at" name="valid_at" defaultValue=${at === ANY ? "" : at} key=${at} pattern="\\d{4}(-\\d{2}){0,2}" autocomplete="off" />
      <button type="submit">Go</button></div>
    ${optional && at !== ANY && html`<button type="button" onClick=${() => onMove(ANY)}>At any time</button>`}
  </form>`;
}
