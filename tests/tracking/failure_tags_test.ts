import assert from "node:assert/strict";
import { NodeError } from "../../lib/core/errors.ts";
import { failureTags } from "../../lib/tracking/failure_tags.ts";

Deno.test("failureTags() keeps message, node and the stack of the first cause", () => {
  const first = new TypeError("first cause");
  const cause = new RangeError("no such penguin", { cause: first });

  const tags = failureTags(new NodeError('Node "train" failed', { node: "train", inputs: [] }, { cause }));

  assert.deepEqual(tags, {
    "kedge.error.message": 'Node "train" failed',
    "kedge.error.stack": first.stack,
    "kedge.error.node": "train",
  });
});

Deno.test("failureTags() takes whatever was thrown", () => {
  assert.deepEqual(failureTags(undefined), {});
  assert.deepEqual(failureTags("just text"), { "kedge.error.message": "just text" });
  assert.deepEqual(failureTags(null), { "kedge.error.message": "null" });
});

Deno.test("failureTags() knows the error of a node by its name, whichever copy of Kedge made it", () => {
  const error = Object.assign(new Error("failed"), { name: "NodeError", node: "train" });

  assert.equal(failureTags(error)["kedge.error.node"], "train");
});

Deno.test("failureTags() cuts what a tag cannot hold", () => {
  const message = failureTags(new Error("x".repeat(9000)))["kedge.error.message"];

  assert.equal(message?.length, 8000);
  assert.ok(message.endsWith("x…"));
});

Deno.test("failureTags() ends where an error is its own cause, and takes errors that cannot be read", () => {
  const own: Error = new Error("its own cause");
  own.cause = own;
  const odd = Object.assign(new Error("odd"), { message: { not: "text" }, stack: 12 });

  assert.equal(failureTags(own)["kedge.error.stack"], own.stack);
  assert.deepEqual(failureTags(odd), { "kedge.error.message": "[object Object]" });
  assert.deepEqual(failureTags(Object.create(null)), { "kedge.error.message": "a value that has no text" });
});
