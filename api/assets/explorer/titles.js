// Titles of the sources of conflicts, which name them only by their ids.
import { useAnswer } from "./api.js";

const MOST = 100;

/** Ask for the sources of an answer that is one conflict or a list of them; of anything else there are none. */
export function useTitles({ data }) {
  const conflicts = Array.isArray(data?.data) ? data.data : [data ?? {}];
  const claims = conflicts.flatMap(({ values }) => values ?? []);
  const ids = [...new Set(claims.map(({ source }) => source))].slice(0, MOST);
  return useAnswer(ids.length > 0 && "/v1/sources", { id: ids.join(","), limit: MOST, total: false });
}

/** Give a claim with the title of its source, as far as it is known. */
export const titled = (claim, { data }) => ({
  ...claim,
  source_title: data?.data.find(({ id }) => id === claim.source)?.title,
});
