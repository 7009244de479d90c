import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { eventLog } from "../support/events.ts";
import { type FakeCatalog, fakeCatalog } from "../support/fake_catalog.ts";

const run = () => 1;

async function releasedBy(whole: Pipeline, catalog: FakeCatalog): Promise<readonly string[]> {
  const log = eventLog("afterDatasetReleased");
  await runPipeline(whole, catalog, { hooks: [log.hooks] });
  return log.events.map((event) => event.replace("afterDatasetReleased ", ""));
}

Deno.test("runPipeline() releases what is between nodes after its last reader, and keeps both ends", async () => {
  const whole = pipeline([
    node({ name: "a", inputs: "in", outputs: ["x", "y"], run: () => [1, 2] }),
    node({ name: "b", inputs: "x", outputs: "z", run }),
    node({ name: "c", inputs: ["x", "y", "x"], outputs: "out", run }),
    node({ name: "d", inputs: "z", run }),
  ]);
  const catalog = fakeCatalog({ stored: { in: 1, y: undefined, out: undefined } });

  // "x" stands last among the inputs of "c".
  assert.deepEqual(await releasedBy(whole, catalog), ["y c", "x c", "z d"]);
  assert.deepEqual(catalog.released, ["y"]);
});

Deno.test("runPipeline() releases both formats of a dataset in the catalog, the saved one at once", async () => {
  const whole = pipeline([
    node({ name: "a", outputs: "ds@save", run }),
    node({ name: "b", inputs: "ds@load", run }),
  ]);
  const catalog = fakeCatalog({ stored: { "ds@save": undefined, "ds@load": 1 } });

  assert.deepEqual(await releasedBy(whole, catalog), ["ds@save a", "ds@load b"]);
  assert.deepEqual(catalog.released, ["ds@save", "ds@load"]);
});

Deno.test("runPipeline() does not hold values that nobody needs any more", async () => {
  let seen: WeakRef<object> | undefined;
  const whole = pipeline([
    node({
      name: "a",
      outputs: "big",
      run: () => {
        const big = { bytes: new Uint8Array(1_000_000) };
        seen = new WeakRef(big);
        return big;
      },
    }),
    node({
      name: "b",
      inputs: "big",
      outputs: "size",
      run: (big: { bytes: Uint8Array }) => big.bytes.length,
    }),
    node({
      name: "c",
      inputs: "size",
      outputs: "left",
      run: async () => {
        await new Promise((resolve) => setTimeout(resolve));
        collectGarbage();
        return seen?.deref() === undefined ? "collected" : "held";
      },
    }),
  ]);

  assert.deepEqual((await runPipeline(whole, fakeCatalog())).outputs, { left: "collected" });
});

// V8 gives its collector to programs that ask for it while they run.
function collectGarbage(): void {
  const v8 = process.getBuiltinModule("node:v8");
  v8.setFlagsFromString("--expose-gc");
  const gc = process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void;
  gc();
}
