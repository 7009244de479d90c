import type { SourcePlace } from "../../mod.ts";

/** Where something was written: `conf/base/catalog.yml:12:9`. */
export function describePlace({ file, line, column }: SourcePlace): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}
