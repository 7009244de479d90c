import { join } from "node:path";
import type { ConfigSchemas } from "./config_schemas.ts";

/**
 * Write JSON Schemas of configuration files into a folder, `catalog.json` and so on, for editors that are told of them by
 * `# yaml-language-server: $schema=../.schemas/catalog.json`.
 *
 * @returns Paths of the files.
 */
export async function writeConfigSchemas(dir: string, schemas: ConfigSchemas): Promise<readonly string[]> {
  await Deno.mkdir(dir, { recursive: true });
  const files = Object.entries(schemas).map(([name, schema]) => ({
    path: join(dir, `${name}.json`),
    text: `${JSON.stringify(schema)}\n`,
  }));
  for (const { path, text } of files) await Deno.writeTextFile(path, text);
  return files.map(({ path }) => path);
}
