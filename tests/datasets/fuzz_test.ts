import { fuzz } from "../support/fuzz/fuzz.ts";
import { chooseSeed } from "../support/random.ts";

// The long run is `deno task soak fuzz`.
for (const reader of ["parquet", "excel"] as const) {
  Deno.test(`300 changed files never make the ${reader} reader hang, or throw anything but a DatasetError`, async () => {
    await fuzz(reader, { seed: chooseSeed(), inputs: 300 });
  });
}
