// Charts by ECharts, in the colours of the page; what they show is always in a table or a list too.
import { html, useEffect, useRef, useState } from "./ui.js";

let library;
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Give the colours of the style sheet. */
export function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    muted: colour("muted"),
    line: colour("line"),
    paper: colour("paper"),
    panel: colour("panel"),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => colour(`series-${number}`)),
  };
}

/** What all charts have: their colours, no motion where none is wanted, and a tip that is no HTML. */
function dressed(option, colours) {
  const text = { color: colours.ink, fontFamily: "system-ui, sans-serif" };
  return {
    color: colours.series,
    backgroundColor: "transparent",
    textStyle: text,
    animation: !still.matches,
    ...option,
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colours.panel,
      borderColor: colours.line,
      textStyle: text,
      ...option.tooltip,
    },
    legend: option.legend && { textStyle: text, pageTextStyle: text, pageIconColor: colours.ink, ...option.legend },
  };
}

/** Follow the colours that the reader prefers. */
function useDark() {
  const [is, follow] = useState(dark.matches);
  useEffect(() => {
    const changed = () => follow(dark.matches);
    dark.addEventListener("change", changed);
    return () => dark.removeEventListener("change", changed);
  }, []);
  return is;
}

/**
 * A chart. `option` makes ECharts' option of the colours and must stay the same as long as the data does; `label` says
 * in words what it shows; `height` is in pixels; `onPick` is told of what is clicked.
 */
export function Chart({ option, label, height = 320, onPick }) {
  const place = useRef();
  const chart = useRef();
  const isDark = useDark();
  useEffect(() => {
    let gone = false;
    // What leaves the page is resized to nothing, which a network cannot be.
    const size = new ResizeObserver(([{ contentRect }]) => contentRect.width && chart.current?.resize());
    library ??= import("./vendor/echarts/echarts.js");
    library.then((echarts) => {
      if (gone) return;
      chart.current ??= echarts.init(place.current, null, { renderer: "canvas" });
      const colours = theme();
      chart.current.setOption(dressed(option(colours, place.current.clientWidth), colours), true);
      chart.current.off("click");
      if (onPick) chart.current.on("click", onPick);
      size.observe(place.current);
    });
    return () => {
      gone = true;
      size.disconnect();
    };
  }, [option, isDark, height]);
  useEffect(() => () => chart.current?.dispose(), []);
  return html`<div class="chart" role="img" aria-label=${label} ref=${place} style=${{ height: `${height}px` }}></div>`;
}
