import assert from "node:assert/strict";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";

Deno.test("s3Store() names a profile that does not exist, and the files looked into", async () => {
  await using store = s3Store("s3://bucket", {
    endpoint: "http://127.0.0.1:9",
    profile: "no-such-profile",
    attempts: 1,
  });

  await assert.rejects(() => store.stat("key"), /for the profile "no-such-profile" in "\S+" and "\S+"/);
});
