import assert from "node:assert/strict";
import { parseRunRequest } from "../../lib/project/run_request.ts";
import type { RunWord } from "../../lib/project/run_word.ts";

const words = (data: Readonly<Record<string, unknown>>, prefix = "run."): RunWord[] =>
  Object.entries(data).map(([key, value]) => ({ key, value, name: `${prefix}${key}` }));

Deno.test("parseRunRequest() tells of every word that is wrong, and what was likely meant", () => {
  const all = words({
    env: "",
    zzz: 1,
    "from-nodes": "a",
    tags: 5,
    concurrency: "0",
    runner: "ThredRunner",
    runner_params: "cores=4,max_workers=few",
    only_missing_outputs: "yes",
    load_versions: { cars: "../v", bikes: 1 },
    run_tags: "team",
    params: "bad",
  });

  assert.throws(() => parseRunRequest(all), {
    name: "ConfigError",
    message: `Cannot read what to run:
  run.zzz means nothing for a run
  run.from-nodes means nothing for a run. Did you mean "from_nodes"?
  run.runner must be sequential or concurrent (or SequentialRunner, ThreadRunner): it is "ThredRunner". Did you mean "ThreadRunner"?
  run.env must be text: it is ""
  run.tags must be names, as a list or with commas between: it is 5
  run.load_versions: The version of "cars" must be the name of a folder, without slashes: it is "../v"
  run.load_versions.bikes must be text: it is 1
  run.runner_params can hold max_workers and is_async: it holds "cores"
  run.concurrency must be a whole number of at least 1: it is "0"
  max_workers of run.runner_params must be a whole number of at least 1: it is "few"
  run.only_missing_outputs must be true or false: it is "yes"
  run.run_tags must be KEY=VALUE: it is "team"
  --params  "bad" must be written as key=value`,
  });
});

Deno.test("parseRunRequest() takes Kedro's words for runners", () => {
  const { run, notes } = parseRunRequest(words({
    runner: "kedro.runner.ParallelRunner",
    runner_params: "max_workers=4,is_async=True",
  }));

  assert.deepEqual([run.runner, run.concurrency], ["concurrent", 4]);
  assert.deepEqual(notes, [
    "ParallelRunner starts no processes: nodes run side by side in this one, as with concurrent",
    "async changes nothing: files are read and written asynchronously anyway",
  ]);
});

Deno.test("parseRunRequest() runs concurrently when it is told how many nodes at once, but not against its word", () => {
  assert.equal(parseRunRequest(words({ concurrency: 4 })).run.runner, "concurrent");
  assert.throws(() => parseRunRequest(words({ runner: "sequential", concurrency: 4 })), {
    message: /run\.concurrency 4 needs the runner concurrent: found sequential/,
  });
  assert.throws(() => parseRunRequest(words({ runner: "sequential", runner_params: { max_workers: 4 } })), {
    message: /run\.runner_params 4 needs/,
  });
});

Deno.test("parseRunRequest() refuses one pipeline and several together, unless one is of the flags", () => {
  assert.throws(() => parseRunRequest(words({ pipeline: "a", pipelines: "b" }, "--")), {
    message: /--pipeline and --pipelines cannot be given together: name all of them in --pipelines/,
  });
  const { run } = parseRunRequest(
    words({ pipelines: ["a"], node_names: ["n"] }),
    words({ pipeline: "b", nodes: "m" }),
  );
  assert.deepEqual([run.pipelines, run.filter], [["b"], { nodeNames: ["m"] }]);
});

Deno.test("parseRunRequest() takes maps and lists as a run file writes them; null says nothing", () => {
  const { open, run } = parseRunRequest(words({
    params: { a: [1, "x,y"] },
    load_versions: { cars: "v1" },
    nodes: ["f([a,b]) -> c", "x"],
    run_tags: { team: "birds" },
    run_name: 2026,
    env: null,
  }));

  assert.deepEqual(open, { env: undefined, confSource: undefined, params: { a: [1, "x,y"] } });
  assert.deepEqual(run.filter, { nodeNames: ["f([a,b]) -> c", "x"] });
  assert.deepEqual([run.loadVersions, run.runTags, run.runName], [{ cars: "v1" }, { team: "birds" }, "2026"]);
});
