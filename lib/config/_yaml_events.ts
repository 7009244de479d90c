import { type Event, EVENT_ID, getScalarValue, SCALAR_STYLE } from "../deps/js_yaml.ts";
import type { Mark } from "./config_node.ts";
import type { SourceText } from "./source_text.ts";

/** A scalar, as the parser saw it. */
export type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
/** An alias, as the parser saw it. */
export type AliasEvent = Extract<Event, { type: typeof EVENT_ID.ALIAS }>;
/** The beginning of a list or map, as the parser saw it. */
export type CollectionEvent = Extract<Event, { start: number }>;

/** The events of one text, read one after another, and what they stand for in the text. */
export class YamlEvents {
  readonly #source: SourceText;
  readonly #events: readonly Event[];
  #next = 0;

  constructor(source: SourceText, events: readonly Event[]) {
    this.#source = source;
    this.#events = events;
  }

  /** Whether all have been read. */
  get isDone(): boolean {
    return this.#next >= this.#events.length;
  }

  take(): Event | undefined {
    return this.#events[this.#next++];
  }

  /** Whether the list or map that is being read ends here; its end is then taken. */
  takeEnd(): boolean {
    if (this.#events[this.#next]?.type !== EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }

  isAtMergeKey(): boolean {
    const event = this.#events[this.#next];
    return event?.type === EVENT_ID.SCALAR && isPlain(event) && event.tagStart < 0 &&
      event.valueEnd - event.valueStart === 2 && this.#source.text.startsWith("<<", event.valueStart);
  }

  textOf(event: ScalarEvent): string {
    return getScalarValue(this.#source.text, event);
  }

  /** Name of an anchor or of what an alias repeats; `undefined` without one. */
  anchorOf(event: ScalarEvent | CollectionEvent | AliasEvent): string | undefined {
    return event.anchorStart < 0 ? undefined : this.#source.text.slice(event.anchorStart, event.anchorEnd);
  }

  /** `str` for `!!str`; for a bare `!` the kind that needs no looks. `undefined` without a tag. */
  tagOf(event: ScalarEvent | CollectionEvent): string | undefined {
    if (event.tagStart < 0) return undefined;
    const tag = this.#source.text.slice(event.tagStart, event.tagEnd);
    if (tag === "!") return DEFAULT_TAGS[event.type];
    return /^(?:!!|!<tag:yaml\.org,2002:)([a-z]+)>?$/.exec(tag)?.[1] ?? tag;
  }

  /** Where a scalar stands, quotes included; `undefined` for one that is not written at all. */
  markOf(event: ScalarEvent): Mark | undefined {
    const { valueStart, valueEnd, style } = event;
    if (valueStart < 0) return undefined;
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    if (isQuoted) return this.mark(valueStart - 1, valueEnd + 1);
    const indent = this.#source.text.slice(valueStart, valueEnd).search(/[^ \r\n]/);
    return this.mark(valueStart + Math.max(0, indent), valueEnd);
  }

  /** Where the rest begins. */
  markOfRest(): Mark {
    const starts = this.#events.slice(this.#next).map((event) =>
      "valueStart" in event ? event.valueStart : "start" in event ? event.start : -1
    );
    const start = starts.find((offset) => offset >= 0) ?? this.#source.text.trimEnd().length;
    return this.mark(start, start + 1);
  }

  mark(start: number, end: number): Mark {
    return { source: this.#source, start, end };
  }
}

/** Whether a scalar is written without quotes, so that its looks decide what it is. */
export function isPlain(event: ScalarEvent): boolean {
  return event.style === SCALAR_STYLE.PLAIN;
}

const DEFAULT_TAGS = {
  [EVENT_ID.SCALAR]: "str",
  [EVENT_ID.SEQUENCE]: "seq",
  [EVENT_ID.MAPPING]: "map",
} as const;
