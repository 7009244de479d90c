import { fuzz } from "../support/fuzz/fuzz.ts";
import { chooseSeed } from "../support/random.ts";

const SECONDS = 60;

for (const reader of ["config", "csv", "archive", "parquet", "excel"] as const) {
  Deno.test(`${SECONDS} s of inputs never make the ${reader} reader hang, throw or name a wrong line`, async () => {
    const seed = chooseSeed();
    const count = await fuzz(reader, { seed, time: SECONDS * 1000 });
    console.log(`${count} inputs from seed ${seed} on`);
  });
}
