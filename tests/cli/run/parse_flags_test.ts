import assert from "node:assert/strict";
import { parseList, parseRunFlags, repeatedFlags } from "../../../cli/run/parse_flags.ts";
import { readVectorFile } from "../../vectors/case.ts";

const { cases } = await readVectorFile(new URL("../../vectors", import.meta.url).pathname, "params_cli");

for (const { id, title, input, expected } of cases) {
  const { option, text } = input as { readonly option: string; readonly text: string };
  if (option !== "nodes" && option !== "list") continue;
  Deno.test(`parseList() reads as recorded: ${id} ${title}`, () => {
    assert.deepEqual(parseList([text]), expected);
  });
}

Deno.test("parseRunFlags() turns every flag into an option", () => {
  const options = parseRunFlags({
    pipelines: ["a, b,a"],
    nodes: ["n1,n2"],
    fromNodes: ["f"],
    toNodes: ["t"],
    fromInputs: ["i"],
    toOutputs: ["o"],
    tags: ["x"],
    namespaces: ["ns"],
    onlyMissingOutputs: true,
    runner: "concurrent",
    concurrency: "3",
    runName: "baseline",
    runTag: ["team=birds", "formula=a=b"],
    experiment: "e",
    noTrack: true,
  });

  assert.deepEqual(options, {
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
    runner: "concurrent",
    concurrency: 3,
    runName: "baseline",
    runTags: { team: "birds", formula: "a=b" },
    experiment: "e",
    track: false,
    onlyMissingOutputs: true,
  });
});

Deno.test("parseRunFlags() without flags runs everything, tracked", () => {
  const { pipelines, filter, track, runner } = parseRunFlags({});

  assert.deepEqual([pipelines, filter, track, runner], [undefined, {}, true, undefined]);
});

Deno.test("parseRunFlags() runs concurrently when it is told how many nodes at once", () => {
  assert.equal(parseRunFlags({ concurrency: "4" }).runner, "concurrent");
});

Deno.test("of a list flag that is given again the last one counts, and that is told", () => {
  assert.deepEqual(parseRunFlags({ tags: ["a", "b"] }).filter, { tags: ["b"] });
  assert.deepEqual(repeatedFlags({ tags: ["a", "b"], nodes: ["x"], params: ["a=1", "b=2"] }), ["tags"]);
});
