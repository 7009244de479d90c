import assert from "node:assert/strict";
import { captureDeno } from "../../tasks/process.ts";

for (
  const [command, message] of [
    ["bench nonesuch", /^There is no benchmark "nonesuch": .*start_up/],
    ["soak nonesuch", /^There is no soak test "nonesuch", there are: .*kill/],
    ["soak --seed seven", /^There is no seed "seven"/],
    ["services", /^Usage: deno task services install/],
    ["serve --port 70000", /^Cannot serve on port "70000"/],
  ] satisfies [string, RegExp][]
) {
  Deno.test(`deno task ${command} is refused with a reason, and nothing is done`, async () => {
    const { code, stdout, stderr } = await captureDeno(["task", "-q", ...command.split(" ")]);

    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, message);
  });
}
