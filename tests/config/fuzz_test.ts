import { fuzz } from "../support/fuzz/fuzz.ts";
import { chooseSeed } from "../support/random.ts";

// The long run is `deno task soak fuzz`.
for (const reader of ["config", "csv", "archive"] as const) {
  Deno.test(`300 inputs never make the ${reader} reader hang, throw or name a wrong line`, async () => {
    await fuzz(reader, { seed: chooseSeed(), inputs: 300 });
  });
}
