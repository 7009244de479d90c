import assert from "node:assert/strict";
import { z } from "npm:zod@4.6.7";
import { createCatalog, memoryDataset, node, pipeline, runPipeline, typed } from "../../mod.ts";

const Numbers = z.array(z.number());

Deno.test("a dataset that lives in memory during a run is checked when it is made, and its node is named", async () => {
  const make = node({ name: "make", outputs: "numbers", run: () => [1, "two"] });
  const use = node({
    name: "use",
    inputs: "numbers",
    outputs: "sum",
    run: () => assert.fail("it came too far"),
  });

  const result = await runPipeline(pipeline([make, use]), createCatalog({ schemas: { numbers: Numbers } }), {
    throwOnError: false,
  });

  assert.equal(result.status, "failed");
  assert.match(String(result.error), /Cannot save dataset "numbers": numbers\[1\] is "two": invalid input/);
  assert.deepEqual(result.nodes.map(({ name, status }) => [name, status]), [
    ["make", "failed"],
    ["use", "not_run"],
  ]);
});

Deno.test("a dataset that lives in memory is handed on as its schema makes it, once", async () => {
  let calls = 0;
  const schemas = { day: z.string().transform((text) => (calls++, new Date(text))) };
  const { node } = typed(schemas);
  const make = node({ name: "make", outputs: "day" })(() => "2026-01-31");
  const year = (name: string) =>
    node({ name, inputs: ["day"] })((day) => assert.equal(day.getUTCFullYear(), 2026));

  await runPipeline(pipeline([make, year("first"), year("second")]), createCatalog({ schemas }));

  assert.equal(calls, 1);
});

Deno.test("each piece that a generator yields is checked", async () => {
  const make = node({
    name: "make",
    outputs: "numbers",
    run: function* () {
      yield [1];
      yield ["two"];
    },
  });
  const catalog = createCatalog({ entries: { numbers: memoryDataset() }, schemas: { numbers: Numbers } });

  await assert.rejects(runPipeline(pipeline(make), catalog), /numbers\[0\] is "two"/);
});

Deno.test("parameters are checked before any node runs, all of them, used or not", async () => {
  const never = node({ name: "never", inputs: "params:a", run: () => assert.fail("it ran") });
  const catalog = createCatalog({
    parameters: { a: "x", b: { c: "y" } },
    schemas: { "params:a": z.number(), "params:b": z.object({ c: z.number() }) },
  });

  await assert.rejects(runPipeline(pipeline(never), catalog), (error: Error & { issues?: unknown[] }) => {
    assert.equal(error.name, "CatalogError");
    assert.match(error.message, /params:a is "x".*\n.*params:b\.c is "y"/);
    assert.equal(error.issues?.length, 2);
    return true;
  });
});
