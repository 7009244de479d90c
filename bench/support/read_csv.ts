import { basename, dirname } from "node:path";
import { CSV } from "../../lib/datasets/csv.ts";
import { loadDsv } from "../../lib/deps/d3_dsv.ts";
import { localStore } from "../../lib/stores/local_store.ts";

// Usage: read_csv.ts stream|list|d3-dsv FILE; prints the milliseconds that reading took, without start-up

const [mode, file = ""] = Deno.args;
const start = performance.now();
if (mode === "d3-dsv") {
  const { parseRows } = await loadDsv(",");
  parseRows(await Deno.readTextFile(file));
} else {
  await readTable(mode === "stream");
}
console.log(performance.now() - start);

async function readTable(stream: boolean): Promise<void> {
  const store = localStore(dirname(file));
  const dataset = CSV.create({ filepath: file, load_args: { stream } }, {
    name: "rows",
    resolve: () => ({ store, key: basename(file) }),
    create: () => dataset,
    saveVersion: "",
  });
  const table = await dataset.load();
  if (!stream) return;
  for await (const _row of table as AsyncIterable<unknown>) continue;
}
