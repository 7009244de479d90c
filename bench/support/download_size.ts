import { captureDeno, ROOT } from "../../tasks/process.ts";
import { serveFiles } from "../../tasks/static_server.ts";

/** What a script received into an empty cache, in bytes. */
export interface DownloadSize {
  /** Modules from the file server. */
  readonly modules: number;
  /** Package tarballs. */
  readonly tarballs: number;
  /** Everything that the cache holds afterwards. */
  readonly cache: number;
}

/**
 * Run `script(baseUrl)` in an empty folder with an empty cache, the clone being served at `baseUrl`. Modules are counted
 * by the server. Tarballs are those that Deno says it downloads; each is fetched once more to weigh it. Metadata of the
 * package registry is not counted.
 */
export async function downloadSize(script: (baseUrl: string) => string): Promise<DownloadSize> {
  let modules = 0;
  await using server = serveFiles(ROOT, { onSent: (_path, bytes) => modules += bytes });
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/work`);
    await Deno.writeTextFile(`${folder}/work/main.ts`, script(server.url));
    const env = { DENO_DIR: `${folder}/cache`, NO_COLOR: "1" };
    const { code, stderr } = await captureDeno(["run", "-A", "main.ts"], { cwd: `${folder}/work`, env });
    if (code !== 0) throw new Error(`Cannot weigh the download: the script exited with ${code}\n${stderr}`);
    const tarballs = [...stderr.matchAll(/^Download (\S+\.tgz)$/gm)].map(([, url]) => weigh(url ?? ""));
    const sizes = await Promise.all(tarballs);
    return {
      modules,
      tarballs: sizes.reduce((sum, size) => sum + size, 0),
      cache: await folderSize(`${folder}/cache`),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function weigh(url: string): Promise<number> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot weigh "${url}": the server answered ${response.status}`);
  return (await response.bytes()).length;
}

async function folderSize(folder: string): Promise<number> {
  let size = 0;
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    size += entry.isDirectory ? await folderSize(path) : (await Deno.stat(path)).size;
  }
  return size;
}
