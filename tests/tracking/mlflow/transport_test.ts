import assert from "node:assert/strict";
import { connectMlflow, type MlflowConnection } from "../../../lib/tracking/mlflow/connection.ts";
import type { MlflowOptions } from "../../../lib/tracking/mlflow/mlflow_options.ts";
import { parseMlflowSettings } from "../../../lib/tracking/mlflow/mlflow_settings.ts";
import { getRunRequest } from "../../../lib/tracking/mlflow/requests/run_requests.ts";
import { capture, captureDeno, ROOT } from "../../../tasks/process.ts";
import { tempDir } from "../../support/temp_dir.ts";

const ASK = getRunRequest("8f3c");
const TLS = `${ROOT}tests/support/tls`;

function connect(uri: string, options: MlflowOptions = {}): MlflowConnection {
  return connectMlflow(parseMlflowSettings(uri, { retries: 0, ...options }));
}

/** A server that speaks TLS, with a certificate that only an authority of the tests has signed. */
async function serveTls(): Promise<AsyncDisposable & { readonly uri: string }> {
  const pem = await Deno.readTextFile(`${TLS}/server.pem`);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert: pem, key: pem, onListen: () => {} },
    () => Response.json({ who: "anybody" }),
  );
  return { uri: `https://localhost:${server.addr.port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** A server that wants to see a certificate of the client, and answers with the name in it. */
async function serveWho(): Promise<AsyncDisposable & { readonly uri: string }> {
  const child = new Deno.Command("python3", {
    args: [`${TLS}/asks_who.py`, `${TLS}/server.pem`, `${TLS}/ca.pem`],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    uri: `https://localhost:${new TextDecoder().decode(value).trim()}`,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await reader.cancel();
      await child.status;
    },
  };
}

Deno.test("send() trusts the authority that a file names, by option or by MLflow's variable", async () => {
  await using server = await serveTls();
  const path = `${TLS}/ca.pem`;
  const variable = (name: string) => name === "MLFLOW_TRACKING_SERVER_CERT_PATH" ? path : undefined;

  for (const options of [{ caCertificate: path }, { variable }]) {
    await using connection = connect(server.uri, options);
    assert.deepEqual(await connection.send(ASK), { who: "anybody" });
  }
});

Deno.test("send() says what to do about a certificate that nobody known has signed, and does not ask again", async () => {
  await using server = await serveTls();
  await using connection = connect(server.uri, { retries: 5 });

  const outcome = await connection.attempt(ASK);

  assert.ok(outcome.kind === "later");
  assert.deepEqual([outcome.maybeDone, outcome.needsChange], [false, true]);
  await assert.rejects(
    connection.send(ASK),
    /: nobody known has signed its certificate: name .* with MLFLOW_TRACKING_SERVER_CERT_PATH \(caCertificate\)$/,
  );
});

const hasPython = await capture("python3", ["--version"]).then(() => true, () => false);
const isSkipped = !hasPython && Deno.env.get("CI") === undefined;
const hint = isSkipped ? " (skipped without Python: deno task services install)" : "";
Deno.test(`send() shows the server who asks by a certificate${hint}`, { ignore: isSkipped }, async () => {
  await using server = await serveWho();
  const caCertificate = `${TLS}/ca.pem`;
  await using known = connect(server.uri, { caCertificate, clientCertificate: `${TLS}/client.pem` });
  await using unknown = connect(server.uri, { caCertificate });

  assert.deepEqual(await known.send(ASK), { who: "client" });
  await assert.rejects(unknown.send(ASK), /the server wants a certificate that says who asks/);
});

Deno.test("send() says which file of certificates cannot be read or used, and looks again when it is asked again", async () => {
  await using server = await serveTls();
  await using dir = await tempDir();
  const path = dir.join("ca.pem");
  await using connection = connect(server.uri, { caCertificate: path });

  await assert.rejects(connection.send(ASK), (error: Error) => {
    assert.match(
      error.message,
      /^Cannot connect to "https:.*": the file of certificates of authorities, ".*ca\.pem", /,
    );
    return true;
  });
  await Deno.copyFile(`${TLS}/ca.pem`, path);

  assert.deepEqual(await connection.send(ASK), { who: "anybody" });
});

Deno.test("send() says that a server does not speak TLS", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(),
  );
  await using connection = connect(`https://127.0.0.1:${server.addr.port}`);

  await assert.rejects(
    connection.send(ASK),
    /it does not speak TLS there: the address may begin with http:\/\/$/,
  );
});

/** Stands for a proxy: answers one request with what it was asked for. */
function serveProxy(): AsyncDisposable & { readonly uri: string } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answering = (async () => {
    using connection = await listener.accept();
    const bytes = new Uint8Array(4096);
    const length = await connection.read(bytes) ?? 0;
    const [line] = new TextDecoder().decode(bytes.subarray(0, length)).split("\r\n");
    const body = JSON.stringify({ line });
    const head =
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    await connection.write(new TextEncoder().encode(`${head}${body}`));
  })();
  return {
    uri: `http://127.0.0.1:${listener.addr.port}`,
    [Symbol.asyncDispose]: async () => {
      await answering;
      listener.close();
    },
  };
}

const ASKED = "GET http://mlflow.invalid/api/2.0/mlflow/runs/get?run_id=8f3c HTTP/1.1";

Deno.test("send() says that a proxy is no URL, and shows no password of it", async () => {
  await using connection = connect("http://mlflow.example", { proxy: "http://ada:hunter2@[" });

  await assert.rejects(connection.send(ASK), {
    name: "TrackingError",
    message: 'Cannot connect to "http://mlflow.example": its proxy is no URL',
  });
});

Deno.test("send() goes through the proxy of the options", async () => {
  await using proxy = serveProxy();
  await using connection = connect("http://mlflow.invalid", { proxy: proxy.uri });

  assert.deepEqual(await connection.send(ASK), { line: ASKED });
});

Deno.test("send() goes through the proxy of the environment", async () => {
  await using proxy = serveProxy();
  await using dir = await tempDir();
  await dir.write({
    "ask.ts": `
      import { connectMlflow } from "${new URL(
      "../../../lib/tracking/mlflow/connection.ts",
      import.meta.url,
    )}";
      import { parseMlflowSettings } from "${new URL(
      "../../../lib/tracking/mlflow/mlflow_settings.ts",
      import.meta.url,
    )}";
      await using connection = connectMlflow(parseMlflowSettings("http://mlflow.invalid"));
      console.log(await connection.send({
        method: "GET",
        path: "api/2.0/mlflow/runs/get?run_id=8f3c",
        what: "ask",
        isRepeatable: true,
      }));`,
  });

  const { stdout, stderr } = await captureDeno(["run", "-A", dir.join("ask.ts")], {
    env: { HTTP_PROXY: proxy.uri },
  });

  assert.match(stdout, /GET http:\/\/mlflow\.invalid\//, stderr);
});
