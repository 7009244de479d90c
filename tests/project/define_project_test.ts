import assert from "node:assert/strict";
import { defineProject, type Pipeline } from "../../mod.ts";

Deno.test("defineProject() refuses a project without pipelines", () => {
  assert.throws(() => defineProject({ pipelines: {} }), {
    name: "TypeError",
    message: "Cannot define a project without pipelines: give at least one in pipelines",
  });
});

Deno.test("defineProject() names what stands where a pipeline should", () => {
  assert.throws(() => defineProject({ pipelines: { train: [] as unknown as Pipeline } }), {
    name: "TypeError",
    message:
      'Cannot define a project with pipeline "train": it must be made by pipeline([...]), found object',
  });
});
