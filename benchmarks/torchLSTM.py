"""Training step (forward and all parameter gradients) in PyTorch, to set beside ours.

usage: python benchmarks/torchLSTM.py T B D H [rounds]      prints one JSON object, milliseconds of CPU and wall time
       python benchmarks/torchLSTM.py T B D H serve         runs the contender that each line of the input names, and prints
                                                            its milliseconds of CPU time

`nnLSTM` is torch.nn.LSTM; `eagerNormProp` a Norm Prop LSTM written in eager PyTorch the way the paper gives it, with the
columns normalised once and x times kernel as one product for all steps. One thread.
"""

import json
import math
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(0)
T, B, D, H = (int(a) for a in sys.argv[1:5])
SERVES = sys.argv[5:6] == ["serve"]
ROUNDS = int(sys.argv[5]) if len(sys.argv) > 5 and not SERVES else 15
CELL_VARIANCE, HIDDEN_VARIANCE = 0.5596, 0.1498  # gammas 2, 2, 1, forget bias 1 (eq. 8 and 14)

x = torch.randn(T, B, D)
rnn = torch.nn.LSTM(D, H)


def nn_lstm():
    rnn.zero_grad(set_to_none=True)
    outputs, _ = rnn(x)
    outputs.sum().backward()


kernel = torch.randn(D, 4 * H, requires_grad=True)
recurrent = torch.randn(H, 4 * H, requires_grad=True)
bias = torch.zeros(4 * H, requires_grad=True)
gamma_x = torch.full((4 * H,), 2.0, requires_grad=True)
gamma_h = torch.full((4 * H,), 2.0, requires_grad=True)
gamma_c = torch.ones(H, requires_grad=True)
parameters = [kernel, recurrent, bias, gamma_x, gamma_h, gamma_c]


def eager_norm_prop():
    for p in parameters:
        p.grad = None
    k = kernel * (gamma_x / kernel.norm(dim=0))
    r = recurrent * (gamma_h / recurrent.norm(dim=0))
    cell_scale = gamma_c / math.sqrt(CELL_VARIANCE)
    drive = x @ k + bias
    h = c = torch.zeros(B, H)
    outputs = []
    for t in range(T):
        i, f, g, o = (drive[t] + h @ r).chunk(4, dim=1)
        c = torch.sigmoid(i) * torch.tanh(g) + torch.sigmoid(f) * c
        h = torch.sigmoid(o) * torch.tanh(c * cell_scale) / math.sqrt(HIDDEN_VARIANCE)
        outputs.append(h)
    torch.stack(outputs).sum().backward()


def median(values):
    return sorted(values)[len(values) // 2]


contenders = {"nnLSTM": nn_lstm, "eagerNormProp": eager_norm_prop}
if SERVES:
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        cpu = time.process_time()
        contenders[line.strip()]()
        print(1e3 * (time.process_time() - cpu), flush=True)
    sys.exit()
samples = {name: {"cpu": [], "wall": []} for name in contenders}
for run in contenders.values():
    for _ in range(3):
        run()
for _ in range(ROUNDS):
    for name, run in contenders.items():
        cpu, wall = time.process_time(), time.perf_counter()
        run()
        samples[name]["cpu"].append(1e3 * (time.process_time() - cpu))
        samples[name]["wall"].append(1e3 * (time.perf_counter() - wall))
print(
    json.dumps(
        {"torch": torch.__version__, **{n: {k: median(v) for k, v in s.items()} for n, s in samples.items()}}
    )
)
