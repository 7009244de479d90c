/** A page of results. */
export interface Page<T> {
  /** The results. */
  readonly items: readonly T[];
  /** Ask with it for the next page; `undefined` on the last. */
  readonly nextPageToken: string | undefined;
}
