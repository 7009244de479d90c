import assert from "node:assert/strict";
import { isSecret, secret } from "../../lib/core/secret.ts";
import { hideLeaves, revealLeaves } from "../../lib/core/secret_tree.ts";

Deno.test("hideLeaves() hides every value and keeps the maps", () => {
  const tree = hideLeaves({ db: { user: "ada", ports: [1, 2], none: null }, token: "hunter2" });

  assert.equal(JSON.stringify(tree), '{"db":{"user":"***","ports":"***","none":"***"},"token":"***"}');
  assert.equal(Deno.inspect(tree, { depth: 9 }).includes("hunter2"), false);
});

Deno.test("hideLeaves() leaves secrets as they are", () => {
  const password = secret("hunter2");

  const tree = hideLeaves({ db: { password } });

  assert.deepEqual(hideLeaves(tree), tree);
  const { db } = tree;
  assert.ok(db !== undefined && !isSecret(db));
  assert.equal(db["password"], password);
});

Deno.test("revealLeaves() gives back what was hidden", () => {
  const data = { db: { user: "ada", ports: [1, 2], none: null }, token: "hunter2" };

  assert.deepEqual(revealLeaves(hideLeaves(data)), data);
});
