import type { ConfigObject } from "../../core/config_value.ts";
import type { Issue } from "../../core/issue.ts";
import type { JsonObject } from "../../core/json.ts";
import { type Located, placeIssue } from "../../core/located.ts";
import { once } from "../../core/once.ts";
import { checkWith } from "../../core/zod_issues.ts";
import { knownKeys } from "../../core/zod_keys.ts";
import { z } from "../../deps/zod.ts";

/** What gets a run of its own inside the run: each pipeline, each namespace, or nothing. */
export type NestBy = "none" | "pipeline" | "namespace";

/** The part of `kedge.yml` about tracking: what kedro-mlflow does not know, every key with its default. */
export interface KedgeFile {
  /** What is recorded, and how safely. */
  readonly tracking: {
    readonly durability: "normal" | "full";
    readonly lineage: boolean;
    readonly git_diff: boolean;
    readonly system_metrics: boolean;
    readonly on_error: "warn" | "fail";
    readonly flush_seconds: number;
    readonly server: {
      readonly ca_certificate: string | null;
      readonly client_certificate: string | null;
      readonly workspace: string | null;
      readonly timeout_seconds: number | null;
      readonly retries: number | null;
      readonly headers: string | null;
    };
    readonly run: {
      readonly tags: Readonly<Record<string, unknown>>;
      readonly description: string | null;
      readonly nest: NestBy;
    };
    readonly params: {
      readonly include: readonly string[];
      readonly exclude: readonly string[];
      readonly redact: readonly string[];
    };
  };
}

/** What holds where nothing is written. */
const DEFAULTS: KedgeFile = {
  tracking: {
    durability: "normal",
    lineage: true,
    git_diff: false,
    system_metrics: false,
    on_error: "warn",
    flush_seconds: 5,
    server: {
      ca_certificate: null,
      client_certificate: null,
      workspace: null,
      timeout_seconds: null,
      retries: null,
      headers: null,
    },
    run: { tags: {}, description: null, nest: "none" },
    params: { include: [], exclude: [], redact: [] },
  },
};

// Other sections of kedge.yml belong to other rooms. Made when a file is first read: it takes some milliseconds.
const schema = once(() => {
  const patterns = z.array(z.string().min(1)).default([]);
  const text = z.string().min(1).nullable().default(null);
  return z.looseObject({
    tracking: z.strictObject({
      durability: z.enum(["normal", "full"]).default("normal"),
      lineage: z.boolean().default(true),
      git_diff: z.boolean().default(false),
      system_metrics: z.boolean().default(false),
      on_error: z.enum(["warn", "fail"]).default("warn"),
      flush_seconds: z.number().min(0).max(86_400).default(5),
      server: z.strictObject({
        ca_certificate: text,
        client_certificate: text,
        workspace: text,
        timeout_seconds: z.number().positive().max(86_400).nullable().default(null),
        retries: z.int().min(0).max(10).nullable().default(null),
        headers: text,
      }).prefault({}),
      run: z.strictObject({
        tags: z.record(z.string(), z.unknown()).default({}),
        description: z.string().nullable().default(null),
        nest: z.enum(["none", "pipeline", "namespace"]).default("none"),
      }).prefault({}),
      params: z.strictObject({ include: patterns, exclude: patterns, redact: patterns }).prefault({}),
    }).prefault({}),
  });
});

/** Check `kedge.yml`. */
export function checkKedgeFile(
  { data, placeOf }: Located<ConfigObject>,
): { readonly value: KedgeFile } | { readonly issues: readonly Issue[] } {
  if (data.tracking === undefined) return { value: DEFAULTS };
  const result = checkWith(schema(), data, {
    owner: "kedge.yml",
    unknownKey: "is not a key of kedge.yml",
    code: "tracking",
  });
  if ("value" in result) return result;
  return { issues: result.issues.map((issue) => placeIssue(issue, placeOf)) };
}

/** Whether `kedge.yml` has a key. */
export function isKedgeKey(path: readonly (string | number)[]): boolean {
  return knownKeys(schema(), path.slice(0, -1)).includes(String(path.at(-1)));
}

/** The JSON Schema of the part of `kedge.yml` that is about tracking. */
export function kedgeFileSchema(): JsonObject {
  // Made of JSON alone, as the specification says.
  return z.toJSONSchema(schema(), { io: "input", unrepresentable: "any" }) as unknown as JsonObject;
}
