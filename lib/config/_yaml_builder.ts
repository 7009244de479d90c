import { type Event, EVENT_ID, getScalarValue, SCALAR_STYLE } from "../deps/js_yaml.ts";
import { describePath } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { type ConfigNode, type MapEntry, type Mark, placeOf, type ScalarNode } from "./config_node.ts";
import type { SourceText } from "./source_text.ts";
import { readScalar, readTagged } from "./yaml_scalar.ts";

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type AliasEvent = Extract<Event, { type: typeof EVENT_ID.ALIAS }>;
type CollectionEvent = Extract<Event, { start: number }>;

interface Anchored {
  readonly node: ConfigNode;
  readonly size: number;
}

// Repetition by aliases is counted as if written out: a few hundred characters can stand for billions of values.
const MAX_REPEATED = 100_000;

/** Makes nodes of the events of one text, in one pass, collecting what is wrong on the way. */
export class YamlBuilder {
  readonly issues: Issue[] = [];
  readonly #source: SourceText;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, Anchored>();
  readonly #path: (string | number)[] = [];
  #next = 0;
  #size = 0;
  #repeated = 0;

  constructor(source: SourceText, events: readonly Event[]) {
    this.#source = source;
    this.#events = events;
  }

  /** The value of the only document; `undefined` without one. */
  readDocument(): ConfigNode | undefined {
    if (this.#events.length === 0) return undefined;
    this.#next++;
    const node = this.#readNode(this.#mark(0, 0));
    this.#next++;
    if (this.#next < this.#events.length) {
      this.#report(
        "document",
        "there must be one document in a file: a second one begins here",
        this.#secondDocument(),
      );
    }
    return node;
  }

