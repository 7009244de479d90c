import assert from "node:assert/strict";
import { NodeError } from "../../lib/core/errors.ts";
import { maskError, maskTexts } from "../../lib/core/mask.ts";
import { secret } from "../../lib/core/secret.ts";

const mask = (text: string) => text.replaceAll("hunter2", "***");

Deno.test("maskTexts() hides secrets at any depth and keeps all else", () => {
  const date = new Date(0);

  assert.deepEqual(maskTexts({ a: ["is hunter2", 1, null], b: { c: date } }, mask), {
    a: ["is ***", 1, null],
    b: { c: date },
  });
});

for (
  const harmless of [
    new Error("no luck", { cause: new TypeError("nothing") }),
    { code: 1 },
    "text",
    undefined,
    null,
    Symbol("x"),
    new Map(),
    secret("hunter2"),
  ]
) {
  Deno.test(`maskError() gives back ${Deno.inspect(harmless).split("\n")[0]} as it is`, () => {
    assert.equal(maskError(harmless, mask), harmless);
  });
}

Deno.test("maskError() hides secrets in message, name, stack, fields, cause and gathered errors", () => {
  class LoginError extends Error {
    override name = "hunter2Error";
    readonly request = { headers: ["hunter2"], tries: 3 };
  }
  const error = new AggregateError(["hunter2", new LoginError("x")], "both", {
    cause: new NodeError("Node failed: hunter2", { node: "a", inputs: [] }, { cause: "is hunter2" }),
  });

  const shown = maskError(error, mask) as typeof error;

  assert.ok(!Deno.inspect(shown, { depth: 9 }).includes("hunter2"));
  assert.ok(shown instanceof AggregateError);
  assert.ok(shown.errors[1] instanceof LoginError);
  assert.deepEqual(shown.errors[1].request, { headers: ["***"], tries: 3 });
  const { cause } = shown as { cause: NodeError };
  assert.ok(cause instanceof NodeError);
  assert.deepEqual([cause.name, cause.node, cause.message, cause.cause], [
    "NodeError",
    "a",
    "Node failed: ***",
    "is ***",
  ]);
  assert.ok(error.message === "both" && error.errors[0] === "hunter2", "the error itself is not changed");
});

Deno.test("maskError() keeps which fields of an error are listed", () => {
  const error = Object.assign(new Error("hunter2"), { code: "E1" });

  assert.deepEqual(Object.keys(maskError(error, mask) as Error), ["code"]);
});

Deno.test("maskError() keeps what marks an error by a symbol", () => {
  const brand = Symbol.for("brand/1");
  const error = Object.assign(new Error("hunter2"), { [brand]: true });

  assert.equal(Reflect.get(maskError(error, mask) as Error, brand), true);
});

Deno.test("maskError() ends with errors that are their own cause, or have thousands of them", () => {
  const round = new Error("hunter2");
  round.cause = new AggregateError([round], "round");
  let chain = new Error("hunter2");
  for (let i = 0; i < 5000; i++) chain = new Error(`caused ${i}`, { cause: chain });

  const shownRound = maskError(round, mask) as Error & { cause: AggregateError };
  const shownChain = maskError(chain, mask) as Error;

  assert.equal(shownRound.cause.errors[0], shownRound);
  assert.equal(shownChain.message, "caused 4999");
  for (let link: unknown = shownChain; link instanceof Error; link = link.cause) {
    assert.ok(!link.message.includes("hunter2"));
  }
});

Deno.test("maskError() hides what values tell by their text, and what classes compute", () => {
  class Computed extends Error {
    readonly #secret = "hunter2";
    override get message(): string {
      return `is ${this.#secret}`;
    }
  }
  class Unreadable extends Error {
    override get message(): string {
      throw new Error("hunter2");
    }
  }

  assert.equal(maskError({ toString: () => "hunter2" }, mask), "***");
  assert.equal(maskError(new URL("https://ada:hunter2@host/"), mask), "https://ada:***@host/");
  assert.equal((maskError(new Computed(), mask) as Error).message, "is ***");
  const aborted = maskError(new DOMException("hunter2", "AbortError"), mask) as DOMException;
  assert.deepEqual([aborted.name, aborted.message], ["AbortError", "***"]);
  const unreadable = new Unreadable("x");
  assert.equal(maskError(unreadable, mask), unreadable);
});

Deno.test("maskError() hides secrets in keys, by symbols, in numbers, and in what a console shows of other objects", () => {
  const pin = (text: string) => mask(text).replaceAll("54321", "***");
  class Client {
    readonly options = { token: "hunter2" };
  }
  const sign = Symbol("sign");
  const error = Object.assign(new Error("x"), {
    byKey: { hunter2: 1 },
    [sign]: "hunter2",
    code: 54321,
    tries: 154321,
    map: new Map([["a", "hunter2"]]),
    client: new Client(),
    request: new Request("http://host/?t=hunter2", { headers: { a: "hunter2" } }),
  });

  const shown = maskError(error, pin) as typeof error;

  assert.ok(!Deno.inspect(shown, { depth: 9, showHidden: true }).includes("hunter2"));
  assert.deepEqual([shown.byKey, shown[sign], shown.code, shown.tries], [{ "***": 1 }, "***", "***", 154321]);
  assert.equal(maskError(Symbol("hunter2"), mask), "Symbol(***)");
  assert.equal(maskError(54321, pin), "***");
});

Deno.test("maskError() takes what lets nobody look at it, and tells nothing of it", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const refuse = () => {
    throw new Error("hunter2");
  };
  const closed = new Proxy({}, { getPrototypeOf: refuse, ownKeys: refuse, get: refuse, has: refuse });

  assert.equal(maskError(proxy, mask), proxy);
  assert.equal(maskError(closed, mask), closed);
  assert.equal((maskError(new Error("hunter2", { cause: proxy }), mask) as Error).message, "***");
  const computed = Object.defineProperty({ a: "hunter2" }, "b", { enumerable: true, get: refuse });
  assert.deepEqual(maskError(computed, mask), { a: "***" });
  assert.equal((maskError(Object.freeze(new Error("hunter2")), mask) as Error).message, "***");
  const sparse: unknown[] = [];
  sparse[4e9] = "hunter2";
  assert.equal((maskError(sparse, mask) as unknown[])[4e9], "***");
});
