import type { Mask } from "../../core/mask.ts";
import { once } from "../../core/once.ts";
import { hideUrlSecrets } from "../../core/redact.ts";
import { type ConfigNode, type Derivation, type FoundValue, type MapNode, toData } from "../config_node.ts";
import { createMask } from "./create_mask.ts";
import type { NamedValue, SecretNames } from "./secret_names.ts";

/** Where a value stands, and what made the maps around it. */
export interface ValuePlace {
  /** The kind of configuration. */
  readonly group: string;
  /** Keys down to it. */
  readonly path: readonly (string | number)[];
  /** What made the maps above. @default {nothing} */
  readonly above?: readonly MadeMap[] | undefined;
}

/** A map or list that an interpolation made. */
export interface MadeMap {
  /** How many keys lead down to it. */
  readonly depth: number;
  /** The interpolation. */
  readonly from: Derivation;
}

/**
 * The secrets of a configuration: values whose names say so, and all that is made of such values, however many references
 * lie between. This is the one place that decides; whoever shows, tracks or reports a value asks here.
 */
export class SecretValues {
  readonly #names: SecretNames;
  // Values that stand under the name of a secret; an alias or a map that was taken over holds the same ones.
  readonly #nodes = new Set<ConfigNode>();
  // What credentials are made of.
  readonly #used = new Set<string>();
  readonly #made = new Set<string>();
  readonly #secretIn = new Set<string>();
  readonly #texts = new Set<string>();
  readonly #led = new Map<Derivation, Map<string, boolean>>();
  readonly #clean = new Map<Derivation, boolean>();
  readonly #held = new Map<ConfigNode, boolean>();

