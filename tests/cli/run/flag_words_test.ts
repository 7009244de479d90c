import assert from "node:assert/strict";
import { expandShortFlags, flagWords, repeatedFlags } from "../../../cli/run/flag_words.ts";
import { parseRunRequest } from "../../../lib/project/run_request.ts";

Deno.test("flagWords() turns every flag into an option of the run", () => {
  const { open, run, notes } = parseRunRequest(flagWords({
    env: "prod",
    params: ["a=1", "b=2"],
    confSource: "https://h/conf",
    pipelines: ["a, b,a"],
    nodes: ["n1,n2"],
    fromNodes: ["f"],
    toNodes: ["t"],
    fromInputs: ["i"],
    toOutputs: ["o"],
    tags: ["x"],
    namespaces: ["ns"],
    loadVersions: "cars:v1",
    onlyMissingOutputs: true,
    runner: "concurrent",
    concurrency: "3",
    runName: "baseline",
    runId: "8f3c",
    runKey: "job-7",
    runTag: ["team=birds", "formula=a=b"],
    experiment: "e",
    noTrack: true,
    json: true,
    project: "p",
    config: "run.yml",
  }));

  assert.deepEqual(open, { env: "prod", confSource: "https://h/conf", params: { a: 1, b: 2 } });
  assert.deepEqual(run, {
    pipelines: ["a", "b"],
    filter: {
      nodeNames: ["n1", "n2"],
      fromNodes: ["f"],
      toNodes: ["t"],
      fromInputs: ["i"],
      toOutputs: ["o"],
      tags: ["x"],
      nodeNamespaces: ["ns"],
    },
    loadVersions: { cars: "v1" },
    loadVersionsAt: { file: "--load-versions" },
    runner: "concurrent",
    concurrency: 3,
    onlyMissingOutputs: true,
    runName: "baseline",
    runId: "8f3c",
    runKey: "job-7",
    runTags: { team: "birds", formula: "a=b" },
    experiment: "e",
    track: false,
  });
  assert.deepEqual(notes, []);
});

Deno.test("flagWords() without flags says nothing, so that a run file is heard", () => {
  assert.deepEqual(flagWords({}), []);
});

Deno.test("of a list flag that is given again the last one counts, and that is told", () => {
  const { run } = parseRunRequest(flagWords({ tags: ["a", "b"] }));

  assert.deepEqual(run.filter, { tags: ["b"] });
  assert.deepEqual(repeatedFlags({ tags: ["a", "b"], nodes: ["x"], params: ["a=1", "b=2"] }), ["--tags"]);
});

Deno.test("expandShortFlags() knows the flags of two letters of Kedro's run, and leaves other commands alone", () => {
  assert.deepEqual(expandShortFlags(["run", "-lv", "cars:v1", "-ns", "a"]), [
    "run",
    "--load-versions",
    "cars:v1",
    "--namespaces",
    "a",
  ]);
  assert.deepEqual(expandShortFlags(["runs", "-lv"]), ["runs", "-lv"]);
});
