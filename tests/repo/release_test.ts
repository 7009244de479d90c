import assert from "node:assert/strict";
import { capture } from "../../tasks/process.ts";
import { releaseChangelog, unreleasedEntries } from "../../tasks/release/changelog.ts";
import { release, type ReleaseOptions, setVersion } from "../../tasks/release/release.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const CHANGELOG =
  "# Changelog\n\nNewest first.\n\n## Unreleased\n\n- A new thing.\n\n## 9.8.0 (2026-01-01)\n\n- First.\n";

Deno.test("unreleasedEntries() takes what stands between two headings", () => {
  assert.equal(unreleasedEntries(CHANGELOG), "- A new thing.");
  assert.equal(unreleasedEntries("# Changelog\n\n## Unreleased\n"), "");
  assert.throws(() => unreleasedEntries("# Changelog\n"), /has no heading "## Unreleased"/);
});

Deno.test("releaseChangelog() moves the entries to a dated version", () => {
  assert.equal(
    releaseChangelog(CHANGELOG, "9.9.0", "2026-02-03"),
    "# Changelog\n\nNewest first.\n\n## Unreleased\n\n## 9.9.0 (2026-02-03)\n\n- A new thing.\n\n## 9.8.0 (2026-01-01)\n\n- First.\n",
  );
});

Deno.test("setVersion() changes Kedge's version and nobody else's", () => {
  const text = 'VERSION: string = "9.8.0"; "https://kedge.example/kedge@9.8.0/" npm:other@9.8.0';

  assert.equal(
    setVersion(text, "9.8.0", "9.9.0"),
    'VERSION: string = "9.9.0"; "https://kedge.example/kedge@9.9.0/" npm:other@9.8.0',
  );
});

Deno.test("release() sets the version everywhere, commits and tags", async () => {
  await using clone = await sampleClone();
  const said: string[] = [];

  await release({ ...optionsFor(clone), say: (line) => said.push(line) });

  assert.equal(await git(clone, "status", "--porcelain"), "");
  assert.equal(await git(clone, "log", "-1", "--format=%s"), "chore: release 9.9.0");
  assert.equal(await git(clone, "tag", "--points-at", "HEAD"), "v9.9.0");
  assert.equal(
    await Deno.readTextFile(clone.join("lib/core/version.ts")),
    'export const VERSION: string = "9.9.0";\n',
  );
  assert.match(await Deno.readTextFile(clone.join("deno.json")), /kedge@9\.9\.0/);
  assert.match(
    await Deno.readTextFile(clone.join("CHANGELOG.md")),
    /## 9\.9\.0 \(2026-02-03\)\n\n- A new thing\./,
  );
  assert.equal(said[0], "9.8.0 -> 9.9.0 in 3 files");
});

Deno.test("release() changes nothing in a dry run", async () => {
  await using clone = await sampleClone();

  await release({ ...optionsFor(clone), dryRun: true });

  assert.equal(await git(clone, "status", "--porcelain"), "");
  assert.equal(await git(clone, "tag", "--list"), "");
  assert.equal(await git(clone, "log", "--format=%s"), "first");
});

for (
  const [reason, change] of [
    ["the version is below the current one", { version: "9.7.9" }],
    ["the version is no version", { version: "v0.2" }],
    ["the tests fail", { test: () => Promise.resolve(false) }],
  ] satisfies [string, Partial<ReleaseOptions>][]
) {
  Deno.test(`release() stops when ${reason}`, async () => {
    await using clone = await sampleClone();

    await assert.rejects(release({ ...optionsFor(clone), ...change }), /^Error: Cannot release/);
    assert.equal(await git(clone, "status", "--porcelain"), "");
    assert.equal(await git(clone, "tag", "--list"), "");
  });
}

Deno.test("release() takes the version of the clone the first time, and not a second time", async () => {
  await using clone = await sampleClone();
  const options = { ...optionsFor(clone), version: "9.8.0" };

  await release(options);

  assert.equal(await git(clone, "tag", "--points-at", "HEAD"), "v9.8.0");
  await assert.rejects(release(options), /tag v9\.8\.0 exists/);
});

Deno.test("release() stops when something is not committed", async () => {
  await using clone = await sampleClone();
  await clone.write({ "lib/new.ts": "export {};\n" });

  await assert.rejects(release(optionsFor(clone)), /uncommitted changes/);
});

Deno.test("release() stops when there is nothing to tell users", async () => {
  await using clone = await sampleClone();
  await clone.write({
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n## 9.8.0 (2026-01-01)\n\n- First.\n",
  });
  await git(clone, "commit", "-qam", "empty");

  await assert.rejects(release(optionsFor(clone)), /nothing under "Unreleased"/);
});

Deno.test("release() makes no tag when the checks fail with the new version", async () => {
  await using clone = await sampleClone();

  await assert.rejects(
    release({ ...optionsFor(clone), check: () => Promise.resolve(false) }),
    /with the new version/,
  );

  assert.equal(await git(clone, "tag", "--list"), "");
});

function optionsFor(clone: TempDir): ReleaseOptions {
  return {
    root: clone.path,
    version: "9.9.0",
    date: "2026-02-03",
    dryRun: false,
    test: () => Promise.resolve(true),
    check: () => Promise.resolve(true),
    say: () => {},
  };
}

async function sampleClone(): Promise<TempDir> {
  const clone = await tempDir();
  await clone.write({
    "CHANGELOG.md": CHANGELOG.replace("First.", "First, at kedge@9.8.0."),
    "README.md": "https://kedge.example/kedge@9.8.0/mod.ts\n",
    "deno.json": '{ "imports": { "https://kedge.example/kedge@9.8.0/": "./" } }\n',
    "lib/core/version.ts": 'export const VERSION: string = "9.8.0";\n',
    "lib/core/other.ts": 'export const OTHER: string = "9.8.0";\n',
  });
  await git(clone, "init", "-q");
  await git(clone, "config", "user.name", "Test");
  await git(clone, "config", "user.email", "test@example.org");
  await git(clone, "add", "-A");
  await git(clone, "commit", "-qm", "first");
  return clone;
}

async function git(clone: TempDir, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await capture("git", args, { cwd: clone.path });
  assert.equal(code, 0, stderr);
  return stdout.trim();
}
