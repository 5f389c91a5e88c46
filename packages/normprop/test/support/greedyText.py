"""Writes the likeliest text with the weights of `normprop export --to safetensors`, in Keras and in PyTorch.

usage: python greedyText.py weights.safetensors '{"model": "lstm", "cell": "standard", "outputScale": 1}' <prime> <length>
Prints a JSON object: the text by the name of the library. A plain LSTM is Keras' own layer and PyTorch's own nn.LSTM; Norm
Prop's equations (16, 17) stand here in PyTorch's operations.
"""
import json
import sys

import keras
import numpy as np
import torch
from safetensors import safe_open

path, config_json, prime, length = sys.argv[1:]
config = json.loads(config_json)
with safe_open(path, "numpy") as file:
    weights = {name: file.get_tensor(name) for name in file.keys()}
    symbols = json.loads(file.metadata()["vocabulary"])
projection = weights["projection/embeddings"]
kernel, recurrent_kernel, bias = (weights[f"recurrent/{name}"] for name in ("kernel", "recurrent_kernel", "bias"))
output_kernel, output_bias = config["outputScale"] * weights["output/kernel"], weights["output/bias"]
units = recurrent_kernel.shape[0]


def write(read):
    """The likeliest text; `read` takes a vector [V] and gives the output's probabilities or logits [V]."""
    text = ""
    for character in prime:
        scores = read(projection[symbols.index(character)])
    while len(text) < int(length):
        text += symbols[int(np.argmax(scores))]
        scores = read(projection[symbols.index(text[-1])])
    return text


def keras_lstm():
    """Keras' own layer, stateful; its gates have our order."""
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(1, 1, projection.shape[1])),
            keras.layers.LSTM(units, stateful=True),
            keras.layers.Dense(len(symbols), activation="softmax"),
        ]
    )
    model.set_weights([kernel, recurrent_kernel, bias, output_kernel, output_bias])
    return lambda x: np.asarray(keras.ops.convert_to_numpy(model(x[None, None])))[0]


def torch_lstm():
    """PyTorch's own layer: gates i, f, g, o as ours, matrices turned round, one of the two biases zero."""
    lstm = torch.nn.LSTM(projection.shape[1], units)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.from_numpy(kernel.T))
        lstm.weight_hh_l0.copy_(torch.from_numpy(recurrent_kernel.T))
        lstm.bias_ih_l0.copy_(torch.from_numpy(bias))
        lstm.bias_hh_l0.zero_()
    state = None

    def read(x):
        nonlocal state
        y, state = lstm(torch.from_numpy(x[None]), state)
        return (y[0].numpy() @ output_kernel) + output_bias

    return read


def torch_norm_prop():
    """W gamma/|column|, tanh(gamma_c c / sqrt(Var[c])) / sqrt(Var[h])."""
    weight = lambda name: torch.from_numpy(weights[f"recurrent/{name}"])
    column = lambda w, gamma: gamma * w / w.norm(dim=0)
    w_x = column(weight("kernel"), weight("gamma_x"))
    w_h = column(weight("recurrent_kernel"), weight("gamma_h"))
    s_c = weight("gamma_c") / weight("cell_variance").sqrt()
    s_h = 1 / weight("hidden_variance").sqrt()
    h = c = torch.zeros(units)

    def read(x):
        nonlocal h, c
        i, f, g, o = (torch.from_numpy(x) @ w_x + h @ w_h + weight("bias")).split(units)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        kept = (1 - f * f + 1e-6).sqrt() if config["cell"] == "preserving" else 1.0
        c = kept * i * g + f * c
        h = s_h * o * (s_c * c).tanh()
        return (h.numpy() @ output_kernel) + output_bias

    return read


torch.set_grad_enabled(False)
libraries = {"torch": torch_norm_prop} if config["model"] == "normProp" else {"keras": keras_lstm, "torch": torch_lstm}
print(json.dumps({name: write(library()) for name, library in libraries.items()}))
