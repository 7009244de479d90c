import assert from "node:assert/strict";
import type { FileLocking } from "../../../lib/tracking/embedded/file_lock.ts";
import { RunLocks } from "../../../lib/tracking/embedded/run_locks.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("RunLocks finds a run abandoned once nobody holds it", async () => {
  await using dir = await tempDir();
  const locks = new RunLocks(dir.join("locks"));
  const [first, second] = [locks.hold("run"), locks.hold("run")];

  assert.deepEqual(abandoned(locks), []);
  first?.abandon();
  assert.deepEqual(abandoned(locks), []);
  second?.abandon();
  assert.deepEqual(abandoned(locks), ["run"]);
});

Deno.test("RunLocks forgets a run that was judged, and leaves nothing behind", async () => {
  await using dir = await tempDir();
  const locks = new RunLocks(dir.join("locks"));
  locks.hold("run")?.abandon();

  assert.deepEqual(abandoned(locks), ["run"]);

  assert.deepEqual(abandoned(locks), []);
  assert.deepEqual(names(dir.join("locks")), ["gate"]);
});

Deno.test("RunLocks judges a run again when the judge failed", async () => {
  await using dir = await tempDir();
  const locks = new RunLocks(dir.join("locks"));
  locks.hold("run")?.abandon();

  assert.throws(() =>
    locks.forgetAbandoned(() => {
      throw new RangeError("the disk is full");
    }), /the disk is full/);

  assert.deepEqual(abandoned(locks), ["run"]);
});

Deno.test("RunLocks does not take a run for abandoned whose holder has released it", async () => {
  await using dir = await tempDir();
  const locks = new RunLocks(dir.join("locks"));
  const [first, second] = [locks.hold("run"), locks.hold("run")];

  first?.release();
  assert.deepEqual(abandoned(locks), []);
  second?.release();

  assert.deepEqual(abandoned(locks), []);
  assert.deepEqual(names(dir.join("locks")), ["gate"]);
});

Deno.test("RunLocks takes a run for abandoned whose process died before it could lock its file", async () => {
  await using dir = await tempDir();
  await dir.write({ "locks/run/file": "" });
  await Deno.mkdir(dir.join("locks/other"));

  assert.deepEqual(abandoned(new RunLocks(dir.join("locks"))).toSorted(), ["other", "run"]);
});

Deno.test("RunLocks touches nothing when nobody ever held a run", async () => {
  await using dir = await tempDir();

  assert.deepEqual(abandoned(new RunLocks(dir.join("locks"))), []);

  assert.deepEqual(names(dir.path), []);
});

Deno.test("RunLocks gives no lock where files cannot be locked, and judges no run there", async () => {
  await using dir = await tempDir();
  await dir.write({ "locks/run/file": "" });
  const refuse = () => ({ kind: "refused" as const });

  const locks = new RunLocks(dir.join("locks"), { lock: refuse, tryLock: refuse });

  assert.equal(locks.hold("new"), undefined);
  assert.deepEqual(abandoned(locks), []);
  assert.deepEqual(names(dir.join("locks")), ["run"]);
});

Deno.test("RunLocks makes, judges and releases locks behind the gate only", async () => {
  await using dir = await tempDir();
  let isGateHeld = false;
  const attempts: string[] = [];
  const locking: FileLocking = {
    lock: (path) => {
      assert.ok(path.endsWith("gate"));
      assert.ok(!isGateHeld);
      isGateHeld = true;
      return { kind: "held", release: () => isGateHeld = false };
    },
    tryLock: (path) => {
      Deno.writeTextFileSync(path, "");
      attempts.push(isGateHeld ? "behind the gate" : "in the open");
      return { kind: "held", release: () => attempts.push(isGateHeld ? "behind the gate" : "in the open") };
    },
  };
  const locks = new RunLocks(dir.join("locks"), locking);

  const lock = locks.hold("run");
  locks.forgetAbandoned(() => assert.ok(isGateHeld));
  locks.hold("other")?.release();

  assert.ok(lock);
  assert.deepEqual(new Set(attempts), new Set(["behind the gate"]));
  assert.ok(!isGateHeld);
});

function abandoned(locks: RunLocks): readonly string[] {
  const runIds: string[] = [];
  locks.forgetAbandoned((runId) => runIds.push(runId));
  return runIds;
}

function names(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
