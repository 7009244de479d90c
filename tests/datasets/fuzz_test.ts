import assert from "node:assert/strict";
import { fuzz } from "../support/fuzz/fuzz.ts";
import { chooseSeed } from "../support/random.ts";

// The long run is `deno task soak fuzz`.
for (const reader of ["parquet", "excel"] as const) {
  Deno.test(`300 changed files never make the ${reader} reader hang, or throw anything but a DatasetError`, async () => {
    await fuzz(reader, { seed: chooseSeed(), inputs: 300 });
  });
}

Deno.test("a Parquet file whose columns are not those of its schema is refused, and ends no process", async () => {
  // Found by `deno task soak fuzz --seed 2714775130`.
  assert.equal(await fuzz("parquet", { seed: 2714798239, inputs: 6 }), 6);
});
