import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { type IdleLimit, idleLimit, watched } from "../../../lib/tracking/mlflow/idle_limit.ts";
import { writeArtifactRequest } from "../../../lib/tracking/mlflow/requests/artifact_requests.ts";
import { sendBody } from "../../../lib/tracking/mlflow/sent_body.ts";

/** A limit that writes down what it is told. */
function noting(): IdleLimit & { readonly notes: string[] } {
  const notes: string[] = [];
  return {
    notes,
    signal: new AbortController().signal,
    isOver: false,
    touch: () => void notes.push("touch"),
    pause: () => void notes.push("pause"),
    [Symbol.dispose]: () => void notes.push("end"),
  };
}

Deno.test("watched() waits for a server while its next piece is asked for, and not while a caller reads slowly", async () => {
  const limit = noting();
  const body = ReadableStream.from([new Uint8Array(1), new Uint8Array(1)]);

  const reader = watched(body, limit, { comesIn: true }).getReader();
  assert.deepEqual(limit.notes, []);
  await reader.read();
  assert.deepEqual(limit.notes, ["touch", "pause"]);
  await reader.read();
  await reader.read();

  assert.deepEqual(limit.notes.slice(-3), ["touch", "pause", "end"]);
});

Deno.test("sendBody() sends large bytes in pieces, so that one who takes them slowly is not silent, and anew each time", async () => {
  const bytes = new Uint8Array(3_000_000).map((_, i) => i >> 8);
  const request = writeArtifactRequest({ root: "1/8f3c/artifacts", path: "a" }, bytes);

  for (let attempt = 0; attempt < 2; attempt++) {
    const limit = noting();
    const { init } = sendBody(request, limit);
    assert.ok(init instanceof ReadableStream);
    assert.deepEqual(await toBytes(init), bytes);
    assert.ok(limit.notes.length > 10 && limit.notes.every((note) => note === "touch"));
  }
});

Deno.test("sendBody() sends small bytes as they are", () => {
  const bytes = new Uint8Array(1000);
  const request = writeArtifactRequest({ root: "1/8f3c/artifacts", path: "a" }, bytes);

  assert.equal(sendBody(request, noting()).init, bytes);
});

Deno.test("watched() ends a body that hangs when the limit is over, with the error that it is given", async () => {
  const stop = new AbortController();
  const body = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
  const limit = { ...noting(), signal: stop.signal };

  const read = watched(body, limit, { comesIn: true, onError: () => new RangeError("too long") }).getReader()
    .read();
  stop.abort();

  await assert.rejects(read, new RangeError("too long"));
});

Deno.test("idleLimit() waits no more once all has come, whatever is still sent", () => {
  const limit = idleLimit(60_000);

  limit[Symbol.dispose]();
  limit.touch(); // a timer that is left would fail the test

  assert.equal(limit.signal.aborted, false);
});
