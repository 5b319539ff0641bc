// One polite live region, so that a screen reader hears what changed on the page.
const region = document.createElement("p");
region.className = "hidden";
region.setAttribute("role", "status");

/** Put the region on the page. */
export const listen = (into) => into.append(region);

/** Say something to those who do not see the page change. */
export function say(words) {
  // The same words again are heard only if they are new text.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}
