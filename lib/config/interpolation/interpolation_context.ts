import type { ConfigNode, FoundValue, MapNode } from "../config_node.ts";
import type { Issue } from "../../core/issue.ts";
import type { Variables } from "../env.ts";

/**
 * A function that configuration calls by `${name:a,b}`. It gets the arguments as plain data and gives plain data: text,
 * numbers, booleans, null, lists, maps.
 */
export type ConfigResolver = (...args: never[]) => unknown;

/** What interpolations may refer to beside the values around them. */
export interface InterpolationContext {
  /** Which kind of configuration they stand in: `catalog`. */
  readonly group: string;
  /** Whether values are credentials, which no message may repeat. */
  readonly isSecret: boolean;
  /** What `${globals:...}` refers to; `undefined` inside of the globals. */
  readonly globals: MapNode | undefined;
  /** What `${runtime_params:...}` refers to. */
  readonly runtime: MapNode;
  /** Told when there is an interpolation. */
  readonly onReference?: (() => void) | undefined;
  /** Told of each name that `${runtime_params:...}` asks for. */
  readonly onRuntimeParam?: ((name: string) => void) | undefined;
  /** Told of what is fine today and should be changed, such as a key with a new name. */
  readonly onNotice?: ((notice: Issue) => void) | undefined;
  /** What `${oc.env:...}` refers to. */
  readonly variables: Variables | undefined;
  /** Functions of the project, by name. */
  readonly resolvers: Readonly<Record<string, ConfigResolver>>;
}

/** What a built-in function works with. */
export interface ResolverScope {
  /** What it may refer to. */
  readonly context: InterpolationContext;
  /** The call, as it was written. */
  readonly written: string;
  /** The value at a dotted path, seen from where the call stands, which is remembered; `undefined` when nothing is there. */
  select(path: string): ConfigNode | undefined;
  /** The value at a dotted path of the parameters of this run, which is remembered. */
  selectRuntime(path: string): ConfigNode | undefined;
  /** Keys down to the value that calls, as people write them. */
  readonly caller: string;
  /** Tell that something should be changed. */
  warn(message: string): void;
  /** Remember that the result comes from somewhere. */
  note(found: FoundValue): void;
  /** A new value. */
  make(value: null | string): ConfigNode;
  /** What a text means where an argument is expected. */
  decode(text: string): ConfigNode;
}
