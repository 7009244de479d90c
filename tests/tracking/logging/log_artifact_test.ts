import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { logArtifact, logArtifacts } from "../../../lib/tracking/logging/log_artifact.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { inNode, type RecordedRun, recordedRun } from "../../support/recorded_run.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("logArtifact() stores a file under its name, or under a path", async () => {
  await using dir = await tempDir();
  await dir.write({ "model.json": "{}" });
  const run = recordedRun();

  await inNode(run, () => logArtifact(dir.join("model.json")));
  await inNode(run, () => logArtifact(dir.join("model.json"), "model/forest.json"));
  await inNode(run, () => logArtifact(pathToFileURL(dir.join("model.json")), "by url.json"));

  assert.deepEqual(textOf(run), { "model.json": "{}", "model/forest.json": "{}", "by url.json": "{}" });
  assert.deepEqual(run.nodes, ["train", "train", "train"]);
});

Deno.test("logArtifact() stores bytes and streams under a path", async () => {
  const run = recordedRun();
  const bytes = new TextEncoder().encode("hello");

  await inNode(run, () => logArtifact(bytes, "bytes.txt"));
  await inNode(run, () => logArtifact(ReadableStream.from([bytes, bytes]), "stream.txt"));

  assert.deepEqual(textOf(run), { "bytes.txt": "hello", "stream.txt": "hellohello" });
});

Deno.test("logArtifact() needs a path for bytes", async () => {
  await assert.rejects(inNode(recordedRun(), () => logArtifact(new Uint8Array())), {
    name: "TypeError",
    message: "Cannot store bytes as an artifact: a path is needed for them",
  });
});

Deno.test("logArtifact() and logArtifacts() say what does not exist", async () => {
  const run = recordedRun();

  await assert.rejects(inNode(run, () => logArtifact("no/such/file.txt")), {
    name: "TrackingError",
    message: 'Cannot store "no/such/file.txt" as an artifact: it does not exist',
  });
  await assert.rejects(inNode(run, () => logArtifacts("no/such/folder")), {
    name: "TrackingError",
    message: 'Cannot store "no/such/folder" as an artifact: it does not exist',
  });
});

Deno.test("logArtifacts() stores all files below a folder, links to files among them", async () => {
  await using dir = await tempDir();
  await dir.write({ "plots/a.svg": "a", "plots/deep/er/b.svg": "b", "plots/.hidden": "h", "c.txt": "c" });
  await Deno.symlink(dir.join("c.txt"), dir.join("plots/link.txt"));
  await Deno.symlink(dir.join("plots"), dir.join("plots/circle"));
  const run = recordedRun();

  await inNode(run, () => logArtifacts(dir.join("plots")));
  await inNode(run, () => logArtifacts(dir.join("plots", "deep"), "copy/of"));

  assert.deepEqual(textOf(run), {
    ".hidden": "h",
    "a.svg": "a",
    "deep/er/b.svg": "b",
    "link.txt": "c",
    "copy/of/er/b.svg": "b",
  });
});

Deno.test("logArtifact() stores nothing in an untracked run, and lets go of what it was given", async () => {
  await using dir = await tempDir();
  await dir.write({ "a.txt": "a" });
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) });

  await inNode(undefined, () => logArtifact(stream, "stream.txt"));
  await inNode(undefined, () => logArtifact(dir.join("a.txt")));

  assert.ok(isCancelled);
  await assert.rejects(inNode(undefined, () => logArtifact(dir.join("b.txt"))), /it does not exist/);
});

Deno.test("logArtifact() closes the file when the run refuses it", async () => {
  await using dir = await tempDir();
  await dir.write({ "a.txt": "a" });

  await assert.rejects(
    withRun({ directory: dir.path }, () => logArtifact(dir.join("a.txt"), "../a.txt")),
    { code: "INVALID_PARAMETER_VALUE" },
  );
  // An open file would fail this test.
});

Deno.test("logArtifact() and logArtifacts() outside a run say how to open one", async () => {
  await assert.rejects(logArtifact("a.txt"), /Cannot call logArtifact\(\) outside a run: .*withRun\(/);
  await assert.rejects(logArtifacts("a"), /Cannot call logArtifacts\(\) outside a run: .*withRun\(/);
});

function textOf({ artifacts }: RecordedRun): Readonly<Record<string, string>> {
  const decoder = new TextDecoder();
  return Object.fromEntries([...artifacts].map(([path, bytes]) => [path, decoder.decode(bytes)]));
}
