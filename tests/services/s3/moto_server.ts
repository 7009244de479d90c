import { findPython } from "../../../tasks/services/python.ts";

/** A second server of S3, for what the first does not know; it checks neither keys nor content. */
export interface MotoServer extends AsyncDisposable {
  /** Its address: `http://127.0.0.1:41327`. */
  readonly url: string;
}

/** Whether it is installed. */
export async function hasMoto(): Promise<boolean> {
  return await findPython("aws") !== undefined;
}

/** Start it. It takes half a second and keeps everything in memory. */
export async function startMoto(): Promise<MotoServer> {
  const python = await findPython("aws");
  if (python === undefined) throw new Error("Moto is not installed: deno task services install");
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
  const child = new Deno.Command(python, { args, stdin: "null", stdout: "null", stderr: "null" }).spawn();
  const server: MotoServer = {
    url,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.status;
    },
  };
  for (let tries = 200; tries > 0; tries--) {
    const isReady = await fetch(url).then((answer) => answer.body?.cancel().then(() => true), () => false);
    if (isReady) return server;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await server[Symbol.asyncDispose]();
  throw new Error("Moto does not start");
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
