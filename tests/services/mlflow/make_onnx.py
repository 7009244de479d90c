"""Make an ONNX model that doubles its input: python3 make_onnx.py FILE"""

import sys

from onnx import TensorProto, checker, helper, save

inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 1])]
outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 1])]
graph = helper.make_graph([helper.make_node("Add", ["x", "x"], ["y"])], "double", inputs, outputs)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=9)
checker.check_model(model)
save(model, sys.argv[1])
