import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { capture, type Finished } from "../../tasks/process.ts";
import { findPython } from "../../tasks/services/python.ts";
import { tempDir } from "./temp_dir.ts";

const python = await findPython("mlflow");

/** How a server is started. */
export interface MlflowServerOptions {
  /** More arguments of `mlflow server`: `["--app-name", "basic-auth"]`. */
  readonly args?: readonly string[] | undefined;
  /** Variables of its environment. */
  readonly env?: Record<string, string> | undefined;
  /** Its port. @default {a free one} */
  readonly port?: number | undefined;
}

/** A real server of MLflow on the loopback interface, with a database and artifacts of its own. */
export interface MlflowServer extends AsyncDisposable {
  /** Its address: `http://127.0.0.1:41327`. */
  readonly url: string;
  /** Its folder: `mlflow.db` and `artifacts`. */
  readonly folder: string;
  /** Take away everything that was recorded, but the experiment `Default`. */
  clear(): Promise<void>;
  /** End it at once, as a crash would; its data stays. */
  kill(): Promise<void>;
  /** Start it again, at the same address. */
  restart(): Promise<void>;
}

/**
 * A test that needs MLflow. Where it is not installed the test is skipped and says how to install it; in continuous
 * integration it fails.
 */
export function testWithMlflow(name: string, run: (context: Deno.TestContext) => Promise<void>): void {
  const isSkipped = python === undefined && Deno.env.get("CI") === undefined;
  const hint = isSkipped ? " (skipped without MLflow: deno task services install)" : "";
  Deno.test(`${name}${hint}`, { ignore: isSkipped }, run);
}

/** One server for all tests of a file: started before the first, ended after the last. Ask for it inside a test. */
export function sharedMlflow(options: MlflowServerOptions = {}): () => MlflowServer {
  return sharedServer(() => startMlflow(options));
}

/** {@linkcode sharedMlflow} with another way to start it. */
export function sharedServer<T extends MlflowServer>(start: () => Promise<T>): () => T {
  let server: T | undefined;
  Deno.test.beforeAll(async () => {
    if (python !== undefined) server = await start();
  });
  Deno.test.afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });
  return () => {
    assert.ok(server !== undefined, NOT_INSTALLED);
    return server;
  };
}

/** Start a server. It takes several seconds: share it with {@linkcode sharedMlflow} where a test does not end it. */
export async function startMlflow(options: MlflowServerOptions = {}): Promise<MlflowServer> {
  const dir = await tempDir();
  const port = options.port ?? freePort();
  const url = `http://127.0.0.1:${port}`;
  let running = await startProcess(dir.path, port, options);
  return {
    url,
    folder: dir.path,
    clear: () => clear(dir.path),
    kill: async () => await running[Symbol.asyncDispose](),
    restart: async () => {
      await running[Symbol.asyncDispose]();
      running = await startProcess(dir.path, port, options);
    },
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

/** Run a script with the Python that has MLflow's own client. */
export async function runMlflowPython(
  script: string,
  { args = [], env = {}, cwd }: {
    readonly args?: readonly string[];
    readonly env?: Record<string, string>;
    readonly cwd?: string;
  } = {},
): Promise<Finished> {
  assert.ok(python !== undefined, NOT_INSTALLED);
  const finished = await capture(python, ["-W", "ignore", "-c", script, ...args], {
    cwd,
    env: { ...SILENT, ...env },
  });
  assert.equal(finished.code, 0, `${finished.stdout}${finished.stderr}`);
  return finished;
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

const NOT_INSTALLED = "MLflow is not installed: deno task services install";
const SILENT = { DO_NOT_TRACK: "true", MLFLOW_DISABLE_TELEMETRY: "true", PYTHONDONTWRITEBYTECODE: "1" };
const START_TIMEOUT = 120_000;

async function startProcess(
  folder: string,
  port: number,
  { args = [], env = {} }: MlflowServerOptions,
): Promise<AsyncDisposable> {
  assert.ok(python !== undefined, NOT_INSTALLED);
  const child = new Deno.Command(python, {
    args: [
      ...["-m", "mlflow", "server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
      ...["--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`],
      ...["--artifacts-destination", join(folder, "artifacts"), ...args],
    ],
    cwd: folder,
    // Without jobs it is two processes instead of sixteen.
    env: {
      ...SILENT,
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
      PATH: `${dirname(python)}:${Deno.env.get("PATH")}`,
      ...env,
    },
    stdout: "null",
    stderr: "null",
    detached: true, // a group of its own, so that what it starts ends with it
  }).spawn();
  const end = async (): Promise<void> => {
    try {
      Deno.kill(-child.pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    await child.status;
  };
  try {
    let hasEnded = false;
    child.status.then(() => hasEnded = true);
    await waitUntilReady(port, () => hasEnded);
  } catch (error) {
    await end();
    throw error;
  }
  return { [Symbol.asyncDispose]: end };
}

async function waitUntilReady(port: number, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  while (!await isReady(port)) {
    assert.ok(!hasEnded(), "MLflow ended before it was ready: start it by hand to see why");
    assert.ok(Date.now() < deadline, `MLflow did not start on port ${port} in ${START_TIMEOUT / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: "close" } });
    await response.body?.cancel();
    // With accounts, who asks without one is turned away by a server that is ready.
    return response.ok || response.status === 401;
  } catch {
    return false;
  }
}

// Much faster than a new server. Tables that MLflow fills itself stay.
async function clear(folder: string): Promise<void> {
  using database = new DatabaseSync(join(folder, "mlflow.db"));
  database.exec("PRAGMA busy_timeout = 20000; PRAGMA foreign_keys = OFF");
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  database.exec("BEGIN IMMEDIATE");
  for (const { name } of tables) {
    const table = String(name);
    if (KEPT.has(table)) continue;
    database.exec(`DELETE FROM "${table}"${table === "experiments" ? " WHERE experiment_id <> 0" : ""}`);
  }
  database.exec("COMMIT");
  await Deno.remove(join(folder, "artifacts"), { recursive: true }).catch(() => {});
}

const KEPT: ReadonlySet<string> = new Set(["alembic_version", "workspaces", "sqlite_sequence"]);
