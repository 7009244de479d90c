import { refusal } from "./failure.ts";

/** Read something that is to be sent. What cannot be read here is as good as refused there: it waits until somebody asks for it. */
export async function readHere<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw refusal(error.message);
  }
}
