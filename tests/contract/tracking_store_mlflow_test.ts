import { openMlflow } from "../../lib/tracking/mlflow/mlflow_store.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { testTrackingStore } from "./tracking_store_contract.ts";

const mlflow = sharedMlflow();

testTrackingStore("openMlflowStore()", async () => {
  const server = mlflow();
  await server.clear();
  const store = openMlflow(server.url);
  return { store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}, testWithMlflow);
