// Each of these must fail to compile; a test takes the marks away and looks that it does.
import { createClient } from "./src/index.js";

const entente = createClient("http://127.0.0.1:8000");

// @ts-expect-error: the parameter is `signed`
export const parameter = entente.GET("/v1/treaties", { params: { query: { sgined: "2013" } } });
// @ts-expect-error: a query belongs into `params`
export const place = entente.GET("/v1/treaties", { query: { signed: "2013" } });
// @ts-expect-error: the option is `params`
export const option = entente.GET("/v1/treaties", { parms: { query: { signed: "2013" } } });
// @ts-expect-error: there is a parameter that must be given
export const missing = entente.GET("/v1/treaties/{id}");
// @ts-expect-error: the path is `/v1/treaties`
export const path = entente.GET("/v1/treatise", {});
// @ts-expect-error: the word is `treaty`
export const word = entente.GET("/v1/treaties", { params: { query: { kind: ["traety"] } } });
// @ts-expect-error: the parameter is `signed`
export const paged = entente.pages("/v1/treaties", { query: { sgined: "2013" } });
// @ts-expect-error: a record has no pages
export const single = entente.pages("/v1/meta", {});
// @ts-expect-error: the field is `title`
export const field = entente.GET("/v1/treaties", {}).then(({ data }) => data?.data[0]?.titel);
