/** What S3 takes, and from where on things are done in another way. Tests lower them, to see that without gigabytes. */
export interface S3Limits {
  /** The largest object that one request puts, and the most that one request copies. */
  readonly mostAtOnce: number;
  /** What is created under a condition goes in one request up to here, however it comes. */
  readonly mostCreatedWhole: number;
  /** How many parts an upload may have. */
  readonly mostParts: number;
}

/** Bytes of UTF-8 in a key, with the prefix of its store. */
export const LONGEST_KEY = 1024;

const GIB = 1024 ** 3;

/** docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const S3_LIMITS: S3Limits = {
  mostAtOnce: 5 * GIB,
  mostCreatedWhole: GIB / 32,
  mostParts: 10_000,
};
