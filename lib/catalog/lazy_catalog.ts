import type { ConfigObject } from "../core/config_value.ts";
import { listSome } from "../core/describe_value.ts";
import { CatalogError, DatasetError } from "../core/errors.ts";
import { describePlace, type Issue, type SourcePlace } from "../core/issue.ts";
import type { PlaceOf } from "../core/located.ts";
import type { JsonObject } from "../core/json.ts";
import type { StandardSchema } from "../core/standard_schema.ts";
import { didYouMean, suggest } from "../core/suggest.ts";
import type { Dataset, LoadOptions, TransferOptions } from "../datasets/dataset.ts";
import type { Parsed } from "../datasets/dataset_type.ts";
import { type Preview, type PreviewOptions, previewValue } from "../datasets/preview.ts";
import { buildDataset, type BuildSettings, entryError } from "./build_dataset.ts";
import type { Catalog, ResolvedEntry } from "./catalog.ts";
import { checkPattern } from "./check_entries.ts";
import { isDataset } from "./entry.ts";
import type { EntryIndex, FoundEntry } from "./entry_index.ts";
import { parameterDataset } from "./parameter_dataset.ts";
import {
  findParameter,
  isParameterName,
  type ParameterHit,
  parameterNames,
  parameterPath,
} from "./parameters.ts";
import { type ParsedEntry, parseEntry } from "./parse_entry.ts";
import type { PathTest } from "../core/name_patterns.ts";
import { isSecretName } from "../core/redact.ts";
import { showBelow, showEntry } from "../core/show_entry.ts";
import { checkParameters, fitValue, schemaOf, type Schemas } from "./schemas.ts";
import { type Attempt, wrapError } from "./wrap_error.ts";

/** What a {@linkcode LazyCatalog} needs beside its entries. */
export interface LazyCatalogSettings extends BuildSettings {
  /** All parameters. */
  readonly parameters: ConfigObject;
  /** What values are checked by. */
  readonly schemas: Schemas;
  /** Where parameters were written. */
  readonly placeOfParameter: PlaceOf | undefined;
  /** Closes connections to other machines. */
  readonly close: () => PromiseLike<void>;
}

/** A catalog that builds a dataset when it is first asked for. */
export class LazyCatalog implements Catalog {
  readonly #index: EntryIndex;
  readonly #parsed: ReadonlyMap<string, Parsed<ParsedEntry>>;
  readonly #settings: LazyCatalogSettings;
  readonly #built = new Map<string, Dataset>();

  /** Make one of entries, of which those with a name of their own have been checked. */
  constructor(
    index: EntryIndex,
    parsed: ReadonlyMap<string, Parsed<ParsedEntry>>,
    settings: LazyCatalogSettings,
  ) {
    this.#index = index;
    this.#parsed = parsed;
    this.#settings = settings;
  }

  get saveVersion(): string {
    return this.#settings.saveVersion;
  }

  get parameters(): ConfigObject {
    return this.#settings.parameters;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#settings.close();
  }

  names(): readonly string[] {
    return this.#index.names;
  }

  patterns(): readonly string[] {
    return this.#index.patterns;
  }

  has(name: string): boolean {
    return this.#index.find(name) !== undefined || this.#isParameter(name);
  }

