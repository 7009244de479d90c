import assert from "node:assert/strict";
import { secret } from "../../../lib/core/secret.ts";
import type { MlflowOptions } from "../../../lib/tracking/mlflow/mlflow_options.ts";
import { getRunRequest } from "../../../lib/tracking/mlflow/requests/run_requests.ts";
import { type Answer, serveAsMlflow } from "../../support/served_mlflow.ts";
import { tempDir } from "../../support/temp_dir.ts";

const ASK = getRunRequest("8f3c");
const HELLO: Answer = () => Response.json({ run: {} });

Deno.test("send() says who asks: by user and password, by token, by headers, in this order of places", async () => {
  const sent = async (options: MlflowOptions, home?: string) => {
    await using server = serveAsMlflow(HELLO, options, home);
    await server.connection.send(ASK);
    return server.requests[0]?.get("authorization");
  };
  const basic = (text: string) => `Basic ${new TextEncoder().encode(text).toBase64()}`;
  const variable = (values: Record<string, string>) => ({ variable: (name: string) => values[name] });
  const named = {
    MLFLOW_TRACKING_USERNAME: "env",
    MLFLOW_TRACKING_PASSWORD: "pw",
    MLFLOW_TRACKING_TOKEN: "t0",
  };
  await using home = await tempDir();
  await home.write({
    ".mlflow/credentials":
      "# mine\n[other]\nmlflow_tracking_username = no\n[mlflow]\nmlflow_tracking_username = öve\nmlflow_tracking_password: a=b\n[later]\nmlflow_tracking_password = no\n",
  });

  assert.equal(await sent({}), null);
  assert.equal(await sent({ token: secret("t1"), ...variable(named) }), "Bearer t1");
  assert.equal(await sent({ username: "ada", password: "x:y", token: "t1" }), basic("ada:x:y"));
  assert.equal(await sent(variable(named)), basic("env:pw"));
  assert.equal(await sent(variable({ MLFLOW_TRACKING_TOKEN: "t0" }), home.path), "Bearer t0");
  assert.equal(await sent({}, home.path), basic("öve:a=b"));
  assert.equal(await sent({ token: "t1", headers: { Authorization: secret("Signed x") } }), "Signed x");
});

Deno.test("send() asks a header function for every request, and once more when it is turned away", async () => {
  let asked = 0;
  await using server = serveAsMlflow(
    (request) =>
      request.headers.get("x-token") === "2" ? Response.json({}) : new Response("", { status: 401 }),
    { headers: () => Promise.resolve({ "x-token": String(++asked) }), workspace: "birds" },
  );

  await server.connection.send({ ...ASK, isRepeatable: false });
  await assert.rejects(server.connection.send({ ...ASK, isRepeatable: false }), /wants to know who asks/);

  assert.equal(asked, 4);
  assert.equal(server.requests[0]?.get("x-mlflow-workspace"), "birds");
  assert.match(server.requests[0]?.get("user-agent") ?? "", /^kedge\//);
});

Deno.test("send() shows no token that cannot be sent, and asks nobody with it", async () => {
  await using server = serveAsMlflow(() => Response.json({}), { token: "hun\nter2" });

  const outcome = await server.connection.attempt(ASK);

  assert.equal(server.requests.length, 0);
  assert.ok(outcome.kind === "later" && !outcome.maybeDone && outcome.needsChange);
  assert.match(
    outcome.error.message,
    /header "authorization" as its name or value holds a sign that none may have$/,
  );
  assert.equal(outcome.error.status, undefined);
});

Deno.test("send() waits no longer for a header function than for a server", async () => {
  await using server = serveAsMlflow(() => Response.json({}), {
    headers: () => Promise.withResolvers<never>().promise,
    timeout: 20,
  });

  await assert.rejects(server.connection.send(ASK), {
    name: "TrackingError",
    message: /: what makes the headers of requests does not end$/,
  });
  assert.equal(server.requests.length, 0);
});

Deno.test("send() stops waiting for a header function when its caller stops", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  await using server = serveAsMlflow(() => Response.json({}), {
    headers: () => {
      stop.abort(reason);
      return Promise.withResolvers<never>().promise;
    },
  });

  await assert.rejects(server.connection.send({ ...ASK, signal: stop.signal }), reason);
});
