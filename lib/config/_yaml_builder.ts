import { type Event, EVENT_ID } from "../deps/js_yaml.ts";
import { describePath } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { type ConfigNode, type MapEntry, type Mark, placeOf } from "./config_node.ts";
import type { SourceText } from "./source_text.ts";
import {
  type AliasEvent,
  type CollectionEvent,
  isPlain,
  type ScalarEvent,
  YamlEvents,
} from "./_yaml_events.ts";
import { readScalar, readTagged } from "./yaml_scalar.ts";

interface Anchored {
  readonly node: ConfigNode;
  readonly size: number;
}

// Repetition by aliases is counted as if written out: a few hundred characters can stand for billions of values.
const MAX_REPEATED = 500_000;

// No message repeats the text: it may hold credentials.
const MESSAGES = {
  alias: 'There is no anchor of this name above; a value that begins with "*" must be quoted',
  document: "There must be one document in a file: a second one begins here",
  key: "A key must be text: this one is a list or a map",
  merge: 'Only maps can be merged by "<<"',
  tag: "A tag must be !!str, !!int, !!float, !!bool, !!null, !!seq or !!map and fit its value; " +
    'a value that begins with "!" must be quoted',
  too_large: `Aliases must stand for at most ${MAX_REPEATED} values`,
} as const;

/** Makes nodes of the events of one text, in one pass, collecting what is wrong on the way. */
export class YamlBuilder {
  readonly issues: Issue[] = [];
  hasAliases = false;
  readonly #events: YamlEvents;
  readonly #anchors = new Map<string, Anchored>();
  readonly #path: (string | number)[] = [];
  // Nodes so far, aliases counted as if written out; and of these, those that aliases stand for.
  #size = 0;
  #repeated = 0;

  constructor(source: SourceText, events: readonly Event[]) {
    this.#events = new YamlEvents(source, events);
  }

  /** The value of the only document; `undefined` without one. */
  readDocument(): ConfigNode | undefined {
    if (this.#events.isDone) return undefined;
    this.#events.take();
    const node = this.#readNode(0);
    this.#events.take();
    if (!this.#events.isDone) this.#report("document", this.#events.markOfRest());
    return node;
  }

  // `end` is where a value stands that is not written at all: after its key.
  #readNode(start: number, end: number = start): ConfigNode {
    const event = this.#events.take();
    if (event?.type === EVENT_ID.ALIAS) return this.#readAlias(event);
    const sizeBefore = this.#size++;
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.#keep(event, this.#readScalar(event, start, end), sizeBefore);
      case EVENT_ID.SEQUENCE:
        return this.#keep(event, this.#readList(event), sizeBefore);
      case EVENT_ID.MAPPING:
        return this.#keep(event, this.#readMap(event), sizeBefore);
      default:
        throw new TypeError(`Cannot read YAML: the parser gave event ${event?.type} where a value begins`);
    }
  }

  #readScalar(event: ScalarEvent, start: number, end: number): ConfigNode {
    const text = this.#events.textOf(event);
    const mark = this.#events.markOf(event) ?? this.#events.mark(start, end);
    const tag = this.#events.tagOf(event);
    if (tag === undefined) return { kind: "scalar", value: isPlain(event) ? readScalar(text) : text, mark };
    const value = readTagged(tag, text);
    if (value === undefined) this.#reportTag(event);
    return { kind: "scalar", value: value ?? null, mark };
  }

  #readList(event: CollectionEvent): ConfigNode {
    if ((this.#events.tagOf(event) ?? "seq") !== "seq") this.#reportTag(event);
    const items: ConfigNode[] = [];
    const mark = this.#events.mark(event.start, event.start + 1);
    while (!this.#events.takeEnd()) {
      this.#path.push(items.length);
      items.push(this.#readNode(mark.start, mark.end));
      this.#path.pop();
    }
    return { kind: "list", items, mark };
  }

  #readMap(event: CollectionEvent): ConfigNode {
    if ((this.#events.tagOf(event) ?? "map") !== "map") this.#reportTag(event);
    const mark = this.#events.mark(event.start, event.start + 1);
    const own = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    while (!this.#events.takeEnd()) {
      if (this.#events.isAtMergeKey()) this.#readMerge(merged, mark);
      else this.#readEntry(own, mark);
    }
    return { kind: "map", entries: merged.size === 0 ? own : new Map([...merged, ...own]), mark };
  }

  #readEntry(entries: Map<string, MapEntry>, fallback: Mark): void {
    const keyNode = this.#readNode(fallback.start, fallback.end);
    const { mark } = keyNode;
    if (keyNode.kind !== "scalar") this.#report("key", mark);
    const key = keyNode.kind === "scalar" ? String(keyNode.value) : "";
    this.#path.push(key);
    const value = this.#readNode(mark.end);
    const first = entries.get(key);
    if (first === undefined) entries.set(key, { key: mark, value });
    else this.#reportDuplicate(first, mark);
    this.#path.pop();
  }

  // Keys of the map itself win, then those of the first map that is merged.
  #readMerge(merged: Map<string, MapEntry>, fallback: Mark): void {
    const { mark } = this.#readNode(fallback.start, fallback.end);
    const node = this.#readNode(mark.start, mark.end);
    for (const source of node.kind === "list" ? node.items : [node]) {
      if (source.kind !== "map") this.#report("merge", source.mark);
      else {
        for (const [key, entry] of source.entries) {
          if (!merged.has(key)) merged.set(key, entry);
        }
      }
    }
  }

  #readAlias(event: AliasEvent): ConfigNode {
    const mark = this.#events.mark(event.anchorStart - 1, event.anchorEnd);
    this.hasAliases = true;
    const anchored = this.#anchors.get(this.#events.anchorOf(event) ?? "");
    if (anchored === undefined) {
      this.#report("alias", mark);
      return { kind: "scalar", value: null, mark };
    }
    const wasWithinLimit = this.#repeated <= MAX_REPEATED;
    this.#size += anchored.size;
    this.#repeated += anchored.size;
    if (this.#repeated <= MAX_REPEATED) return { ...anchored.node, mark, aliasOf: anchored.node };
    if (wasWithinLimit) this.#report("too_large", mark);
    return { kind: "scalar", value: null, mark };
  }

  // An anchor is known when its value is complete, so nothing can hold itself.
  #keep(event: ScalarEvent | CollectionEvent, node: ConfigNode, sizeBefore: number): ConfigNode {
    const anchor = this.#events.anchorOf(event);
    if (anchor !== undefined) this.#anchors.set(anchor, { node, size: this.#size - sizeBefore });
    return node;
  }

  #reportDuplicate(first: MapEntry, mark: Mark): void {
    const message = `${describePath(this.#path)} is written twice, first on line ${placeOf(first.key).line}`;
    this.issues.push({
      code: "config.duplicate_key",
      message,
      path: [...this.#path],
      about: "key",
      place: placeOf(mark),
    });
  }

  #reportTag(event: ScalarEvent | CollectionEvent): void {
    this.#report("tag", this.#events.mark(event.tagStart, event.tagEnd));
  }

  #report(code: keyof typeof MESSAGES, mark: Mark): void {
    const place = placeOf(mark);
    this.issues.push({ code: `config.yaml_${code}`, message: MESSAGES[code], path: [...this.#path], place });
  }
}
