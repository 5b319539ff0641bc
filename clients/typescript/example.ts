import { createClient } from "./src/index.js";

const entente = createClient("http://127.0.0.1:8000");
const { data, error } = await entente.GET("/v1/treaties/{id}", { params: { path: { id: "rus-kaz-alliance-2013" } } });
if (error) throw new Error(error.detail);
console.log(data.title, data.signed);

for await (const treaty of entente.pages("/v1/treaties", { query: { party: ["RUS", "KAZ"], signed__gte: "2013" } })) {
  console.log(treaty.signed, treaty.id);
}