  /** Find the secrets of all kinds of configuration, by name; `further` are secrets that stand elsewhere. */
  constructor(
    groups: Readonly<Record<string, MapNode>>,
    names: SecretNames,
    further: readonly string[] = [],
  ) {
    this.#names = names;
    const { credentials } = groups;
    if (credentials !== undefined) eachLeaf(credentials, { group: "credentials", path: [] }, this.#use);
    const leaves: (readonly [node: ConfigNode, place: ValuePlace, said: ReturnType<SecretNames>])[] = [];
    const visit: VisitLeaf = (node, place) => {
      const said = this.#ask(node, place);
      leaves.push([node, place, said]);
      if (place.group === "catalog" && place.path.includes("credentials", 1)) this.#tell(place);
      if (said !== "secret") return;
      this.#nodes.add(node);
      if (node.aliasOf !== undefined) this.#nodes.add(node.aliasOf);
    };
    for (const [group, node] of Object.entries(groups)) eachLeaf(node, { group, path: [] }, visit);
    const shown = new Set<string>();
    for (const [node, place, said] of leaves) {
      if (said === "exempt") shown.add(String(valueOf(node)));
      if (!this.#judge(node, place, said)) continue;
      for (const text of secretTexts(node, place)) this.#texts.add(text);
      if (said !== undefined) continue;
      this.#made.add(keyOf(outsideOfLists(place)));
      this.#tell(place);
    }
    // What may be told may be told everywhere.
    for (const text of shown) this.#texts.delete(text);
    for (const text of further) this.#texts.add(text);
  }

  /** Whether a value that is no map is a secret. */
  isSecret(node: ConfigNode, place: ValuePlace): boolean {
    return this.#judge(node, place, this.#ask(node, place));
  }

  // By what names say of it, and else by what made it.
  #judge(node: ConfigNode, place: ValuePlace, said: ReturnType<SecretNames>): boolean {
    if (said !== undefined) return said === "secret";
    if (this.#nodes.has(node) || (node.aliasOf !== undefined && this.#nodes.has(node.aliasOf))) return true;
    return (node.from !== undefined && this.#leads(node.from, [])) ||
      (place.above ?? []).some(({ depth, from }) => this.#leads(from, place.path.slice(depth)));
  }

  /** Whether a value is made of a secret and has no name that says so, or lies in such a value. */
  isMadeOfSecret(group: string, path: readonly (string | number)[]): boolean {
    return this.#made.size > 0 &&
      path.some((_, index) => this.#made.has(keyOf({ group, path: path.slice(0, index + 1) })));
  }

  /** A text with `***` for every secret in it that is long enough to be one. */
  mask(text: string): string {
    return this.#mask()(text);
  }

  /**
   * A text about what stands at a top-level key, as {@linkcode mask} gives it: the same where nothing there is made of a
   * secret or given credentials.
   */
  maskAbout(group: string, key: string, text: string): string {
    return this.#secretIn.has(keyOf({ group, path: [key] })) ? this.mask(text) : text;
  }

  readonly #mask = once((): Mask => createMask(this.#texts));

  // Texts about what stands there may tell a secret.
  #tell({ group, path }: ValuePlace): void {
    this.#secretIn.add(keyOf({ group, path: path.slice(0, 1) }));
  }

  #ask(node: ConfigNode, { group, path }: ValuePlace): ReturnType<SecretNames> {
    const said = this.#names({ group, path, value: valueOf(node) });
    if (said !== undefined || this.#used.size === 0) return said;
    const isUsed = path.some((_, index) => this.#used.has(keyOf({ group, path: path.slice(0, index + 1) })));
    return isUsed ? "secret" : undefined;
  }

  // Whether an interpolation brings a secret to the keys `below` what it made.
  #leads(from: Derivation, below: readonly (string | number)[]): boolean {
    if (this.#isClean(from)) return false;
    const known = this.#led.get(from) ?? new Map<string, boolean>();
    this.#led.set(from, known);
    const key = below.join("\0");
    const result = known.get(key) ?? (from.written.includes("oc.env") ||
      from.sources.some(({ found }) => found !== undefined && this.#brings(found, { from, below })));
    known.set(key, result);
    return result;
  }

  // Whether nothing that an interpolation refers to holds a secret: true of most, and asked once, not for each value below.
  #isClean(from: Derivation): boolean {
    const known = this.#clean.get(from);
    if (known !== undefined) return known;
    const isClean = !from.written.includes("oc.env") &&
      from.sources.every(({ found }) => found === undefined || !this.#holds(found.node, found));
    this.#clean.set(from, isClean);
    return isClean;
  }

  #brings(
    { group, path, node }: FoundValue,
    { from, below }: { readonly from: Derivation; readonly below: readonly (string | number)[] },
  ): boolean {
    if (node !== from.target) return this.#holds(node, { group, path });
    // Taken over as it is: what lies below stands below its own name there.
    const leaf = follow(node, below);
    if (leaf?.kind !== "scalar") return false;
    return this.#nodes.has(leaf) || this.#ask(leaf, { group, path: [...path, ...below] }) === "secret" ||
      (node.from !== undefined && this.#leads(node.from, below));
  }

  #holds(node: ConfigNode, place: ValuePlace): boolean {
    const known = this.#held.get(node);
    if (known !== undefined) return known;
    let result = false;
    eachLeaf(node, place, (leaf, at) => result ||= this.isSecret(leaf, at));
    this.#held.set(node, result);
    return result;
  }

  readonly #use = (node: ConfigNode, { path, above = [] }: ValuePlace): void => {
    const isPlain = PLAIN_CREDENTIAL.test(String(path.at(-1))) && !node.from?.written.includes("@");
    if (isPlain) return;
    const makers = [...above, ...node.from === undefined ? [] : [{ depth: path.length, from: node.from }]];
    for (const { depth, from } of makers) this.#useSources(from, path.slice(depth));
  };

  #useSources(from: Derivation, below: readonly (string | number)[]): void {
    for (const { found } of from.sources) {
      if (found === undefined) continue;
      const isWhole = found.node === from.target;
      const key = keyOf({ group: found.group, path: isWhole ? [...found.path, ...below] : found.path });
      if (this.#used.has(key)) continue;
      this.#used.add(key);
      if (found.node.from !== undefined) this.#useSources(found.node.from, isWhole ? below : []);
    }
  }
}

// What stands beside the secret in most credentials, and is written elsewhere too.
const PLAIN_CREDENTIAL =
  /^(?:(?:endpoint|base)?_?ur[il]|endpoint|host(?:name)?|server|port|region(?:_name)?|user(?:name)?|database|db(?:name)?|schema|bucket|project|profile|scheme|protocol)$/i;

/** The texts that are not to be shown of a value that is a secret. */
function secretTexts(node: ConfigNode, { group, path }: ValuePlace): readonly string[] {
  const value = valueOf(node);
  if (value === undefined || value === null || typeof value === "boolean") return [];
  const text = String(value);
  const keys = path.filter((key) => typeof key === "string");
  const isCredential = group === "credentials" || keys.slice(0, -1).includes("credentials");
  const name = keys.at(-1) ?? "";
  if (!isCredential) return SIGNATURE.test(name) && text.length < 16 ? [] : [text, ...passwordOf(text)];
  if (![PLAIN_CREDENTIAL, SETTING].some((plain) => plain.test(name))) return [text, ...passwordOf(text)];
  // Every message about a server names its address.
  return hideUrlSecrets(text) === text ? [] : [text, ...passwordOf(text)];
}

// `postgres://ada:password@host` may be taken apart.
function passwordOf(url: string): readonly string[] {
  const { password = "" } = URL.parse(url) ?? {};
  return password === "" ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// How a service is reached, in words that are written elsewhere too: `addressing_style: path`, `type: service_account`.
const SETTING =
  /(?:^|_)(?:type|style|version|timeout|retries|domain|driver|dialect|encoding|project_id|email)$|^(?:token|auth|issuer|api|service|cert)_ur[il]$/i;

// Of a URL; a model and a function have short ones that are none.
const SIGNATURE = /signature/i;

type VisitLeaf = (node: ConfigNode, place: ValuePlace) => void;

/** Every value of a tree that is no map and no list, and empty maps and lists, each with its place. */
function eachLeaf(node: ConfigNode, place: ValuePlace, visit: VisitLeaf): void {
  if (node.kind === "scalar" || (node.kind === "map" ? node.entries.size : node.items.length) === 0) {
    return visit(node, place);
  }
  const { group, path, above = [] } = place;
  const made = node.from === undefined ? above : [...above, { depth: path.length, from: node.from }];
  if (node.kind === "map") {
    for (const [key, { value }] of node.entries) {
      eachLeaf(value, { group, path: [...path, key], above: made }, visit);
    }
    return;
  }
  for (const [index, item] of node.items.entries()) {
    eachLeaf(item, { group, path: [...path, index], above: made }, visit);
  }
}

// Whoever knows a value by its keys knows no places in lists.
function outsideOfLists({ group, path }: ValuePlace): ValuePlace {
  const inList = path.findIndex((key) => typeof key === "number");
  return { group, path: inList < 0 ? path : path.slice(0, inList) };
}

function follow(root: ConfigNode, path: readonly (string | number)[]): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>((node, key) => {
    if (node?.kind === "map") return node.entries.get(String(key))?.value;
    return node?.kind === "list" ? node.items[Number(key)] : undefined;
  }, root);
}

function valueOf(node: ConfigNode): NamedValue["value"] {
  return node.kind === "scalar" ? toData(node) : undefined;
}

function keyOf({ group, path }: ValuePlace): string {
  return [group, ...path].join("\0");
}
