import assert from "node:assert/strict";
import { connectMlflow } from "../../../lib/tracking/mlflow/connection.ts";
import type { MlflowRequest } from "../../../lib/tracking/mlflow/mlflow_request.ts";
import { parseMlflowSettings } from "../../../lib/tracking/mlflow/mlflow_settings.ts";
import { createRunRequest, getRunRequest } from "../../../lib/tracking/mlflow/requests/run_requests.ts";
import { faultProxy } from "../../support/fault_proxy.ts";
import { serveAsMlflow } from "../../support/served_mlflow.ts";

const ASK = getRunRequest("8f3c");
const ONCE: MlflowRequest = { ...ASK, isRepeatable: false };
const overloaded = (headers: Record<string, string> = {}) => new Response("busy", { status: 503, headers });

function assertTracking(message: RegExp, facts: { readonly status?: number; readonly code?: string } = {}) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof Error);
    assert.equal(error.name, "TrackingError");
    assert.match(error.message, message);
    const { status, code } = error as { status?: number; code?: string };
    assert.deepEqual({ status, code }, { status: facts.status, code: facts.code });
    return true;
  };
}

Deno.test("send() repeats what may be repeated while the server is overloaded, after twice as long each time", async () => {
  await using server = serveAsMlflow((_, count) => count < 4 ? overloaded() : Response.json({ n: count }));

  assert.deepEqual(await server.connection.send(ASK), { n: 4 });

  assert.deepEqual(server.waits, [500, 1000, 2000]);
});

Deno.test("send() waits as long as the server asks it to", async () => {
  await using server = serveAsMlflow((_, count) =>
    count === 1 ? overloaded({ "retry-after": "7" }) : Response.json({})
  );

  await server.connection.send(ASK);

  assert.deepEqual(server.waits, [7000]);
});

Deno.test("send() waits until a time of day of the server, whose clock may differ", async () => {
  const date = (seconds: number): string => new Date(Date.UTC(2020, 1, 1) + seconds * 1000).toUTCString();
  await using server = serveAsMlflow((_, count) =>
    count === 1 ? overloaded({ "retry-after": date(9), date: date(0) }) : Response.json({})
  );

  await server.connection.send(ASK);

  assert.deepEqual(server.waits, [9000]);
});

Deno.test("send() does not ask without a pause, whatever the server wants", async () => {
  await using server = serveAsMlflow((_, count) =>
    count < 3 ? overloaded({ "retry-after": count === 1 ? "0" : "-1" }) : Response.json({})
  );

  await server.connection.send(ASK);

  assert.deepEqual(server.waits, [500, 1000]);
});

Deno.test("send() gives up after the retries of the settings, and tells what the server said", async () => {
  await using server = serveAsMlflow(() => overloaded(), { retries: 2 });

  await assert.rejects(
    server.connection.send(ASK),
    assertTracking(/^Cannot look up run "8f3c" at "http:\/\/127\.0\.0\.1:\d+": it answers 503 "busy"$/, {
      status: 503,
      code: "TEMPORARILY_UNAVAILABLE",
    }),
  );

  assert.equal(server.requests.length, 3);
});

Deno.test("send() does not repeat what would be done twice, but what was turned away before it was done", async () => {
  await using broken = serveAsMlflow(() => overloaded());
  await using limited = serveAsMlflow((_, count) =>
    count === 1 ? new Response("", { status: 429 }) : Response.json({})
  );

  await assert.rejects(broken.connection.send(ONCE), /it answers 503/);
  await limited.connection.send(ONCE);

  assert.equal(broken.requests.length, 1);
  assert.equal(limited.requests.length, 2);
});

Deno.test("attempt() tells apart what was done, what is refused and what may go well later", async () => {
  const answers = [
    Response.json({ ok: 1 }),
    Response.json({ error_code: "INVALID_PARAMETER_VALUE", message: "Bad name." }, { status: 400 }),
    overloaded({ "retry-after": "2" }),
  ];
  await using server = serveAsMlflow((_, count) => answers[count - 1]!);

  const done = await server.connection.attempt(ASK);
  const refused = await server.connection.attempt(ASK);
  const later = await server.connection.attempt(ASK);

  assert.deepEqual(done, { kind: "done", value: { ok: 1 } });
  assert.ok(refused.kind === "refused");
  assertTracking(/: Bad name$/, { status: 400, code: "INVALID_PARAMETER_VALUE" })(refused.error);
  assert.ok(later.kind === "later");
  assert.deepEqual([later.maybeDone, later.retryAfter], [true, 2000]);
});

Deno.test("attempt() knows that nothing was done where nobody listens, and repeats it whatever it is", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const uri = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  let waits = 0;
  await using connection = connectMlflow(parseMlflowSettings(uri), {
    wait: () => Promise.resolve(void waits++),
  });

  const outcome = await connection.attempt(ONCE);

  assert.ok(outcome.kind === "later");
  assert.equal(outcome.maybeDone, false);
  await assert.rejects(
    connection.send(ONCE),
    assertTracking(/: .*refused/i, { code: "TEMPORARILY_UNAVAILABLE" }),
  );
  assert.equal(waits, 3);
});

