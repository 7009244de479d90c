import assert from "node:assert/strict";
import { createRedactor } from "../../lib/tracking/redact.ts";
import { kedroCommand, runTags } from "../../lib/tracking/run_tags.ts";

Deno.test("kedroCommand() writes the options in the order of kedro-mlflow", () => {
  const selection = {
    tags: ["tag1", "tag2"],
    fromNodes: ["node1"],
    toNodes: ["node3"],
    nodeNames: ["node1", "node2", "node1"],
    fromInputs: ["data_in"],
  };
  const loadVersions = { data_inter: "01:23:45" };

  assert.equal(
    kedroCommand({ selection, loadVersions, pipelineNames: ["fake_pl"] }),
    "kedro run --from-inputs=data_in --from-nodes=node1 --to-nodes=node3 --node=node1,node2,node1 " +
      "--pipeline=fake_pl --tag=tag1,tag2 --load-version=data_inter:01:23:45",
  );
  assert.equal(kedroCommand({ selection: { tags: [] } }), "kedro run --pipeline=__default__");
  assert.equal(kedroCommand({ pipelineNames: ["a", "b"] }), "kedro run --pipeline=a,b");
});

Deno.test("runTags() has a tag for all that was asked for, secrets hidden", () => {
  const tags = runTags({
    env: "prod",
    pipelineNames: ["a"],
    selection: { nodeNamespaces: ["p"], toOutputs: ["x"], fromNodes: [] },
    runtimeParams: { lr: 0.1, db: { password: "hunter2", pin: 4711 } },
    runner: "sequential",
    onlyMissingOutputs: true,
  }, createRedactor(["pin"]));

  assert.deepEqual(tags, {
    env: "prod",
    pipeline_names: '["a"]',
    namespaces: '["p"]',
    to_outputs: '["x"]',
    runtime_params: '{"lr":0.1,"db":{"password":"***","pin":"***"}}',
    runner: "sequential",
    only_missing_outputs: "true",
    kedro_command: "kedro run --pipeline=a",
  });
});
