import assert from "node:assert/strict";
import { type } from "npm:arktype@2.2.9";
import * as v from "npm:valibot@1.5.0";
import { z } from "npm:zod@4.6.7";
import { checkBySchema } from "../../lib/core/check_schema.ts";
import type { StandardSchema } from "../../lib/core/standard_schema.ts";

const SCHEMAS: Readonly<Record<string, StandardSchema>> = {
  zod: z.array(z.object({ name: z.string(), mass: z.number() })),
  valibot: v.array(v.object({ name: v.string(), mass: v.number() })),
  arktype: type({ name: "string", mass: "number" }).array(),
};

for (const [library, schema] of Object.entries(SCHEMAS)) {
  Deno.test(`checkBySchema() with ${library} gives the value, or every problem with its path and what was found`, async () => {
    const right = [{ name: "Ada", mass: 4 }];
    const wrong = [{ name: "Ada", mass: "four" }, { name: 5, mass: 4 }, { mass: 4 }];

    assert.deepEqual(await checkBySchema(schema, right, "birds"), { value: right });
    const result = await checkBySchema(schema, wrong, "birds");

    assert.ok("issues" in result);
    assert.deepEqual(result.issues.map(({ path }) => path), [[0, "mass"], [1, "name"], [2, "name"]]);
    assert.deepEqual(result.issues.map(({ message }) => message.replace(/:.*/, "")), [
      'birds[0].mass is "four"',
      "birds[1].name is 5",
      "birds[2].name is missing",
    ]);
  });
}

Deno.test("checkBySchema() waits for schemas that take their time, and gives what they make of a value", async () => {
  const schema = z.string().transform((text) => Promise.resolve(text.length));

  assert.deepEqual(await checkBySchema(schema, "four", "x"), { value: 4 });
});

Deno.test("checkBySchema() reads paths of keys in objects, as valibot gives them", async () => {
  const schema = v.object({ "a b": v.object({ list: v.array(v.number()) }) });

  const result = await checkBySchema(schema, { "a b": { list: [1, "x"] } }, "x");

  assert.ok("issues" in result);
  assert.deepEqual(result.issues[0]?.path, ["a b", "list", 1]);
});

Deno.test("checkBySchema() names a schema that throws, now or later, as a problem like any other", async () => {
  const throwing = (validate: () => never): StandardSchema => ({
    "~standard": { version: 1, vendor: "test", validate },
  });
  const now = throwing(() => {
    throw new Error("No such unit");
  });
  const later: StandardSchema = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: () => Promise.reject(new TypeError("x is undefined")),
    },
  };

  for (const [schema, reason] of [[now, "no such unit"], [later, "x is undefined"]] as const) {
    const result = await checkBySchema(schema, 1, "params:depth");

    assert.deepEqual(result, {
      issues: [{
        code: "schema.threw",
        message: `params:depth cannot be checked, as its schema throws: ${reason}`,
        path: [],
      }],
    });
  }
});

Deno.test("checkBySchema() repeats nothing of a value that is hidden, not even in the words of the schema", async () => {
  const schema = z.object({
    pin: z.string().refine(() => false, { error: ({ input }) => `${input} is too short` }),
  });

  const result = await checkBySchema(schema, { pin: "7319" }, "params:door", ([key]) => key === "pin");

  assert.ok("issues" in result);
  assert.deepEqual(result.issues.map(({ message }) => message), ["params:door.pin is ***: *** is too short"]);
});
