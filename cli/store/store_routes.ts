import { buildCommand, buildRouteMap, type Command, type RouteMap } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { describeWithExamples, type Example } from "../examples.ts";
import { type SwitchFlag, switchFlag, type TextFlag, textFlag } from "../flag_kinds.ts";

// Not literal import()s: Deno reads all that one leads to before it starts, and these lead to the whole library.
const LIST_OBJECTS: string = "./list_objects.ts";
const COPY_OBJECTS: string = "./copy_objects.ts";
const REMOVE_OBJECTS: string = "./remove_objects.ts";
const SHOW_OBJECT: string = "./show_object.ts";
const COLLECT_LEFTOVERS: string = "./collect_leftovers.ts";

/** Flags of every `kedge store` command. */
export interface StoreFlags {
  readonly credentials?: string | undefined;
  readonly env?: string | undefined;
  readonly project?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Flags of commands about one object or all of a folder. */
export interface TreeFlags extends StoreFlags {
  readonly recursive?: boolean | undefined;
}

/** Flags of `kedge store cp`. */
export interface CopyFlags extends TreeFlags {
  readonly update?: boolean | undefined;
  readonly concurrency?: string | undefined;
}

/** Flags of `kedge store rm`. */
export interface RemoveFlags extends TreeFlags {
  readonly yes?: boolean | undefined;
}

/** Flags of `kedge store gc`. */
export interface CollectFlags extends StoreFlags {
  readonly olderThan?: string | undefined;
  readonly yes?: boolean | undefined;
}

const FLAGS = {
  credentials: textFlag("NAME", "Credentials of the project, by name [default: those of this machine]"),
  env: textFlag("NAME", "Environment that the credentials are of [default: local]"),
  project: textFlag("DIR", "Folder of the project [default: found from here upwards]"),
  json: switchFlag("Print JSON on standard output, and nothing else there"),
};
const PLACES = "A place is a path, an s3://BUCKET/KEY, or for reading an http or https URL.";

/** `kedge store`. */
export function storeRoutes(prefix: string): RouteMap<CliContext> {
  return buildRouteMap({
    routes: {
      ls: listCommand(prefix),
      cp: copyCommand(prefix),
      rm: removeCommand(prefix),
      stat: statCommand(prefix),
      gc: collectCommand(prefix),
    },
    docs: {
      brief: "Look at files and objects, copy and remove them",
      fullDescription: describeWithExamples(
        prefix,
        `Look at files and objects, copy and remove them, on this machine, in S3 and on web servers.\n\n${PLACES}`,
        [
          { args: "store ls s3://bucket/data/", does: "what is in a folder" },
          { args: "store cp -r data s3://bucket/data --update", does: "copy what differs" },
          { args: "store gc s3://bucket", does: "what uploads left behind that were cut off" },
        ],
      ),
    },
  });
}

function listCommand(prefix: string): Command<CliContext> {
  return storeCommand<TreeFlags>(prefix, {
    brief: "List what is in a folder",
    text:
      "List what is in a folder: files, and the folders in it, which are not looked into; `store stat` tells how much is in one.",
    examples: [
      { args: "store ls s3://bucket/data/", does: "a folder of a bucket" },
      { args: "store ls -r data --json", does: "all files below a folder, for a program" },
    ],
    flags: { recursive: switchFlag("List all objects, at any depth") },
    load: async () => (await import(LIST_OBJECTS) as typeof import("./list_objects.ts")).listObjects,
  }, [argument("PLACE", "The folder")]);
}

function copyCommand(prefix: string): Command<CliContext> {
  return storeCommand<CopyFlags>(prefix, {
    brief: "Copy an object, or all of a folder",
    text:
      "Copy an object, or with -r all that is in a folder. A copy that was interrupted goes on with --update: what is there " +
      "already with the same bytes is left alone.",
    examples: [
      { args: "store cp data/a.csv s3://bucket/data/", does: "one file into a folder" },
      { args: "store cp -r s3://bucket/data data", does: "all of a folder" },
      { args: "store cp -r data s3://bucket/data --update", does: "what differs, or what is left to do" },
    ],
    flags: {
      recursive: switchFlag("Copy all that is in the folder FROM"),
      update: switchFlag("Leave alone what is there already with the same size and SHA-256"),
      concurrency: textFlag("N", "How many objects at once [default: 16]"),
    },
    load: async () => (await import(COPY_OBJECTS) as typeof import("./copy_objects.ts")).copyObjects,
  }, [
    argument("FROM", "An object, or with -r a folder"),
    argument("TO", "The copy; with a slash at the end, or where a folder is, the folder that it goes into"),
  ]);
}

function removeCommand(prefix: string): Command<CliContext> {
  return storeCommand<RemoveFlags>(prefix, {
    brief: "Remove an object, or all of a folder",
    text: "Remove an object, or with -r all that is in a folder, which is first only told: --yes does it.",
    examples: [
      { args: "store rm s3://bucket/data/a.csv", does: "one object" },
      { args: "store rm -r s3://bucket/data/old", does: "tell what would be removed" },
      { args: "store rm -r s3://bucket/data/old --yes", does: "remove it" },
    ],
    flags: {
      recursive: switchFlag("Remove all that is in the folder"),
      yes: switchFlag("Remove the folder, instead of telling what would be removed"),
    },
    load: async () => (await import(REMOVE_OBJECTS) as typeof import("./remove_objects.ts")).removeObjects,
  }, [argument("PLACE", "An object, or with -r a folder")]);
}

function statCommand(prefix: string): Command<CliContext> {
  return storeCommand<StoreFlags>(prefix, {
    brief: "Show what is known of an object, or of a folder",
    text: "Show what is known of an object, or how many objects and bytes are in a folder.",
    examples: [
      { args: "store stat s3://bucket/data/a.csv", does: "size, time, SHA-256 of one object" },
      { args: "store stat data", does: "how much is in a folder" },
    ],
    load: async () => (await import(SHOW_OBJECT) as typeof import("./show_object.ts")).showObject,
  }, [argument("PLACE", "An object or folder")]);
}

function collectCommand(prefix: string): Command<CliContext> {
  return storeCommand<CollectFlags>(prefix, {
    brief: "Remove what writes that were cut off left behind",
    text:
      "Find uploads that never ended and temporary files, which processes that were killed leave behind: they are no objects, but " +
      "take room. They are first only told: --yes removes them. A write that goes on looks the same, so only old ones are taken.",
    examples: [
      { args: "store gc s3://bucket", does: "tell what would be removed" },
      { args: "store gc data --older-than 2h --yes", does: "remove what was begun more than two hours ago" },
    ],
    flags: {
      olderThan: textFlag("AGE", "Only what was begun so long ago, such as 30m, 2h or 7d [default: 1d]"),
      yes: switchFlag("Remove, instead of telling what would be removed"),
    },
    load: async () =>
      (await import(COLLECT_LEFTOVERS) as typeof import("./collect_leftovers.ts")).collectLeftovers,
  }, [argument("PLACE", "A folder, or a whole bucket")]);
}

interface StoreCommand<Flags> {
  readonly brief: string;
  readonly text: string;
  readonly examples: readonly Example[];
  readonly flags?: Readonly<Record<string, SwitchFlag | TextFlag>> | undefined;
  readonly load: () => Promise<(this: CliContext, flags: Flags, ...args: string[]) => Promise<void>>;
}

interface Argument {
  readonly placeholder: string;
  readonly brief: string;
  readonly parse: (input: string) => string;
}

function argument(placeholder: string, brief: string): Argument {
  return { placeholder, brief, parse: (input) => input };
}

function storeCommand<Flags extends StoreFlags>(
  prefix: string,
  { brief, text, examples, flags = {}, load }: StoreCommand<Flags>,
  parameters: readonly Argument[],
): Command<CliContext> {
  const specification = {
    docs: { brief, fullDescription: describeWithExamples(prefix, `${text}\n\n${PLACES}`, examples) },
    parameters: {
      flags: { ...flags, ...FLAGS },
      aliases: "recursive" in flags ? { r: "recursive", e: "env" } : { e: "env" },
      positional: { kind: "tuple", parameters },
    },
    loader: load,
  };
  // Stricli ties the types of flags and arguments to those of the function; here the command brings both, and its function
  // is typed where it is written.
  return buildCommand<StoreFlags, string[], CliContext>(specification as never);
}
