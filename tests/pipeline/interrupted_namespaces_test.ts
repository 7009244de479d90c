import assert from "node:assert/strict";
import { interruptedNamespaces } from "../../lib/pipeline/interrupted_namespaces.ts";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";

// A chain of nodes, one in each namespace given.
function chain(...namespaces: readonly (string | undefined)[]): Pipeline {
  return pipeline(
    namespaces.map((namespace, i) =>
      node({ name: `x${i}`, namespace, inputs: `d${i}`, outputs: `d${i + 1}`, run: () => null })
    ),
  );
}

Deno.test("interruptedNamespaces() tells where a namespace is left and entered again", () => {
  assert.deepEqual(
    interruptedNamespaces(chain("a", undefined, undefined, "a", "a")).map((issue) => issue.message),
    [
      'Namespace "a" is left at node "x1" and entered again at node "a.x3"',
    ],
  );
  assert.equal(interruptedNamespaces(chain("a.b", "c", "a")).length, 1);
});

Deno.test("interruptedNamespaces() lets a namespace go through its own children", () => {
  assert.deepEqual(interruptedNamespaces(chain("a", "a.child", "a")), []);
  assert.deepEqual(interruptedNamespaces(chain("a", "b", "ab", undefined)), []);
});
