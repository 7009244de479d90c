import { describePath } from "../../core/describe_value.ts";
import type { Issue } from "../../core/issue.ts";
import {
  type ConfigNode,
  type DerivationSource,
  type FoundValue,
  type MapEntry,
  type MapNode,
  type Mark,
  narrow,
  placeOf,
  type ScalarNode,
} from "../config_node.ts";
import { callResolver } from "./call_resolver.ts";
import type { Argument, Call, Expression, Reference, Template } from "./expression.ts";
import { childOf, splitPath, unknownReference } from "./find_node.ts";
import type { InterpolationContext } from "./interpolation_context.ts";
import { InterpolationError, type InterpolationProblem } from "./interpolation_error.ts";
import { Limits } from "./limits.ts";
import { hasInterpolation, parseArgument, parseTemplate } from "./parse_template.ts";
import { pythonText } from "./python_text.ts";

type Path = readonly (string | number)[];

/** A value that is being worked out. */
interface Frame {
  readonly key: string;
  readonly path: Path;
  readonly mark: Mark;
  readonly sources: DerivationSource[];
}

/** Works out the interpolations of one tree of values; each once, when it is first needed. */
export class Interpolator {
  readonly issues: Issue[] = [];
  readonly #root: MapNode;
  readonly #context: InterpolationContext;
  readonly #group: string;
  // `null` for those that failed: they have been told of.
  readonly #known = new Map<string, ConfigNode | null>();
  readonly #frames: Frame[] = [];
  readonly #limits = new Limits();
  #failures = 0;
  #runtime: Interpolator | undefined;

  /** @param group The kind of configuration that `root` is of. @default {the one they stand in} */
  constructor(root: MapNode, context: InterpolationContext, group: string = context.group) {
    this.#root = root;
    this.#context = context;
    this.#group = group;
  }

  /** A value with all below it worked out; problems are collected, and null stands in for what has one. */
  resolve(node: ConfigNode, path: Path): ConfigNode {
    return this.#resolveBelow(node, [...path]);
  }

  // One path for all values below, made longer and shorter on the way: most values need none.
  #resolveBelow(node: ConfigNode, path: (string | number)[]): ConfigNode {
    switch (node.kind) {
      case "scalar":
        return isOpen(node) ? this.#resolveScalar(node, [...path]) : node;
      case "list": {
        const items = node.items.map((item, index) => this.#resolveChild(item, index, path));
        return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
      }
      case "map": {
        let entries: Map<string, MapEntry> | undefined;
        for (const [key, entry] of node.entries) {
          const value = this.#resolveChild(entry.value, key, path);
          if (value !== entry.value) (entries ??= new Map(node.entries)).set(key, { ...entry, value });
        }
        return entries === undefined ? node : { ...node, entries };
      }
    }
  }