  // `fallback` is where an empty value stands: after its key.
  #readNode(fallback: Mark): ConfigNode {
    const event = this.#events[this.#next++];
    const sizeBefore = this.#size++;
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.#anchor(event, this.#readScalar(event, fallback), sizeBefore);
      case EVENT_ID.SEQUENCE:
        return this.#anchor(event, this.#readList(event), sizeBefore);
      case EVENT_ID.MAPPING:
        return this.#anchor(event, this.#readMap(event), sizeBefore);
      case EVENT_ID.ALIAS:
        return this.#readAlias(event);
      default:
        throw new TypeError(`Cannot read YAML as an event of type ${event?.type} is out of place`);
    }
  }

  #readScalar(event: ScalarEvent, fallback: Mark): ScalarNode {
    const text = getScalarValue(this.#source.text, event);
    const mark = event.valueStart < 0 ? fallback : this.#scalarMark(event);
    const tag = this.#tagOf(event);
    if (tag === undefined) {
      return { kind: "scalar", value: event.style === SCALAR_STYLE.PLAIN ? readScalar(text) : text, mark };
    }
    const value = readTagged(tag, text);
    if (value === undefined) this.#reportTag(event);
    return { kind: "scalar", value: value ?? null, mark };
  }

  #readList(event: CollectionEvent): ConfigNode {
    if (!["seq", "", undefined].includes(this.#tagOf(event))) this.#reportTag(event);
    const items: ConfigNode[] = [];
    const mark = this.#mark(event.start, event.start + 1);
    while (!this.#isAtEnd()) {
      this.#path.push(items.length);
      items.push(this.#readNode(mark));
      this.#path.pop();
    }
    return { kind: "list", items, mark };
  }

  #readMap(event: CollectionEvent): ConfigNode {
    if (!["map", "", undefined].includes(this.#tagOf(event))) this.#reportTag(event);
    const mark = this.#mark(event.start, event.start + 1);
    const own = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    while (!this.#isAtEnd()) {
      if (this.#isAtMergeKey()) this.#readMerge(merged, mark);
      else this.#readEntry(own, mark);
    }
    return { kind: "map", entries: merged.size === 0 ? own : new Map([...merged, ...own]), mark };
  }

  #readEntry(entries: Map<string, MapEntry>, mark: Mark): void {
    const keyNode = this.#readNode(mark);
    if (keyNode.kind !== "scalar") {
      this.#report("key", "a key must be text: it is a list or a map", keyNode.mark);
    }
    const key = keyNode.kind === "scalar" ? String(keyNode.value) : "";
    this.#path.push(key);
    const { end } = keyNode.mark;
    const value = this.#readNode(this.#mark(end, end));
    const first = entries.get(key);
    if (first === undefined) entries.set(key, { key: keyNode.mark, value });
    else {
      const { line } = placeOf(first.key);
      this.#report(
        "duplicate_key",
        `${describePath(this.#path)} is written twice, first on line ${line}`,
        keyNode.mark,
      );
    }
    this.#path.pop();
  }

  // Keys of the map itself win, then those of the first map that is merged.
  #readMerge(merged: Map<string, MapEntry>, mark: Mark): void {
    const { mark: keyMark } = this.#readNode(mark);
    const node = this.#readNode(keyMark);
    for (const source of node.kind === "list" ? node.items : [node]) {
      if (source.kind !== "map") {
        this.#report("merge", 'only maps can be merged by "<<"', source.mark);
        continue;
      }
      for (const [key, entry] of source.entries) {
        if (!merged.has(key)) merged.set(key, entry);
      }
    }
  }

  #readAlias(event: AliasEvent): ConfigNode {
    const mark = this.#mark(event.anchorStart - 1, event.anchorEnd);
    const anchored = this.#anchors.get(this.#slice(event.anchorStart, event.anchorEnd));
    if (anchored === undefined) {
      const hint = 'a value that begins with "*" must be quoted unless it repeats an anchor';
      this.#report("alias", `there is no anchor of this name above: ${hint}`, mark);
      return { kind: "scalar", value: null, mark };
    }
    const wasWithin = this.#repeated <= MAX_REPEATED;
    this.#repeated += anchored.size;
    this.#size += anchored.size;
    if (this.#repeated <= MAX_REPEATED) return { ...anchored.node, mark };
    if (wasWithin) this.#report("too_large", `aliases must stand for at most ${MAX_REPEATED} values`, mark);
    return { kind: "scalar", value: null, mark };
  }

  #anchor(event: ScalarEvent | CollectionEvent, node: ConfigNode, sizeBefore: number): ConfigNode {
    if (event.anchorStart >= 0) {
      const name = this.#slice(event.anchorStart, event.anchorEnd);
      this.#anchors.set(name, { node, size: this.#size - sizeBefore });
    }
    return node;
  }

  #isAtEnd(): boolean {
    if (this.#events[this.#next]?.type !== EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }

  #isAtMergeKey(): boolean {
    const event = this.#events[this.#next];
    return event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0 &&
      this.#slice(event.valueStart, event.valueEnd) === "<<";
  }

  // `str` for `!!str`; empty for `!`, which says "not by its looks".
  #tagOf(event: ScalarEvent | CollectionEvent): string | undefined {
    if (event.tagStart < 0) return undefined;
    const tag = this.#slice(event.tagStart, event.tagEnd);
    if (tag === "!") return event.type === EVENT_ID.SCALAR ? "str" : "";
    return /^(?:!!|!<tag:yaml\.org,2002:)([a-z]+)>?$/.exec(tag)?.[1] ?? tag;
  }

  #reportTag(event: ScalarEvent | CollectionEvent): void {
    const known = "known tags are !!str, !!int, !!float, !!bool, !!null, !!seq and !!map";
    const hint = 'a value that begins with "!" must be quoted';
    const mark = this.#mark(event.tagStart, event.tagEnd);
    this.#report("tag", `a tag must be known and fit its value: ${known}; ${hint}`, mark);
  }

  #report(code: string, message: string, mark: Mark): void {
    this.issues.push({ code: `config.yaml_${code}`, message, path: [...this.#path], place: placeOf(mark) });
  }

  #scalarMark(event: ScalarEvent): Mark {
    const { valueStart, valueEnd, style } = event;
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    if (isQuoted) return this.#mark(valueStart - 1, valueEnd + 1);
    const indent = /^[ \r\n]*/.exec(this.#slice(valueStart, valueEnd))?.[0].length ?? 0;
    return this.#mark(valueStart + indent, valueEnd);
  }

  #secondDocument(): Mark {
    const rest = this.#events.slice(this.#next);
    const offsets = rest.flatMap((event) =>
      "valueStart" in event ? event.valueStart : "start" in event ? event.start : -1
    );
    const start = offsets.find((offset) => offset >= 0) ?? this.#source.text.length;
    return this.#mark(start, start + 1);
  }

  #mark(start: number, end: number): Mark {
    return { source: this.#source, start, end };
  }

  #slice(start: number, end: number): string {
    return this.#source.text.slice(start, end);
  }
}
