import assert from "node:assert/strict";
import { nextCommands } from "../../../cli/run/next_commands.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { FAILED, FINISHED } from "../../support/fake_report.ts";

const root = "/srv/ada/penguins";
const isHidden = (path: readonly string[]) => path.some((key) => /key|password|token/.test(key));
const { context } = fakeCli({ cwd: root, env: { KEDGE_COMMAND: "deno task kedge" } });

Deno.test("nextCommands() compares with the run before, when there is one", () => {
  const next = nextCommands(context, { result: FINISHED, flags: {}, root, hasEarlierRun: true, isHidden });

  assert.deepEqual(next, [
    { label: "compare", command: "deno task kedge runs compare shining-auk-417 @previous" },
  ]);
});

Deno.test("nextCommands() names a run by its id that is called like its pipelines", () => {
  const result = { ...FINISHED, runName: "etl+report", pipelineNames: ["etl", "report"] };

  assert.deepEqual(nextCommands(context, { result, flags: {}, root, hasEarlierRun: true, isHidden }), [
    { label: "compare", command: "deno task kedge runs compare 8f3c12ab @previous" },
  ]);
});

Deno.test("nextCommands() shows the first run there is", () => {
  const next = nextCommands(context, { result: FINISHED, flags: {}, root, hasEarlierRun: false, isHidden });

  assert.deepEqual(next, [{ label: "details", command: "deno task kedge runs show shining-auk-417" }]);
});

Deno.test("nextCommands() names no run that was not recorded", () => {
  const result = { ...FAILED, tracked: false };

  assert.deepEqual(
    nextCommands(context, { result, flags: { noTrack: true }, root, hasEarlierRun: true, isHidden }),
    [
      { label: "go on", command: "deno task kedge run --no-track --from-nodes train" },
    ],
  );
});

Deno.test("nextCommands() goes on with the flags of the run that failed", () => {
  const flags = {
    env: "prod",
    params: ["a=1,b.c=x y"],
    fromNodes: ["clean"],
    toNodes: ["evaluate"],
    runTag: ["team=birds", "x=1"],
    runName: "first",
    json: true,
  };

  const [goOn] = nextCommands(context, { result: FAILED, flags, root, hasEarlierRun: true, isHidden });

  assert.equal(
    goOn?.command,
    "deno task kedge run --env prod --params 'a=1,b.c=x y' --from-nodes train --to-nodes evaluate " +
      "--run-tag team=birds --run-tag x=1",
  );
});

Deno.test("nextCommands() has no command to go on with when nothing is to be gained", () => {
  const next = nextCommands(context, {
    result: { ...FAILED, resumeFrom: [] },
    flags: {},
    root,
    hasEarlierRun: true,
    isHidden,
  });

  assert.deepEqual(next.map(({ label }) => label), ["details"]);
});

Deno.test("nextCommands() shows no secret that the run was given", () => {
  const flags = {
    params: ["api_key=hunter1,a.password=hunter 2,b=3", "db={user: x, token: hunter3}"],
    runTag: ["token=hunter4"],
    confSource: "https://me:hunter5@127.0.0.1/conf.zip",
  };

  const [goOn] = nextCommands(context, { result: FAILED, flags, root, hasEarlierRun: true, isHidden });

  assert.equal(
    goOn?.command,
    "deno task kedge run --params 'api_key=***,a.password=***,b=3' --params 'db={user: x, token: ***}' " +
      "--run-tag 'token=***' --conf-source 'https://***@127.0.0.1/conf.zip' --from-nodes train",
  );
});