  resolve(name: string): ResolvedEntry | undefined {
    const found = this.#index.find(name);
    if (found === undefined) return undefined;
    const { pattern, entry } = found;
    return {
      name,
      entry: isDataset(entry) ? entry.describe() : showEntry(entry, this.#isHiddenIn(pattern ?? name)),
      ...(pattern !== undefined && { pattern }),
      ...this.#writtenAt(name),
    };
  }

  written(key: string): ResolvedEntry | undefined {
    const entry = this.#index.written(key);
    if (entry === undefined) return undefined;
    return {
      name: key,
      entry: isDataset(entry) ? entry.describe() : showEntry(entry, this.#isHiddenIn(key)),
      ...this.#writtenAt(key),
    };
  }

  get(name: string): Dataset | undefined {
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const dataset = this.#make(name);
    if (dataset !== undefined) this.#built.set(name, dataset);
    return dataset;
  }

  load(name: string, options: LoadOptions = {}): Promise<unknown> {
    const attempt = { verb: "load", name, ...options };
    const schema = this.schemaOf(name);
    if (schema === undefined) return this.#attempt(attempt, (dataset) => dataset.load(options));
    return this.#attempt(
      attempt,
      async (dataset) =>
        fitValue(schema, await dataset.load(options), { ...attempt, isHidden: this.#isHiddenValue(name) }),
    );
  }

  save(name: string, value: unknown, options: TransferOptions = {}): Promise<void> {
    const attempt = { verb: "save", name, ...options };
    return this.#attempt(attempt, async (dataset) => {
      // Most often a function that forgot to return; null is a value.
      if (value === undefined) throw new TypeError("There is no value to save: it is undefined");
      const schema = this.schemaOf(name);
      // Kept as it is: a load makes of it what the schema says, once.
      if (schema !== undefined) await fitValue(schema, value, attempt);
      await dataset.save(value, options);
    });
  }

  exists(name: string): Promise<boolean> {
    if (!this.has(name)) return Promise.resolve(false);
    return this.#attempt({ verb: "look for", name }, (dataset) => dataset.exists());
  }

  release(name: string): void {
    this.#built.get(name)?.release?.();
  }

  confirm(name: string): Promise<void> {
    return this.#attempt({ verb: "confirm", name }, (dataset) => {
      if (dataset.confirm !== undefined) return dataset.confirm();
      throw new TypeError(`A dataset of type ${dataset.type} has nothing to confirm`);
    });
  }

  check(names: Iterable<string>): readonly Issue[] {
    return [...new Set(names)].flatMap((name) => this.#checkName(name));
  }

  schemaOf(name: string): StandardSchema | undefined {
    return schemaOf(this.#settings.schemas, name);
  }

  checkParameters(): Promise<readonly Issue[]> {
    const { schemas, parameters, placeOfParameter } = this.#settings;
    return checkParameters(schemas, parameters, {
      placeOf: placeOfParameter,
      isHidden: this.#isHiddenParameter,
    });
  }

  preview(name: string, options: PreviewOptions = {}): Promise<Preview> {
    return this.#attempt({ verb: "preview", name, ...options }, async (dataset) => {
      if (dataset.preview !== undefined) return await dataset.preview(options);
      const value = await dataset.load(options);
      const parameter = this.#parameter(name);
      return await previewValue(
        parameter === undefined ? value : showBelow(value, parameter.path, this.#isHiddenParameter),
        options,
      );
    });
  }

  describe(name: string): JsonObject | undefined {
    if (!this.has(name)) return undefined;
    const isHidden = this.#isHiddenIn(this.#index.find(name)?.pattern ?? name);
    return { ...showEntry(this.#describeDataset(name) ?? {}, isHidden), ...this.#writtenAt(name) };
  }

  #isHiddenIn(key: string): PathTest {
    const { entries } = this.#settings.secrets;
    return (path) => entries?.([key, ...path]) ?? false;
  }

  #isHiddenValue(name: string): PathTest | undefined {
    if (!isParameterName(name)) return undefined;
    const above = this.#parameter(name)?.path ?? parameterPath(name);
    return (path) => this.#isHiddenParameter([...above, ...path]);
  }

  get #isHiddenParameter(): PathTest {
    return this.#settings.secrets.parameters ?? ((path) => path.some((key) => isSecretName(key)));
  }

  #writtenAt(name: string): { readonly writtenAt?: string } {
    const { file, line } = this.#placeOf(name) ?? {};
    return file === undefined ? {} : { writtenAt: describePlace({ file, line }) };
  }

  #placeOf(name: string): SourcePlace | undefined {
    const { placeOf, placeOfParameter } = this.#settings;
    const parameter = this.#parameter(name);
    if (parameter !== undefined) return placeOfParameter?.(parameter.path, "key");
    const key = this.#index.written(name) === undefined ? this.#index.find(name)?.pattern : name;
    return placeOf?.([key ?? name], "key");
  }

  // A dataset that cannot be built has a type all the same.
  #describeDataset(name: string): JsonObject | undefined {
    try {
      return this.get(name)?.describe();
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      const type = this.resolve(name)?.entry["type"];
      return type === undefined ? undefined : { type };
    }
  }

  #parameter(name: string): ParameterHit | undefined {
    return isParameterName(name) ? findParameter(this.parameters, name) : undefined;
  }

  // One that is written nowhere may get a default from its schema.
  #isParameter(name: string): boolean {
    return isParameterName(name) &&
      (findParameter(this.parameters, name) !== undefined || this.schemaOf(name) !== undefined);
  }

  #make(name: string): Dataset | undefined {
    if (this.#isParameter(name)) return parameterDataset(this.#parameter(name)?.value);
    const found = this.#index.find(name);
    if (found === undefined) return undefined;
    if (isDataset(found.entry)) return found.entry;
    const parsed = this.#parse(name, found);
    const { pattern } = found;
    if ("value" in parsed) return buildDataset(name, { entry: parsed.value, pattern }, this.#settings);
    const { placeOf, secrets } = this.#settings;
    throw entryError(name, parsed.issues, { pattern, placeOf, secrets });
  }

  #parse(name: string, { entry }: FoundEntry): Parsed<ParsedEntry> {
    return this.#parsed.get(name) ?? parseEntry([name], entry, this.#settings.context);
  }

  #checkName(name: string): readonly Issue[] {
    if (isParameterName(name)) return this.has(name) ? [] : [this.#unknownParameter(name)];
    if (this.patterns().includes(name)) return checkPattern(name, this.#index, this.#settings);
    try {
      this.get(name);
      return [];
    } catch (error) {
      if (error instanceof CatalogError) return error.issues;
      throw error;
    }
  }

  #unknownParameter(name: string): Issue {
    const known = parameterNames(this.parameters);
    const suggestion = suggest(name, known);
    const hint = suggestion === undefined && known.length > 0 ? `; known are ${listSome(known)}` : "";
    return {
      code: "catalog.unknown_parameter",
      message: `There is no parameter "${name}"${hint}`,
      suggestion,
    };
  }

  // The one place where errors get the name of the dataset.
  async #attempt<T>(attempt: Attempt, call: (dataset: Dataset) => Promise<T>): Promise<T> {
    try {
      return await call(this.get(attempt.name) ?? this.#missing(attempt));
    } catch (error) {
      throw wrapError(error, attempt);
    }
  }

  #missing({ verb, name }: Attempt): never {
    const known = isParameterName(name) ? parameterNames(this.parameters) : this.names();
    const message = `Cannot ${verb} dataset "${name}": nothing defines it${didYouMean(name, known)}`;
    throw new DatasetError(message, { dataset: name });
  }
}
