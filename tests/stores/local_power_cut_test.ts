import assert from "node:assert/strict";
import { canTrace, type SystemCall, traceScript } from "../support/strace.ts";
import { tempDir } from "../support/temp_dir.ts";

// A power cut keeps what was synced. So what must hold follows from the order of what the system is asked for:
// the bytes are synced before they get their name, the name before the write is said to be done.

const CALLS = ["fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "mkdir", "mkdirat"];
const MAY_TRACE = await canTrace();
if (!MAY_TRACE) {
  console.warn("Tests of what the system is asked for are skipped: deno task services install");
}

for (const [how, naming] of [["overwrite", /^rename/], ["if-absent", /^link/]] as const) {
  Deno.test({
    name: `localStore() syncs bytes, then the name, before it says that they are written (${how})`,
    ignore: !MAY_TRACE,
    async fn() {
      await using dir = await tempDir();
      const script = "tests/stores/children/write_once.ts";

      const calls = await traceScript([...CALLS, "write"], [script, dir.path, "new/key", how]);

      const at = (step: SystemCall["step"], name: RegExp, args: string): number => {
        const index = calls.findIndex((call) =>
          call.step === step && name.test(call.name) && call.args.includes(args)
        );
        assert.notEqual(index, -1, `${step} of ${name} with ${args}:\n${JSON.stringify(calls, null, 1)}`);
        return index;
      };
      const sync = /^fsync|^fdatasync/;
      const order = [
        at("end", /^mkdir/, `${dir.path}/new"`),
        at("end", sync, `<${dir.path}>`),
        at("end", sync, `<${dir.path}/new/.kedge-write-`),
        at("begin", naming, `${dir.path}/new/key"`),
        at("end", naming, `${dir.path}/new/key"`),
        at("begin", sync, `<${dir.path}/new>`),
        at("end", sync, `<${dir.path}/new>`),
        at("begin", /^write/, '"written\\n"'),
      ];
      assert.deepEqual(order, order.toSorted((a, b) => a - b));
      assert.equal(await Deno.readTextFile(dir.join("new", "key")), "new");
    },
  });
}
