import assert from "node:assert/strict";
import { artifactRoute, parseArtifactRoot } from "../../../lib/tracking/mlflow/artifact_root.ts";

Deno.test("parseArtifactRoot() knows what the server passes on, and tells no other host who asks", () => {
  const parse = (uri: string) => parseArtifactRoot(uri, "https://mlflow.example:8443/team");

  assert.deepEqual(parse("mlflow-artifacts:/1/8f3c/artifacts"), {
    kind: "proxied",
    path: "1/8f3c/artifacts",
  });
  assert.deepEqual(parse("mlflow-artifacts://mlflow.example:8443/1/a"), { kind: "proxied", path: "1/a" });
  for (const uri of ["mlflow-artifacts://evil.example/1/a", "s3://bucket/1", "file:///srv/1", "/srv/1"]) {
    assert.deepEqual(parse(uri), { kind: "elsewhere", uri });
  }
});

Deno.test("artifactRoute() encodes names, and refuses those that would lead out of the root or that MLflow changes", () => {
  assert.equal(
    artifactRoute("1/8f3c/artifacts", "a b/ü?.txt"),
    "api/2.0/mlflow-artifacts/artifacts/1/8f3c/artifacts/a%20b/%C3%BC%3F.txt",
  );
  // `fetch` resolves such segments before it sends anything: what was meant for a run went beside it.
  for (const path of ["..", "a/../../x", "./a", "a//b", "/a", "", "%2e%2e/x", "a#b", "a%20b"]) {
    assert.throws(() => artifactRoute("1/8f3c/artifacts", path), { code: "INVALID_PARAMETER_VALUE" }, path);
  }
});
