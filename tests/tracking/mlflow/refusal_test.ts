import assert from "node:assert/strict";
import { getRunRequest } from "../../../lib/tracking/mlflow/requests/run_requests.ts";
import { readServerInfo } from "../../../lib/tracking/mlflow/server_info.ts";
import { serveAsMlflow } from "../../support/served_mlflow.ts";

const ASK = getRunRequest("8f3c");
const STRANGERS: readonly (readonly [string, () => Response, RegExp])[] = [
  [
    "a page that says it is well",
    () => new Response("<html><title>Sign in</title></html>", { headers: { "content-type": "text/html" } }),
    /it answers 200 with a page "Sign in", which is not MLflow: check the address, its path too$/,
  ],
  [
    "a page that says that nothing is there",
    () =>
      new Response("<title>404 Not Found</title>", { status: 404, headers: { "content-type": "text/html" } }),
    /it answers 404 with a page "404 Not Found", which is not MLflow/,
  ],
  [
    "MLflow that was not told its name",
    () => new Response("Invalid Host header - possible DNS rebinding attack detected", { status: 403 }),
    /it refuses this name of the server \(403\): start MLflow with --allowed-hosts/,
  ],
  [
    "MLflow with accounts",
    () => new Response("You are not authenticated.", { status: 401 }),
    /it wants to know who asks \(401 "You are not authenticated\."\): give a user and password, or a token$/,
  ],
  [
    "MLflow that does not allow it",
    () => new Response("Permission denied", { status: 403 }),
    /it does not allow this \(403 "Permission denied"\)$/,
  ],
  [
    "a server that sends to a page to log in, without what that page is told",
    () =>
      new Response(null, {
        status: 302,
        headers: { location: "https://u:hunter2@sso.example/in?code=s3cret#x" },
      }),
    /it answers 302 and sends to "https:\/\/sso\.example\/in": use the address that MLflow has there$/,
  ],
  [
    "a server that sends to another place of its own",
    () => new Response(null, { status: 308, headers: { location: "/team/api" } }),
    /it answers 308 and sends to "http:\/\/127\.0\.0\.1:\d+\/team\/api": use/,
  ],
  [
    "a proxy that takes no more at once",
    () =>
      new Response("<title>413 Request Entity Too Large</title>", {
        status: 413,
        headers: { "content-type": "text/html" },
      }),
    /it answers 413 with a page "413 Request Entity Too Large": what stands before MLflow takes less at once; raise its limit/,
  ],
  [
    "somebody who says nothing at all",
    () => new Response(""),
    /it answers 200, which is not MLflow: check the address, its path too$/,
  ],
  [
    "somebody who says something else in JSON",
    () => Response.json([1, 2]),
    /it answers 200 "\[1,2\]", which is not MLflow: check the address, its path too$/,
  ],
  [
    "a server that has moved",
    () => new Response(null, { status: 301, headers: { location: "https://mlflow.example/api" } }),
    /it answers 301 and sends to "https:\/\/mlflow\.example\/api": use the address that MLflow has there$/,
  ],
];
for (const [who, answer, message] of STRANGERS) {
  Deno.test(`send() says what is wrong with ${who}`, async () => {
    await using server = serveAsMlflow(answer);

    await assert.rejects(server.connection.send(ASK), (error: Error) => {
      assert.match(error.message, message);
      return true;
    });
    assert.equal(server.requests.length, 1);
  });
}

Deno.test("readServerInfo() takes only a version for one", async () => {
  await using server = serveAsMlflow(() => new Response("Welcome"));

  await assert.rejects(readServerInfo(server.connection), {
    message: /it answers 200 "Welcome", which is not MLflow: check the address, its path too$/,
  });
});

Deno.test("send() shows neither statements of a database nor passwords that an answer holds", async () => {
  const message =
    "(sqlite3.IntegrityError) UNIQUE constraint failed [SQL: INSERT INTO t VALUES ('canary')] https://u:hunter2@h/x";
  await using server = serveAsMlflow(() =>
    Response.json({ error_code: "BAD_REQUEST", message }, { status: 400 })
  );

  await assert.rejects(server.connection.send(ASK), (error: Error) => {
    assert.match(error.message, /UNIQUE constraint failed$/);
    return true;
  });
});
