import assert from "node:assert/strict";
import { readFile } from "../../../lib/tracking/mlflow/artifacts.ts";
import { serveAsMlflow } from "../../support/served_mlflow.ts";

const OWNER = { name: 'Run "auk"', artifactUri: "mlflow-artifacts:/1/8f3c/artifacts" };

Deno.test("readFile() cuts what a server sends that knows no ranges, as MLflow before 3.18", async () => {
  await using server = serveAsMlflow(() => new Response("0123456789"));
  const read = async (start?: number, end?: number) =>
    await new Response(await readFile(server.connection, OWNER, { path: "a", range: { start, end } })).text();

  assert.deepEqual([await read(3, 5), await read(7), await read(undefined, 2)], ["34", "789", "01"]);
});

Deno.test("readFile() says which file is not there", async () => {
  await using server = serveAsMlflow(() =>
    Response.json({ error_code: "RESOURCE_DOES_NOT_EXIST", message: "No such artifact: '1/8f3c/x'" }, {
      status: 404,
    })
  );

  await assert.rejects(
    readFile(server.connection, OWNER, { path: "a.txt" }),
    /Run "auk" has no file "a\.txt"/,
  );
});

Deno.test("readFile() takes a page to log in for no file, and one that MLflow attaches for one", async () => {
  const page = (headers: Readonly<Record<string, string>>) => () =>
    new Response("<title>Sign in</title>", { headers: { "content-type": "text/html", ...headers } });
  await using foreign = serveAsMlflow(page({}));
  await using own = serveAsMlflow(page({ "content-disposition": "attachment; filename=a.html" }));

  const bytes = await readFile(own.connection, OWNER, { path: "a.html" });
  assert.equal(await new Response(bytes).text(), "<title>Sign in</title>");
  await assert.rejects(readFile(foreign.connection, OWNER, { path: "a.html" }), {
    name: "TrackingError",
    message:
      /^Cannot read artifact "a\.html" at ".+": it answers 200 with a page "Sign in", which is not MLflow/,
  });
});
