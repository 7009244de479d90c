import assert from "node:assert/strict";
import { describeIssue } from "../../lib/core/issue.ts";
import { loadConfigFiles } from "../support/config_files.ts";

Deno.test("oc.deprecated gives the value of the new key, and a notice with its place", async () => {
  const { parameters, notices } = await loadConfigFiles({
    "base/parameters.yml": `new: {rate: 0.1}
rate: \${oc.deprecated:new.rate}
speed: '\${oc.deprecated:new.rate,"$OLD_KEY is gone, take $NEW_KEY"}'
again: \${rate}
`,
    "local/parameters.yml": "other: 1\n",
  });

  assert.deepEqual(parameters.data, { new: { rate: 0.1 }, rate: 0.1, speed: 0.1, again: 0.1, other: 1 });
  assert.deepEqual(notices.map(describeIssue), [
    "conf/base/parameters.yml:2:7  rate has a new name: write new.rate",
    "conf/base/parameters.yml:3:8  speed is gone, take new.rate",
  ]);
});

Deno.test("oc.deprecated repeats nothing of credentials", async () => {
  const { notices } = await loadConfigFiles({
    "base/credentials.yml": `db: {password: hunter2}\nold: '\${oc.deprecated:db,"hunter2"}'\n`,
  });

  assert.deepEqual(notices.map(({ message }) => message), ["old has a new name: write db"]);
});
