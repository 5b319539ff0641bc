/** A client of the Entente API: `openapi-fetch` with the types of its OpenAPI document, and pages as an async iterator. */
import createFetchClient, {
  type Client,
  type ClientOptions,
  type FetchOptions,
  type FetchResponse,
  type ParseAs,
} from "openapi-fetch";
import type { FilterKeys, HttpMethod, MediaType, PathsWithMethod } from "openapi-typescript-helpers";
import type { components, paths } from "./schema.js";

export type { components, paths } from "./schema.js";

/** A problem document (RFC 9457). */
export type Problem = components["schemas"]["Problem"];

/** A record of the API, by its name in the document: `Schema<"Treaty">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

type Page<Item> = { data: Item[]; page: { next_cursor: string | null } };
type Answer<Body> = { get: { responses: { 200: { content: { "application/json": Body } } } } };

/** Paths that answer in pages. */
export type Paged = { [P in keyof paths]: paths[P] extends Answer<Page<unknown>> ? P : never }[keyof paths];

/** The record that the pages of a path have. */
export type Item<P extends Paged> = paths[P] extends Answer<Page<infer Record>> ? Record : never;

type Parameters<P extends Paged> = Pick<paths[P]["get"]["parameters"], "path" | "query">;
type Get = (path: string, init: object) => Promise<{ data?: Page<never>; error?: unknown; response: Response }>;

/** An answer that is an error; `problem` is what the API said, absent where something else answered for it. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly problem?: Problem,
  ) {
    super(problem ? `${status} ${problem.title}: ${problem.detail}` : `${status} without a problem document`);
    this.name = "ProblemError";
  }
}

type Operation<P extends keyof paths, M extends HttpMethod> = FilterKeys<paths[P], M> & Record<string | number, any>;
type Init<P extends keyof paths, M extends HttpMethod, As> = Omit<FetchOptions<Operation<P, M>>, "parseAs"> & { parseAs?: As };

/**
 * A call of `openapi-fetch`, whose options are these and no others: there, a `query` that stands outside `params` compiles,
 * is not sent, and everything is the answer.
 */
type Call<M extends HttpMethod> = <P extends PathsWithMethod<paths, M>, As extends ParseAs = "json">(
  path: P,
  ...init: {} extends Init<P, M, As> ? [Init<P, M, As>?] : [Init<P, M, As>]
) => Promise<FetchResponse<Operation<P, M>, { parseAs: As }, MediaType>>;

/** The API: `GET`, `PUT`, `DELETE` and `POST` of `openapi-fetch`, and `pages`. */
export interface Entente extends Pick<Client<paths>, "use" | "eject"> {
  GET: Call<"get">;
  PUT: Call<"put">;
  POST: Call<"post">;
  DELETE: Call<"delete">;
  /** Every record of a list, page by page as they are needed; throws a `ProblemError`. */
  pages<P extends Paged>(path: P, parameters: Parameters<P>): AsyncGenerator<Item<P>, void>;
}

/** What a client may be told beside its address; `key` is for writing. */
export type Options = Pick<ClientOptions, "fetch"> & { key?: string };

/** Make a client. */
export function createClient(baseUrl: string, options: Options = {}): Entente {
  const { key, ...rest } = options;
  const headers = key ? { "X-API-Key": key } : {};
  const client = createFetchClient<paths>({ baseUrl, querySerializer, headers, ...rest });
  return Object.assign(client as unknown as Omit<Entente, "pages">, {
    pages: pages.bind(undefined, client.GET as Get) as Entente["pages"],
  });
}

async function* pages(get: Get, path: string, parameters: { query?: object }): AsyncGenerator<never, void> {
  let cursor: string | null | undefined;
  do {
    const query = cursor ? { ...parameters.query, cursor } : parameters.query;
    const { data, error, response } = await get(path, { params: { ...parameters, query } });
    if (!data) throw new ProblemError(response.status, isProblem(error) ? error : undefined);
    yield* data.data;
    cursor = data.page.next_cursor;
  } while (cursor);
}

/** Tell whether an error is a problem document; what stands before the API may answer in words of its own. */
export function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "type" in error && "detail" in error;
}

/** Write parameters: a list as a name repeated, and a comma inside a value as a part of it. */
export function querySerializer(query: Record<string, unknown>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((part) => [name, String(part).replace(/[\\,]/g, "\\$&")])
      : value === undefined || value === null
        ? []
        : [[name, String(value)]],
  );
  return new URLSearchParams(pairs).toString();
}
