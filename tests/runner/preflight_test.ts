import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { CatalogError } from "../../lib/core/errors.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { assertInputsExist, assertRunnable, checkRun } from "../../lib/runner/preflight.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { eventLog } from "../support/events.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";
import { tempDir } from "../support/temp_dir.ts";

const never = () => assert.fail("It was called");

function reading(...inputs: readonly string[]): Pipeline {
  return pipeline([
    node({ name: "first", outputs: "made", run: never }),
    node({ name: "reads", inputs: [...inputs, "made"], outputs: "out", run: never }),
  ]);
}

async function problemsOf(run: Promise<unknown>): Promise<readonly string[]> {
  const error = await run.then(() => assert.fail("It ran"), (error: unknown) => error);
  assert(error instanceof CatalogError);
  return error.message.split("\n");
}

Deno.test("runPipeline() names every input and parameter that nothing provides before anything runs", async () => {
  const catalog = createCatalog({
    entries: { penguins: memoryDataset([]) },
    parameters: { model: { trees: 10 } },
  });

  const problems = problemsOf(
    runPipeline(reading("penguin", "unheard_of", "params:model.tres", "params:model"), catalog),
  );

  assert.deepEqual(await problems, [
    "Cannot run the pipeline:",
    '  Input "penguin" of node "reads" is neither in the catalog nor made by a node. Did you mean "penguins"?',
    '  Input "unheard_of" of node "reads" is neither in the catalog nor made by a node',
    '  There is no parameter "params:model.tres". Did you mean "params:model.trees"?',
  ]);
});

Deno.test("runPipeline() suggests what another node makes", async () => {
  assert.deepEqual((await problemsOf(runPipeline(reading("mode"), fakeCatalog()))).slice(1), [
    '  Input "mode" of node "reads" is neither in the catalog nor made by a node. Did you mean "made"?',
  ]);
});

Deno.test("runPipeline() names every file that is missing before anything runs", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/there.json": "1" });
  const entry = (name: string) => ({ type: "json", filepath: `data/${name}.json` });
  const catalog = createCatalog({
    root: dir.path,
    entries: {
      there: entry("there"),
      gone: entry("gone"),
      lost: entry("lost"),
      empty: memoryDataset(),
      out: entry("out"),
    },
  });

  const problems = await problemsOf(runPipeline(reading("lost", "there", "gone", "empty"), catalog));

  assert.equal(problems[0], "Cannot run the pipeline:");
  assert.match(problems[1]!, /^ {2}Cannot load dataset "empty": /);
  assert.match(problems[2]!, /^ {2}Cannot load dataset "gone": .*data\/gone\.json/);
  assert.match(problems[3]!, /^ {2}Cannot load dataset "lost": .*data\/lost\.json/);
  assert.equal(problems.length, 4);
});

Deno.test("runPipeline() believes a dataset that loads, even when it says that there is nothing", async () => {
  const catalog = { ...fakeCatalog({ stored: { a: 1 } }), exists: () => Promise.resolve(false) };
  const copy = pipeline(node({ name: "copy", inputs: "a", outputs: "b", run: (a: number) => a }));

  assert.deepEqual((await runPipeline(copy, catalog)).outputs, { b: 1 });
});

Deno.test("runPipeline() names an input that cannot be asked for", async () => {
  const catalog = {
    ...fakeCatalog({ stored: { a: 1 } }),
    exists: () => Promise.reject(new Error('Cannot look for dataset "a": access denied')),
  };

  assert.deepEqual(await problemsOf(runPipeline(reading("a"), catalog)), [
    "Cannot run the pipeline:",
    '  Cannot look for dataset "a": access denied',
  ]);
});

Deno.test("runPipeline() with checkInputs: false finds a missing file when it loads it", async () => {
  const log = eventLog("beforeDatasetLoaded", "onPipelineError");
  const copy = pipeline(node({ name: "copy", inputs: "a", outputs: "b", run: (a: number) => a }));

  const result = await runPipeline(copy, fakeCatalog({ stored: { a: undefined } }), {
    checkInputs: false,
    hooks: [log.hooks],
    throwOnError: false,
  });

  assert.equal((result.error as Error).name, "DatasetError");
  assert.deepEqual(log.events, ["beforeDatasetLoaded a copy", "onPipelineError"]);
});

Deno.test("runPipeline() tells hooks of a run that could not begin, and what did not run", async () => {
  const log = eventLog("beforePipelineRun", "beforeDatasetLoaded", "afterPipelineRun", "onPipelineError");

  const result = await runPipeline(reading("unheard_of"), fakeCatalog(), {
    hooks: [log.hooks],
    throwOnError: false,
  });

  assert.equal(result.status, "failed");
  assert.deepEqual(log.events, ["beforePipelineRun", "onPipelineError"]);
  assert.deepEqual(result.nodes, [{ name: "first", status: "not_run" }, {
    name: "reads",
    status: "not_run",
  }]);
  assert.deepEqual([result.outputs, result.resumeFrom], [{}, []]);
});

Deno.test("checkRun() finds formats of a dataset of which only some are in the catalog", () => {
  const formats = pipeline([
    node({ name: "x", outputs: "a@csv", run: never }),
    node({ name: "y", inputs: "a@json", run: never }),
  ]);

  const messages = (stored: Record<string, unknown>) =>
    checkRun(formats, fakeCatalog({ stored })).map((issue) => issue.message);
  assert.deepEqual(messages({ "a@csv": 1 }), ['"a@json" is not in the catalog, although "a@csv" is']);
  assert.deepEqual(messages({ "a@json": 1 }), ['"a@csv" is not in the catalog, although "a@json" is']);
  assert.deepEqual(messages({ "a@json": 1, "a@csv": 1 }), []);
  assert.deepEqual(messages({}), []);
});

Deno.test("checkRun() finds entries that cannot be built, of outputs as well", () => {
  const catalog = createCatalog({
    entries: { broken: { type: "json", filepath: "ftp://nowhere/x.json" } },
    resolve: () => {
      throw new Error("No store for ftp://");
    },
  });

  const issues = checkRun(pipeline(node({ name: "x", outputs: "broken", run: never })), catalog);

  assert.deepEqual(issues.map((issue) => issue.path?.[0]), ["broken"]);
});

Deno.test("checkRun() accepts parameters as a whole and outputs that the catalog does not know", () => {
  assert.deepEqual(
    checkRun(pipeline(node({ name: "x", inputs: "parameters", outputs: "new", run: never })), fakeCatalog()),
    [],
  );
});

Deno.test("assertRunnable() and assertInputsExist() throw what runPipeline() would", async () => {
  assert.throws(() => assertRunnable(reading("unheard_of"), fakeCatalog()), { name: "CatalogError" });
  assert.doesNotThrow(() => assertRunnable(reading("a"), fakeCatalog({ stored: { a: undefined } })));
  await assert.rejects(assertInputsExist(reading("a"), fakeCatalog({ stored: { a: undefined } })), {
    name: "CatalogError",
    message: 'Cannot run the pipeline:\n  Cannot load dataset "a": it does not exist',
  });
});
