import type { DatasetInfo } from "../../mod.ts";

/** How much data is, as far as it is known. */
export interface DatasetSize {
  /** Rows. */
  readonly rows: number | undefined;
  /** Bytes. */
  readonly bytes: number | undefined;
}

/** How much data is. Others than Kedge may have described it. */
export function readProfile({ profile }: DatasetInfo): DatasetSize {
  const { num_rows: rows, num_bytes: bytes } = parse(profile);
  return {
    rows: typeof rows === "number" ? rows : undefined,
    bytes: typeof bytes === "number" ? bytes : undefined,
  };
}

function parse(profile: string | undefined): { readonly num_rows?: unknown; readonly num_bytes?: unknown } {
  try {
    const value: unknown = JSON.parse(profile ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
