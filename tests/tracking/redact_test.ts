import assert from "node:assert/strict";
import { createRedactor, redactTags, redactValue } from "../../lib/tracking/redact.ts";

Deno.test("createRedactor() knows the usual names in any case, at any depth", () => {
  const isRedacted = createRedactor();

  for (
    const name of [
      "password",
      "DB_PASSWORD",
      "secret",
      "client_secret",
      "max_tokens",
      "credentials",
      "API_KEY",
    ]
  ) {
    assert.ok(isRedacted([name]), name);
    assert.ok(isRedacted(["model", name, "deep"]), name);
  }
  assert.ok(!isRedacted(["model", "trees"]));
  assert.ok(!isRedacted([]));
});

Deno.test("createRedactor() adds patterns to the usual ones, and takes exceptions", () => {
  const isRedacted = createRedactor(["*pin*", "db.host", "!max_tokens", "iban?"]);

  const names = [["my_PIN"], ["db", "host"], ["iban2"], ["token"]];
  assert.deepEqual(names.map(isRedacted), [true, true, true, true]);
  const others = [["max_tokens"], ["host"], ["iban"], ["db", "port"], ["db+host"]];
  assert.deepEqual(others.map(isRedacted), [false, false, false, false, false]);
});

Deno.test("redactValue() hides at any depth, also in lists, and leaves the rest as it is", () => {
  const value = {
    a: 1,
    db: { password: "x", hosts: [{ token: "y", port: 1 }, 2] },
    secrets: ["z", { q: 1 }],
    e: {},
  };

  assert.deepEqual(redactValue(value, createRedactor()), {
    a: 1,
    db: { password: "***", hosts: [{ token: "***", port: 1 }, 2] },
    secrets: "***",
    e: {},
  });
  assert.equal(redactValue("x", createRedactor(), ["db", "password"]), "***");
});

Deno.test("redactValue() hides what authorises a request, under every name of such headers", () => {
  const headers = { Authorization: "Bearer x", "proxy-authorization": "Basic x", accept: "text/csv" };

  assert.deepEqual(redactValue({ headers }, createRedactor()), {
    headers: { Authorization: "***", "proxy-authorization": "***", accept: "text/csv" },
  });
});

Deno.test("redactTags() hides tags by their names", () => {
  assert.deepEqual(redactTags({ team: "birds", "db.token": "x" }, createRedactor()), {
    team: "birds",
    "db.token": "***",
  });
});
