"""An update of a DRAW network (bound, all gradients, clipping, Adam, columns back to norm 1) in eager PyTorch, to set beside ours.

usage: python benchmarks/torchDraw.py GLIMPSES BATCH UNITS LATENT     runs an update for each line of the input, and prints its
                                                                      milliseconds of CPU time and of wall time

The same network as benchmarks/plainDraw.mjs: 28x28, read 2x2, write 5x5, Norm Prop, its columns normalised once a batch. One thread.
"""

import math
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(0)
T, B, H, Z = (int(a) for a in sys.argv[1:5])
SIDE, READ, WRITE = 28, 2, 5
CELL_VARIANCE, HIDDEN_VARIANCE = 0.3, 0.1

images = (torch.rand(B, SIDE, SIDE) > 0.8).float()
noise = torch.randn(T, B, Z)


def orthogonal(rows, columns):
    return torch.nn.init.orthogonal_(torch.empty(rows, columns)).requires_grad_()


def cell(inputs):
    return {
        "kernel": orthogonal(inputs, 4 * H),
        "recurrent": orthogonal(H, 4 * H),
        "bias": torch.zeros(4 * H, requires_grad=True),
        "gamma_x": torch.full((4 * H,), 0.5, requires_grad=True),
        "gamma_h": torch.full((4 * H,), 0.5, requires_grad=True),
        "gamma_c": torch.full((H,), 0.5, requires_grad=True),
    }


def linear(inputs, outputs):
    return {
        "kernel": (0.01 * torch.randn(inputs, outputs)).requires_grad_(),
        "bias": torch.zeros(outputs, requires_grad=True),
    }


encoder, decoder = cell(2 * READ * READ + H), cell(Z)
read, latent, write = linear(H, 5), linear(H, 2 * Z), linear(H, 5 + WRITE * WRITE)
matrices = [part[name] for part in (encoder, decoder) for name in ("kernel", "recurrent")]
parameters = [p for part in (encoder, decoder, read, latent, write) for p in part.values()]
optimizer = torch.optim.Adam(parameters, lr=1e-2)
pixels = torch.arange(1, SIDE + 1).float().view(1, 1, SIDE)


def prepared(part):
    return (
        part["kernel"] * (part["gamma_x"] / part["kernel"].norm(dim=0)),
        part["recurrent"] * (part["gamma_h"] / part["recurrent"].norm(dim=0)),
        part["bias"],
        part["gamma_c"] / math.sqrt(CELL_VARIANCE),
    )


def step(weights, x, h, c):
    kernel, recurrent, bias, scale = weights
    i, f, g, o = (x @ kernel + h @ recurrent + bias).chunk(4, dim=1)
    c = torch.sigmoid(i) * torch.tanh(g) + torch.sigmoid(f) * c
    return torch.sigmoid(o) * torch.tanh(c * scale) / math.sqrt(HIDDEN_VARIANCE), c


def filters(numbers, size):
    x, y, log_variance, log_stride, log_gamma = numbers.split(1, dim=1)
    steps = torch.arange(1, size + 1).float() - size / 2 - 0.5
    delta = torch.exp(log_stride) * (SIDE - 1) / (size - 1)
    variance = torch.exp(log_variance).unsqueeze(2)

    def bank(centre):
        mean = (centre + 1) * (SIDE + 1) / 2 + delta * steps
        f = torch.exp(-((pixels - mean.unsqueeze(2)) ** 2) / (2 * variance))
        return f / (f.sum(2, keepdim=True) + 1e-8)

    return bank(x), bank(y), torch.exp(log_gamma)


def bound():
    encode, decode = prepared(encoder), prepared(decoder)
    canvas = torch.zeros(B, SIDE, SIDE)
    h_enc = c_enc = h_dec = c_dec = torch.zeros(B, H)
    kl = torch.zeros(B)
    for t in range(T):
        error = images - torch.sigmoid(canvas)
        to_x, to_y, gamma = filters(h_dec @ read["kernel"] + read["bias"], READ)
        seen = [(to_y @ image @ to_x.transpose(1, 2)).flatten(1) for image in (images, error)]
        glimpse = gamma * torch.cat(seen, 1)
        h_enc, c_enc = step(encode, torch.cat([glimpse, h_dec], 1), h_enc, c_enc)
        mean, log_deviation = (h_enc @ latent["kernel"] + latent["bias"]).chunk(2, dim=1)
        deviation = torch.exp(log_deviation)
        h_dec, c_dec = step(decode, mean + deviation * noise[t], h_dec, c_dec)
        drawn = h_dec @ write["kernel"] + write["bias"]
        to_x, to_y, gamma = filters(drawn[:, :5], WRITE)
        patch = drawn[:, 5:].view(B, WRITE, WRITE)
        canvas = canvas + (to_y.transpose(1, 2) @ patch @ to_x) / gamma.unsqueeze(2)
        kl = kl + 0.5 * (mean**2 + deviation**2 - 2 * log_deviation - 1).sum(1)
    loss = torch.nn.functional.softplus(canvas) - images * canvas
    return (loss.flatten(1).sum(1) + kl).mean()


def update():
    optimizer.zero_grad(set_to_none=True)
    loss = bound()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 10.0)
    optimizer.step()
    with torch.no_grad():
        for matrix in matrices:
            matrix /= matrix.norm(dim=0)
    return loss.item()


print(torch.__version__, flush=True)
for _ in sys.stdin:
    cpu, wall = time.process_time(), time.perf_counter()
    update()
    print(1e3 * (time.process_time() - cpu), 1e3 * (time.perf_counter() - wall), flush=True)
