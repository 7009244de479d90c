import assert from "node:assert/strict";
import { reasonOf } from "../../lib/core/describe_value.ts";
import { rootCause, stackOf } from "../../lib/core/thrown.ts";

const hostile = (key: "message" | "stack" | "cause") =>
  Object.defineProperty(new Error("x"), key, {
    get() {
      throw new Error("gotcha");
    },
  });

Deno.test("reasonOf() says something of whatever was thrown", () => {
  const reasons = [new Error("no"), "text", null, undefined, 0, Symbol("s")].map(reasonOf);

  assert.deepEqual(reasons, ["no", "text", "null", "undefined", "0", "Symbol(s)"]);
});

Deno.test("reasonOf() is text also where an error has none", () => {
  assert.equal(reasonOf(Object.create(null)), "a value that has no text");
  assert.equal(reasonOf(hostile("message")), "a value that has no text");
  assert.equal(reasonOf(Object.assign(new Error(), { message: 12 })), "12");
});

Deno.test("stackOf() gives text or nothing", () => {
  const error = new Error("no");

  assert.equal(stackOf(error), error.stack);
  assert.equal(stackOf("text"), undefined);
  assert.equal(stackOf(hostile("stack")), undefined);
  assert.equal(stackOf(Object.assign(new Error(), { stack: 12 })), undefined);
});

Deno.test("rootCause() ends, whatever the causes of an error are", () => {
  const first = new Error("first");
  const own: Error = new Error("own");
  own.cause = own;
  const left: Error = new Error("left");
  left.cause = new Error("right", { cause: left });
  const unreadable = hostile("cause");

  assert.equal(rootCause(new Error("second", { cause: first })), first);
  assert.equal(rootCause(own), own);
  assert.equal(rootCause(left), left);
  assert.equal(rootCause(unreadable), unreadable);
  assert.equal(rootCause("text"), "text");
});
