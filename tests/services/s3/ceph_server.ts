import { dirname, join } from "node:path";
import { capture } from "../../../tasks/process.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { cephConfig } from "./ceph_config.ts";

/** A server of S3 on the loopback interface: one node of Ceph with its gateway, and a user of its own. */
export interface CephServer extends AsyncDisposable {
  /** Its address: `http://127.0.0.1:41327`. */
  readonly url: string;
  /** Key of the user. */
  readonly accessKeyId: string;
  /** Its secret. */
  readonly secretAccessKey: string;
  /** End the gateway at once, as a crash would; what it stored stays. */
  kill(): Promise<void>;
  /** Start the gateway again, at the same address. */
  restart(): Promise<void>;
  /** Make another user, who has no right in the buckets of the first. */
  addUser(
    name: string,
    keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  ): Promise<void>;
}

/** Whether the programs are there. */
export async function hasCeph(): Promise<boolean> {
  const found = await Promise.all(
    ["radosgw", "ceph-mon", "ceph-osd"].map((program) =>
      capture(program, ["--version"]).then(({ code }) => code === 0, () => false)
    ),
  );
  return found.every((isThere) => isThere);
}

/** How a server is started. */
export interface CephOptions {
  /** Where it keeps its data: a file is for gigabytes, and takes some seconds more to start. @default {"memory"} */
  readonly keeps?: "memory" | "file" | undefined;
}

/** Start a server. It takes two seconds. */
export async function startCeph({ keeps = "memory" }: CephOptions = {}): Promise<CephServer> {
  const dir = await tempDir();
  await endOrphans(dirname(dir.path));
  await dir.write({ [OWNER]: String(Deno.pid) });
  const [port, monitorPort] = [freePort(), freePort()];
  const keys = { accessKeyId: "kedge-test", secretAccessKey: "kedge-test-secret" };
  const run = runner(dir.path);
  const url = `http://127.0.0.1:${port}`;
  const stopAll = async (): Promise<void> => {
    for (const name of Object.values(DAEMONS).reverse()) await stop(dir.path, name);
  };
  // Also when a test ends the process; what a killed one leaves, the next one ends.
  const atExit = (): void => {
    for (const name of Object.values(DAEMONS)) signal(dir.path, name);
  };
  globalThis.addEventListener("unload", atExit);
  const startGateway = async (): Promise<void> => {
    await run("radosgw", ["-n", DAEMONS.gateway]);
    await until(
      async () => (await fetch(url).then(async (answer) => (await answer.body?.cancel(), answer.ok))),
    );
  };
  const addUser: CephServer["addUser"] = async (name, { accessKeyId, secretAccessKey }) => {
    await run("radosgw-admin", [
      ...["user", "create", `--uid=${name}`, `--display-name=${name}`],
      ...[`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`],
    ]);
  };
  try {
    const id = crypto.randomUUID();
    for (const name of ["mon", "osd", "run", "log"]) await Deno.mkdir(dir.join(name));
    await dir.write({ "ceph.conf": cephConfig(dir.path, { id, port, monitorPort, keeps }), keyring: "" });
    const monitors = ["--create", "--clobber", "--fsid", id, "--addv", "a", `[v2:127.0.0.1:${monitorPort}]`];
    await command("monmaptool", [...monitors, dir.join("monmap")]);
    await run("ceph-mon", ["-i", "a", "--mkfs", "--monmap", dir.join("monmap")]);
    await run("ceph-mon", ["-i", "a"]);
    const disk = crypto.randomUUID();
    await run("ceph", ["osd", "new", disk, "0"]);
    await run("ceph-osd", ["-i", "0", "--mkfs", "--osd-uuid", disk]);
    await run("ceph-osd", ["-i", "0"]);
    await until(async () => (await run("ceph", ["--connect-timeout", "3", "osd", "stat"])).includes("1 up"));
    await addUser("test", keys);
    await startGateway();
  } catch (error) {
    await stopAll();
    throw error;
  }
  return {
    url,
    ...keys,
    addUser,
    kill: () => stop(dir.path, DAEMONS.gateway),
    restart: startGateway,
    async [Symbol.asyncDispose]() {
      globalThis.removeEventListener("unload", atExit);
      await stopAll();
      await dir[Symbol.asyncDispose]();
    },
  };
}

const DAEMONS = { monitor: "mon.a", disk: "osd.0", gateway: "client.rgw" };
/** Names the process that a server was started for. */
const OWNER = "owner.pid";

/** End the servers whose tests were killed, and remove what they kept. */
async function endOrphans(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith("kedge-test-")) continue;
    const dir = join(folder, name);
    const owner = await Deno.readTextFile(join(dir, OWNER)).catch(() => undefined);
    const isOrphan = owner !== undefined && !await Deno.stat(`/proc/${owner}`).then(() => true, () => false);
    if (!isOrphan) continue;
    for (const daemon of Object.values(DAEMONS)) await stop(dir, daemon);
    await Deno.remove(dir, { recursive: true }).catch(() => {});
  }
}

function runner(dir: string): (program: string, args: readonly string[]) => Promise<string> {
  return (program, args) => command(program, ["-c", join(dir, "ceph.conf"), ...args]);
}

async function command(program: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} exits with ${code}: ${stderr}`);
  return stdout;
}

async function until(isReady: () => Promise<boolean>): Promise<void> {
  for (let tries = 1200; tries > 0; tries--) {
    if (await isReady().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("Ceph does not start");
}

async function stop(dir: string, name: string): Promise<void> {
  for (let tries = 200; signal(dir, name) && tries > 0; tries--) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await Deno.remove(pidFile(dir, name)).catch(() => {});
}

/** End a daemon by its process id, if it runs; nothing here is worth an orderly end. */
function signal(dir: string, name: string): boolean {
  try {
    const pid = Number(Deno.readTextFileSync(pidFile(dir, name)));
    // The number may be another process by now, or one that ended and that nobody has waited for.
    if (!Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes(join(dir, "ceph.conf"))) return false;
    Deno.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

function pidFile(dir: string, name: string): string {
  return join(dir, "run", `${name}.pid`);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