  #resolveChild(node: ConfigNode, step: string | number, path: (string | number)[]): ConfigNode {
    if (node.kind === "scalar" && !isOpen(node)) return node;
    path.push(step);
    const resolved = this.#resolveBelow(node, path);
    path.pop();
    return resolved;
  }

  /**
   * The value at a path, worked out; `undefined` when nothing is there.
   *
   * @throws {InterpolationError} When it cannot be worked out.
   */
  find(path: Path): ConfigNode | undefined {
    return this.#follow(path).node;
  }

  #resolveScalar(node: ScalarNode, path: Path): ConfigNode {
    try {
      return this.#workOut(node, path);
    } catch (error) {
      if (!(error instanceof InterpolationError)) throw error;
      this.#failures++;
      return { kind: "scalar", value: null, mark: node.mark };
    }
  }

  #workOut(node: ScalarNode, path: Path): ConfigNode {
    const key = path.join("\0");
    const known = this.#known.get(key);
    if (known === null) throw new InterpolationError();
    if (known !== undefined) return known;
    const depth = this.#frames.length;
    try {
      this.#checkCircle(key);
      this.#limits.checkChain(depth);
      const frame: Frame = { key, path, mark: node.mark, sources: [] };
      this.#frames.push(frame);
      const result = this.#derive(node, frame);
      this.#known.set(key, result);
      return result;
    } catch (error) {
      if (!(error instanceof InterpolationError)) throw error;
      if (error.problem !== undefined) this.issues.push(this.#toIssue(error.problem, node, path));
      this.#known.set(key, null);
      throw new InterpolationError();
    } finally {
      this.#frames.length = depth;
    }
  }

  #checkCircle(key: string): void {
    const start = this.#frames.findIndex((frame) => frame.key === key);
    if (start < 0) return;
    const circle = this.#frames.slice(start).map(({ path }) => describePath(path));
    throw new InterpolationError({
      code: "config.circular_reference",
      message: `${circle[0]} refers back to itself: ${[...circle, circle[0]].join(" -> ")}`,
      discreet: "a ${...} refers back to the value it stands in",
    });
  }

  #derive(node: ScalarNode, frame: Frame): ConfigNode {
    const written = String(node.value);
    const template = parseTemplate(written);
    const [only] = template;
    const isWhole = template.length === 1 && only !== undefined && typeof only !== "string";
    const target: ConfigNode = isWhole
      ? this.#evaluate(only)
      : { kind: "scalar", value: this.#textOf(template), mark: node.mark };
    this.#limits.countNode(target, frame.path.length);
    const from = { written, sources: frame.sources, ...(isWhole && { target }) };
    return { ...target, mark: node.mark, from };
  }

  #textOf(template: Template): string {
    const text = template.map((part) => typeof part === "string" ? part : pythonText(this.#evaluate(part)))
      .join("");
    this.#limits.countText(text);
    return text;
  }

  #evaluate(expression: Expression): ConfigNode {
    return expression.kind === "reference" ? this.#refer(expression) : this.#call(expression);
  }

  #refer({ up, keys, written }: Reference): ConfigNode {
    const base = this.#basePath(up, written);
    const steps = keys.flatMap((key) => this.#textOf(key).split("."));
    const end = this.#follow([...base, ...steps]);
    if (end.node !== undefined) {
      this.#note(written, { group: this.#group, path: end.path, node: end.node });
      return end.node;
    }
    const inside = end.path.slice(base.length);
    const dots = ".".repeat(up);
    const prefix = inside.length === 0 ? dots : `${dots}${inside.join(".")}.`;
    const step = steps[inside.length] ?? "";
    throw new InterpolationError(unknownReference({ written, node: end.last, prefix, step }));
  }

  #basePath(up: number, written: string): Path {
    if (up === 0) return [];
    const { path } = this.#frame;
    if (up <= path.length) return path.slice(0, path.length - up);
    const discreet = "leads above the top of the configuration";
    throw new InterpolationError({
      code: "config.unknown_reference",
      written,
      message: `${written} ${discreet}`,
      discreet: `a \${...} ${discreet}`,
    });
  }

  #follow(steps: Path): { readonly node?: ConfigNode; readonly last: ConfigNode; readonly path: Path } {
    let node: ConfigNode = this.#root;
    const path: (string | number)[] = [];
    for (const step of steps) {
      const next = childOf(node, step);
      if (next === undefined) return { last: node, path };
      path.push(node.kind === "list" ? Number(step) : step);
      node = next.kind === "scalar" && isOpen(next) ? this.#workOut(next, [...path]) : next;
    }
    const failures = this.#failures;
    const resolved = this.resolve(node, path);
    // A part that fails has been told of, also where it leads back to here.
    if (this.#failures > failures) throw new InterpolationError();
    return { node: resolved, last: resolved, path };
  }

  #call(call: Call): ConfigNode {
    const { mark, path } = this.#frame;
    const args = call.args.map((argument) => this.#valueOf(argument));
    return callResolver(call, args, {
      context: this.#context,
      written: call.written,
      select: (path) => this.#select(call.written, path),
      selectRuntime: (path) => this.#selectRuntime(call.written, path),
      caller: describePath(path),
      warn: (message) =>
        this.#context.onNotice?.({ code: "config.deprecated", message, path, place: placeOf(mark) }),
      note: (found) => this.#note(call.written, found),
      make: (value) => ({ kind: "scalar", value, mark }),
      decode: (text) => this.#valueOf(parseArgument(text)),
    });
  }

  #select(written: string, text: string): ConfigNode | undefined {
    const up = /^\.*/.exec(text)?.[0].length ?? 0;
    const { node, path } = this.#follow([...this.#basePath(up, text), ...splitPath(text.slice(up))]);
    if (node !== undefined) this.#note(written, { group: this.#group, path, node });
    return node;
  }

  // Parameters of a run may refer to each other.
  #selectRuntime(written: string, text: string): ConfigNode | undefined {
    this.#runtime ??= new Interpolator(this.#context.runtime, this.#context, "parameters");
    this.#runtime.#runtime = this.#runtime;
    const told = this.#runtime.issues.length;
    try {
      const path = splitPath(text);
      const node = this.#runtime.find(path);
      if (node !== undefined) this.#note(written, { group: "parameters", path, node });
      return node;
    } finally {
      this.issues.push(...this.#runtime.issues.slice(told));
    }
  }

  #valueOf(argument: Argument): ConfigNode {
    const { mark } = this.#frame;
    switch (argument.kind) {
      case "scalar":
        return { kind: "scalar", value: argument.value, mark };
      case "list":
        return { kind: "list", items: argument.items.map((item) => this.#valueOf(item)), mark };
      case "map": {
        const entries = argument.entries.map(([key, value]) =>
          [key, { key: mark, value: this.#valueOf(value) }] as const
        );
        return { kind: "map", entries: new Map(entries), mark };
      }
      case "template": {
        const [only] = argument.template;
        const isWhole = argument.template.length === 1 && !argument.isText;
        if (isWhole && only !== undefined && typeof only !== "string") return this.#evaluate(only);
        return { kind: "scalar", value: this.#textOf(argument.template), mark };
      }
    }
  }

  get #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new TypeError("Cannot evaluate an expression outside of a value");
    return frame;
  }

  #note(reference: string, found: FoundValue): void {
    this.#frame.sources.push({ reference, found });
  }

  #toIssue(problem: InterpolationProblem, { mark }: ScalarNode, path: Path): Issue {
    const { code, message, discreet, written, suggestion } = problem;
    // Credentials may be written into an entry of the catalog, too.
    const isSecret = this.#context.isSecret || path.includes("credentials");
    const isShown = message !== undefined && !isSecret;
    return {
      code,
      message: isShown ? message : `${describePath(path)}: ${discreet}`,
      path,
      place: placeOf(isShown && written !== undefined ? narrow(mark, written) : mark),
      suggestion: isShown ? suggestion : undefined,
    };
  }
}

// Whether a value is text that is still to be worked out.
function isOpen(node: ScalarNode): boolean {
  return node.from === undefined && typeof node.value === "string" && hasInterpolation(node.value);
}
