// The address is the state: `#/treaties/eaeu-founding-treaty?source=tota` names a view and its filters, and can be shared.
import { useEffect, useState } from "./ui.js";

const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Read a hash: the parts of its path, and its parameters. */
export function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { parts: path.split("/").filter(Boolean).map(decoded), params: Object.fromEntries(new URLSearchParams(query)) };
}

/** Write parameters as a query: without empty ones, lists with commas. */
export function query(params) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && String(value) !== "");
  return String(new URLSearchParams(given)).replaceAll("%2C", ",");
}

/** Write the address of a view. */
export function address(parts, params = {}) {
  const asked = query(params);
  return `#/${parts.map(encodeURIComponent).join("/")}${asked && `?${asked}`}`;
}

/** Go to a view; it becomes an entry of the browser's history. */
export const go = (parts, params) => {
  location.hash = address(parts, params);
};

/** Change the parameters of this view, without another entry of the history. */
export function refine(params) {
  history.replaceState(null, "", address(parse(location.hash).parts, params));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Give where we are, and follow it. */
export function useRoute() {
  const [route, follow] = useState(() => parse(location.hash));
  useEffect(() => {
    const moved = () => follow(parse(location.hash));
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  return route;
}