Deno.test("attempt() gives up on a server that is silent, before its answer and in the midst of it", async () => {
  const never = Promise.withResolvers<Response>();
  const half = () =>
    new Response(
      new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')) }),
    );
  await using silent = serveAsMlflow(() => never.promise, { timeout: 50 });
  await using stuck = serveAsMlflow(half, { timeout: 50 });

  for (const { connection } of [silent, stuck]) {
    const outcome = await connection.attempt(ASK);
    assert.ok(outcome.kind === "later");
    assert.match(outcome.error.message, /: it does not answer$/);
    assert.equal(outcome.maybeDone, true);
  }
  never.resolve(new Response());
});

Deno.test("attempt() gives up on a short answer that stops in the midst of it, and stops there when the caller does", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open: Deno.Conn[] = [];
  const answering = (async () => {
    for await (const connection of listener) {
      open.push(connection);
      await connection.read(new Uint8Array(4096));
      await connection.write(new TextEncoder().encode('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a":'));
    }
  })().catch(() => {});
  const uri = `http://127.0.0.1:${listener.addr.port}`;
  await using hasty = connectMlflow(parseMlflowSettings(uri, { timeout: 50 }));
  await using patient = connectMlflow(parseMlflowSettings(uri));
  const stop = new AbortController();

  const outcome = await hasty.attempt(ASK);
  const stopped = patient.attempt({ ...ASK, signal: stop.signal });
  setTimeout(() => stop.abort(new RangeError("enough")), 50);

  assert.ok(outcome.kind === "later");
  assert.match(outcome.error.message, /: it does not answer$/);
  await assert.rejects(stopped, new RangeError("enough"));
  listener.close();
  for (const connection of open) connection.close();
  await answering;
});

Deno.test("attempt() takes a connection that breaks in the midst of an answer for none", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const breaking = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(4096));
    await connection.write(new TextEncoder().encode('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a":'));
  })();
  await using connection = connectMlflow(parseMlflowSettings(`http://127.0.0.1:${listener.addr.port}`));

  const outcome = await connection.attempt(ASK);

  assert.ok(outcome.kind === "later", outcome.kind);
  await breaking;
});

Deno.test("attempt() stops when the caller does, with the caller's reason", async () => {
  const never = Promise.withResolvers<Response>();
  await using server = serveAsMlflow(() => never.promise);
  const stop = new AbortController();

  const attempt = server.connection.attempt({ ...ASK, signal: stop.signal });
  stop.abort(new RangeError("enough"));

  await assert.rejects(attempt, new RangeError("enough"));
  never.resolve(new Response());
});

Deno.test("attempt() throws the error of a stream that it sends", async () => {
  await using server = serveAsMlflow(async (request) => {
    await request.body?.cancel().catch(() => {});
    return new Response();
  });
  const bytes = ReadableStream.from((async function* () {
    yield new Uint8Array(3);
    await Promise.resolve();
    throw new RangeError("out of penguins");
  })());

  await assert.rejects(
    server.connection.send({ ...ASK, method: "PUT", bytes }),
    new RangeError("out of penguins"),
  );
});

Deno.test("send() does not have what would be done twice sent again by fetch, which does so on a kept connection", async () => {
  let made = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    made++;
    return Response.json({});
  });
  await using proxy = await faultProxy(`http://127.0.0.1:${server.addr.port}`);
  await using connection = connectMlflow(parseMlflowSettings(proxy.url));
  const make = createRunRequest({ experimentId: "1", startTime: 1 });
  await connection.attempt(make);
  proxy.inject({}, { kind: "lose-answer" });

  const outcome = await connection.attempt(make);

  assert.equal(outcome.kind, "later");
  assert.equal(made, 2);
});

Deno.test("no error tells what a request let itself in by, though the server says it again", async () => {
  const echo = (request: Request) => {
    const sent = request.headers.get("authorization") ?? "";
    const login = sent.startsWith("Basic ") ? atob(sent.slice(6)) : sent;
    return Response.json({ error_code: "INVALID_PARAMETER_VALUE", message: `no: ${sent}, ${login}` }, {
      status: 400,
    });
  };
  for (const login of [{ username: "ada", password: "hunter2hunter2" }, { token: "hunter2hunter2" }]) {
    await using server = serveAsMlflow(echo, login);

    const outcome = await server.connection.attempt(ASK);

    assert.ok(outcome.kind === "refused");
    assert.match(outcome.error.message, /no: .*\*\*\*/);
    assert.ok(
      !/hunter2|aHVudGVyMmh1bnRlcjI|VudGVyMmh1bnRlcjI/.test(Deno.inspect(outcome)),
      outcome.error.message,
    );
    assert.equal(outcome.error.status, 400);
  }
});
