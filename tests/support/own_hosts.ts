import { capture, type Finished, type ProcessOptions } from "../../tasks/process.ts";
import { tempDir } from "./temp_dir.ts";

/** Whether {@linkcode runWithHosts} can do what it says. */
export async function canOwnHosts(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  return await runWithHosts(["probe.localhost"], ["eval", "1"]).then(({ code }) => code === 0, () => false);
}

/** Run this Deno where more names stand for this machine: in a mount namespace of its own, with its own /etc/hosts. */
export async function runWithHosts(
  names: readonly string[],
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<Finished> {
  await using dir = await tempDir();
  await dir.write({ hosts: `127.0.0.1 localhost ${names.join(" ")}\n` });
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  return await capture("unshare", [
    "--mount",
    "sh",
    "-c",
    script,
    dir.join("hosts"),
    Deno.execPath(),
    ...args,
  ], options);
}
