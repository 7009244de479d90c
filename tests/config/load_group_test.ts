import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/load_config.ts";
import { ConfigError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("loadConfig() names the file of a key that stands in kedge.yml, and has the rest of it checked", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/kedge.yml": "ui: {port: 1}\nserver: {}\ntrackin: 1\ntracking: {durability: ful}\n",
  });
  let checked: unknown;

  const error = await loadConfig({
    root: dir.path,
    check: ({ kedge }) => {
      checked = kedge?.data["tracking"];
      return [];
    },
  }).catch((error: unknown) => error);

  assert.ok(error instanceof ConfigError);
  assert.deepEqual(error.issues.map(describeIssue), [
    "conf/base/kedge.yml:1:1  ui is a key of mlflow.yml",
    "conf/base/kedge.yml:2:1  server is a key of mlflow.yml",
    'conf/base/kedge.yml:3:1  trackin is not a key of kedge.yml. Did you mean "tracking"?',
  ]);
  assert.deepEqual(checked, { durability: "ful" });
});
