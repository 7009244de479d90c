import { basename, dirname } from "node:path";
import { PARQUET } from "../../lib/datasets/parquet.ts";
import { localStore } from "../../lib/stores/local_store.ts";

// Usage: parquet.ts write|stream|list FILE; prints the milliseconds that it took, without start-up

const ROWS = 1_000_000;

const [mode, file = ""] = Deno.args;
const store = localStore(dirname(file));
const dataset = PARQUET.create({ filepath: file, load_args: { stream: mode === "stream" } }, {
  name: "rows",
  resolve: () => ({ store, key: basename(file) }),
  create: () => dataset,
  saveVersion: "",
});
const start = performance.now();
if (mode === "write") {
  await dataset.save(rows());
} else {
  const table = await dataset.load();
  if (mode === "stream") { for await (const _row of table as AsyncIterable<unknown>) continue; }
}
console.log(performance.now() - start);

function* rows(): Generator<object, void, undefined> {
  for (let id = 0; id < ROWS; id++) {
    yield { id, species: `Adelie ${id % 7}`, mass: id * 0.37 % 5000, flipper: id % 230, year: 2009 };
  }
}
