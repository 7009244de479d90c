import assert from "node:assert/strict";
import { getRunRequest } from "../../../lib/tracking/mlflow/requests/run_requests.ts";
import { HEADERS_MODULE } from "../../../lib/tracking/settings/server.ts";
import { serveAsMlflow } from "../../support/served_mlflow.ts";
import { tempDir } from "../../support/temp_dir.ts";

const ASK = getRunRequest("8f3c");

async function withModule(text: string, options: Record<string, string> = {}) {
  const dir = await tempDir();
  await dir.write({ "headers.ts": text });
  const told = JSON.stringify({ module: "./headers.ts", root: dir.path, options });
  const server = serveAsMlflow(() => Response.json({}), {
    retries: 0,
    variable: (name) => name === HEADERS_MODULE ? told : undefined,
  });
  return {
    server,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

Deno.test("moduleHeaders() asks a module of the project for the headers of every request", async () => {
  await using made = await withModule(
    "let n = 0; export default ({ scope }) => Promise.resolve({ authorization: `Bearer ${scope} ${++n}` });",
    { scope: "write" },
  );

  await made.server.connection.send(ASK);
  await made.server.connection.send(ASK);

  const sent = made.server.requests.map((headers) => headers.get("authorization"));
  assert.deepEqual(sent, ["Bearer write 1", "Bearer write 2"]);
});

const WRONG: readonly (readonly [string, RegExp])[] = [
  ["export default 5;", /its default export must be a function: it is 5/],
  ["export default () => 'Bearer';", /its function must give an object of headers: it gave "Bearer"/],
  ["export default () => ({ a: 5 });", /Cannot send header "a" as it must be text: current value is 5/],
  ["export default () => { throw new Error('token service is away'); };", /token service is away/],
];
for (const [text, message] of WRONG) {
  Deno.test(`moduleHeaders() says what is wrong with: ${text}`, async () => {
    await using made = await withModule(text);

    await assert.rejects(made.server.connection.send(ASK), message);
    assert.equal(made.server.requests.length, 0);
  });
}
