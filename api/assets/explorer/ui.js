// Preact, with templates in place of a build step.
import htm from "./vendor/htm/htm.js";
import { h } from "./vendor/preact/preact.js";

export { render } from "./vendor/preact/preact.js";
export { useEffect, useMemo, useRef, useState } from "./vendor/preact/hooks.js";

/** Make elements of a template. */
export const html = htm.bind(h);
