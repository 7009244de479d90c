import assert from "node:assert/strict";
import { StoreError } from "../../lib/core/errors.ts";
import { httpStore } from "../../lib/stores/http_store.ts";
import { testReadOnlyStore } from "../contract/read_only_contract.ts";
import { type IndexServerOptions, serveIndex } from "../support/index_server.ts";
import { keysOf, textOf } from "../support/store_content.ts";

const servers: Readonly<Record<string, IndexServerOptions>> = {
  "a server": {},
  "a server that sends files whole": { ignoresRanges: true },
  "a server that refuses HEAD": { refusesHead: true },
};
for (const [name, options] of Object.entries(servers)) {
  testReadOnlyStore(`httpStore() of ${name}`, (files) => {
    const server = serveIndex(files, options);
    return Promise.resolve({
      store: httpStore(server.url),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    });
  });
}

Deno.test("httpStore() lists below its folder only, whatever pages link to", async () => {
  await using server = serveIndex({ "conf/base/a.yml": "1", "other/b.yml": "2" }, {
    answers: {
      "conf/base/": () =>
        new Response(
          `<a href="a.yml">a</a><a href="../../other/b.yml">b</a><a href="/other/">o</a><a href="..%2fx.yml">x</a>
<a href="//127.0.0.1:1/conf/base/z.yml">z</a><a href="%ff.yml">y</a><a href='#top'>t</a>`,
          { headers: { "content-type": "text/html" } },
        ),
    },
  });

  assert.deepEqual(await keysOf(httpStore(`${server.url}conf`)), ["base/a.yml"]);
  assert.ok(!server.requests.some((request) => request.includes("other")), server.requests.join("\n"));
});

Deno.test("httpStore() asks only for the folder of a prefix", async () => {
  await using server = serveIndex({ "base/a.yml": "1", "local/b.yml": "2" });

  assert.deepEqual(await keysOf(httpStore(server.url), "base/"), ["base/a.yml"]);
  assert.deepEqual(server.requests, ["GET /base/", "HEAD /base/a.yml"]);
});

Deno.test("httpStore() sends the user and password of its URL and shows them nowhere", async () => {
  await using server = serveIndex({ "a.yml": "1" });
  const url = server.url.replace("//", "//ada:canary%2F1@");

  const store = httpStore(url);

  assert.equal(await textOf(store, "a.yml"), "1");
  assert.equal(server.authorization(), `Basic ${btoa("ada:canary/1")}`);
  await assert.rejects(store.read("none"), (error) => !String(error).includes("canary"));
  assert.ok(!`${store.root}${store.uri("a")}`.includes("canary"));
});

Deno.test.each(
  [
    [401, "denied"],
    [403, "denied"],
    [500, "unavailable"],
    [503, "unavailable"],
    [400, "unavailable"],
  ] as const,
)("httpStore() takes the answer %i for %s", async (status, kind) => {
  await using server = serveIndex({}, { answers: { "a": () => new Response("canary", { status }) } });

  await assert.rejects(httpStore(server.url).read("a"), (error) => {
    assert.ok(error instanceof StoreError);
    assert.deepEqual([error.kind, error.uri], [kind, `${server.url}a`]);
    assert.match(error.message, new RegExp(`^Cannot read ".*/a": the server answers ${status}`));
    return true;
  });
});

Deno.test("httpStore() says that nobody listens", async () => {
  const { url } = await (async () => {
    await using server = serveIndex({});
    return server;
  })();

  await assert.rejects(httpStore(url).read("a"), { name: "StoreError", kind: "unavailable" });
});

Deno.test("httpStore() takes http and https URLs only", () => {
  assert.throws(() => httpStore("file:///etc"), TypeError);
  assert.throws(() => httpStore("ftp://host/"), TypeError);
});
