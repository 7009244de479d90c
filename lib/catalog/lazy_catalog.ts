import type { ConfigObject } from "../core/config_value.ts";
import { CatalogError, DatasetError } from "../core/errors.ts";
import { describePlace, describeProblems, type Issue } from "../core/issue.ts";
import { placeIssue } from "../core/located.ts";
import type { JsonObject } from "../core/json.ts";
import { didYouMean, suggest } from "../core/suggest.ts";
import type { Dataset, TransferOptions } from "../datasets/dataset.ts";
import type { StoreKey } from "../stores/store.ts";
import type { Catalog } from "./catalog.ts";
import type { CatalogPlaces } from "./catalog_options.ts";
import { isDataset } from "./entry.ts";
import { parameterDataset } from "./parameter_dataset.ts";
import { findParameter, isParameterName, type ParameterHit, parameterNames } from "./parameters.ts";
import { type EntryContext, inEntry, type ParsedEntry, parseEntry } from "./parse_entry.ts";
import { type Attempt, wrapError } from "./wrap_error.ts";

/** What a {@linkcode LazyCatalog} needs beside its entries. */
export interface LazyCatalogSettings {
  /** What entries may refer to. */
  readonly context: EntryContext;
  /** All parameters. */
  readonly parameters: ConfigObject;
  /** Where things were written. */
  readonly places: CatalogPlaces;
  /** Turns a `filepath` into a place in a store. */
  readonly resolve: (path: string) => StoreKey;
  /** Version given to versioned datasets. */
  readonly saveVersion: string;
}

/** A catalog that builds a dataset when it is first asked for. */
export class LazyCatalog implements Catalog {
  readonly #entries: ReadonlyMap<string, ParsedEntry | Dataset>;
  readonly #settings: LazyCatalogSettings;
  readonly #built = new Map<string, Dataset>();

  constructor(entries: ReadonlyMap<string, ParsedEntry | Dataset>, settings: LazyCatalogSettings) {
    this.#entries = entries;
    this.#settings = settings;
  }

  get saveVersion(): string {
    return this.#settings.saveVersion;
  }

  get parameters(): ConfigObject {
    return this.#settings.parameters;
  }

  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name) || this.#parameter(name) !== undefined;
  }

  get(name: string): Dataset | undefined {
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const dataset = this.#make(name);
    if (dataset !== undefined) this.#built.set(name, dataset);
    return dataset;
  }

  load(name: string, options: TransferOptions = {}): Promise<unknown> {
    return this.#attempt({ verb: "load", name, ...options }, (dataset) => dataset.load(options));
  }

  save(name: string, value: unknown, options: TransferOptions = {}): Promise<void> {
    return this.#attempt({ verb: "save", name, ...options }, (dataset) => dataset.save(value, options));
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

  describe(name: string): JsonObject | undefined {
    const dataset = this.get(name);
    if (dataset === undefined) return undefined;
    const { entries, parameters } = this.#settings.places;
    const parameter = this.#parameter(name);
    const place = parameter === undefined ? entries?.([name], "key") : parameters?.(parameter.path, "key");
    const { file, line } = place ?? {};
    const written: JsonObject = file === undefined ? {} : { writtenAt: describePlace({ file, line }) };
    return { ...dataset.describe(), ...written };
  }

  #parameter(name: string): ParameterHit | undefined {
    return isParameterName(name) ? findParameter(this.parameters, name) : undefined;
  }

  #make(name: string): Dataset | undefined {
    const parameter = this.#parameter(name);
    if (parameter !== undefined) return parameterDataset(parameter.value);
    const entry = this.#entries.get(name);
    return entry === undefined || isDataset(entry) ? entry : this.#build(name, entry);
  }

  #build(name: string, { type, options, credentials }: ParsedEntry): Dataset {
    const { resolve, saveVersion } = this.#settings;
    try {
      return type.create(options, {
        resolve,
        saveVersion,
        credentials,
        create: (entry) => this.#buildInner(name, entry),
      });
    } catch (error) {
      throw this.#buildError(name, error);
    }
  }

  #buildInner(name: string, entry: Readonly<Record<string, unknown>>): Dataset {
    const result = parseEntry(name, entry, this.#settings.context);
    if ("value" in result) return this.#build(name, result.value);
    throw this.#error(name, result.issues);
  }

  #buildError(name: string, error: unknown): CatalogError {
    if (error instanceof CatalogError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return this.#error(name, [inEntry(name, { code: "catalog.build", message })], error);
  }

  #error(name: string, issues: readonly Issue[], cause?: unknown): CatalogError {
    const placed = issues.map((issue) => placeIssue(issue, this.#settings.places.entries));
    return new CatalogError(describeProblems("catalog", placed), { entry: name, issues: placed }, { cause });
  }

  #checkName(name: string): readonly Issue[] {
    if (isParameterName(name)) return this.has(name) ? [] : [this.#unknownParameter(name)];
    try {
      this.get(name);
      return [];
    } catch (error) {
      if (error instanceof CatalogError) return error.issues;
      throw error;
    }
  }

  #unknownParameter(name: string): Issue {
    return {
      code: "catalog.unknown_parameter",
      message: `There is no parameter "${name}"`,
      suggestion: suggest(name, parameterNames(this.parameters)),
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
