"""Print what MLflow reads of models, and what those that it can use predict, as JSON: python3 read_models.py FOLDER..."""

import json
import sys

import mlflow
import numpy
from mlflow.models import Model


def predict(folder: str, flavors: dict):
    if "python_function" not in flavors:
        return None
    return mlflow.pyfunc.load_model(folder).predict(numpy.array([[1.5], [-2.0]], dtype=numpy.float32))["y"].tolist()


def read(folder: str) -> dict:
    model = Model.load(folder)
    signature = model.signature.to_dict() if model.signature else {}
    return {
        "model_id": model.model_id,
        "run_id": model.run_id,
        "flavors": sorted(model.flavors),
        "metadata": model.metadata,
        "model_size_bytes": model.model_size_bytes,
        "inputs": json.loads(signature.get("inputs") or "null"),
        "predicted": predict(folder, model.flavors),
        "onnx": "onnx" in model.flavors and mlflow.onnx.load_model(folder).graph.name,
    }


print(json.dumps([read(folder) for folder in sys.argv[1:]]))
