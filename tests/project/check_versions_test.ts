import assert from "node:assert/strict";
import { checkVersions } from "../../lib/project/doctor/check_machine.ts";

for (const deno of ["2.8.9", "2.0.0", "1.46.3"]) {
  Deno.test(`checkHealth() tells that Deno ${deno} is too old, and how to get another`, () => {
    const finding = checkVersions(deno);

    assert.equal(finding.status, "warn");
    assert.match(finding.message, new RegExp(`Deno ${RegExp.escape(deno)}: Kedge is tested from 2.9 on$`));
    assert.match(finding.advice ?? "", /deno upgrade/);
  });
}

for (const deno of ["2.9.0", "2.10.1", "3.0.0-rc.1"]) {
  Deno.test(`checkHealth() finds Deno ${deno} new enough`, () => {
    assert.equal(checkVersions(deno).status, "ok");
  });
}
