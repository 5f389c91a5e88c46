"""Golden values of DRAW in float64, by an independent PyTorch program written from the equations.

usage: python generate.py            (writes *.json beside this file; needs torch)

Gregor et al. 2015, eq. 1-12, 17-29; the cells as in Laurent et al. 2016, Ba et al. 2016 and Cooijmans et al. 2016. Gates i, f, c, o.
Images are [B,height,width,channels]; pixels are counted from 1.
"""

import json
import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent
CELL_VARIANCE, HIDDEN_VARIANCE = 0.31, 0.17  # any constants: the network is given them
EPSILON = 1e-5


def filterbank(numbers, n, height, width):
    gx = (width + 1) / 2 * (numbers[:, 0] + 1)
    gy = (height + 1) / 2 * (numbers[:, 1] + 1)
    variance = numbers[:, 2].exp()
    delta = (max(height, width) - 1) / (n - 1) * numbers[:, 3].exp() if n > 1 else 0 * gx
    gamma = numbers[:, 4].exp()
    i = torch.arange(1, n + 1, dtype=torch.float64)

    def bank(g, pixels):
        mu = g[:, None] + (i - n / 2 - 0.5)[None] * delta[:, None]  # [B,N]
        a = torch.arange(1, pixels + 1, dtype=torch.float64)
        f = torch.exp(-((a[None, None] - mu[:, :, None]) ** 2) / (2 * variance[:, None, None]))
        return f / f.sum(2, keepdim=True)

    return bank(gx, width), bank(gy, height), gamma


def read(x, error, numbers, n):
    if n is None:
        return torch.cat([x.flatten(1), error.flatten(1)], 1)
    fx, fy, gamma = filterbank(numbers, n, x.shape[1], x.shape[2])
    patches = [torch.einsum("bnh,bhwc,bmw->bnmc", fy, image, fx) for image in (x, error)]
    return gamma[:, None] * torch.cat([p.flatten(1) for p in patches], 1)


def write(parameters, n, shape):
    batch, height, width, channels = shape
    if n is None:
        return parameters.reshape(shape)
    fx, fy, gamma = filterbank(parameters[:, :5], n, height, width)
    w = parameters[:, 5:].reshape(batch, n, n, channels)
    return torch.einsum("bnh,bnmc,bmw->bhwc", fy, w, fx) / gamma[:, None, None, None]


def standardize(a, dim):
    centred = a - a.mean(dim, keepdim=True)
    return centred / torch.sqrt((centred**2).mean(dim, keepdim=True) + EPSILON)


def step(model, p, x, h, c):
    k, r = p["kernel"], p["recurrent_kernel"]
    if model in ("weightNorm", "normProp"):
        k = p["gamma_x"] * k / k.norm(dim=0)
        r = p["gamma_h"] * r / r.norm(dim=0)
    ax, ah = x @ k, h @ r
    dim = {"layerNorm": 1, "batchNorm": 0}.get(model)
    if dim is not None:
        ax = p["gamma_x"] * standardize(ax, dim) + p.get("beta_x", 0)
        ah = p["gamma_h"] * standardize(ah, dim) + p["beta_h"]
    i, f, g, o = (ax + ah + p["bias"]).chunk(4, 1)
    c = torch.sigmoid(i) * torch.tanh(g) + torch.sigmoid(f) * c
    u, scale = c, 1.0
    if model == "normProp":
        u, scale = c * p["gamma_c"] / math.sqrt(CELL_VARIANCE), 1 / math.sqrt(HIDDEN_VARIANCE)
    elif dim is not None:
        u = p["gamma_c"] * standardize(c, dim) + p["beta_c"]
    return scale * torch.sigmoid(o) * torch.tanh(u), c


def network(case, weights, images, noise):
    part = lambda name: {k.split("/")[1]: v for k, v in weights.items() if k.startswith(name + "/")}
    enc, dec = part("encoder"), part("decoder")
    read_n = case["readSize"] if case["attention"] else None
    write_n = case["writeSize"] if case["attention"] else None
    batch, units = len(images), enc["recurrent_kernel"].shape[0]
    z_size = noise.shape[2]
    h_enc = c_enc = torch.zeros(batch, units)
    h_dec = c_dec = torch.zeros(batch, dec["recurrent_kernel"].shape[0])
    canvas = torch.zeros_like(images)
    canvases, kls, read_numbers, write_numbers = [], [], [], []
    for eps in noise:
        error = images - torch.sigmoid(canvas)
        numbers = None
        if case["attention"]:
            numbers = h_dec @ weights["read/kernel"] + weights["read/bias"]
            read_numbers.append(numbers)
        glimpse = read(images, error, numbers, read_n)
        h_enc, c_enc = step(case["encoder"], enc, torch.cat([glimpse, h_dec], 1), h_enc, c_enc)
        latent = h_enc @ weights["latent/kernel"] + weights["latent/bias"]
        mu, log_sigma = latent[:, :z_size], latent[:, z_size:]
        z = mu + log_sigma.exp() * eps
        h_dec, c_dec = step(case["decoder"], dec, z, h_dec, c_dec)
        parameters = h_dec @ weights["write/kernel"] + weights["write/bias"]
        write_numbers.append(parameters[:, :5])
        canvas = canvas + write(parameters, write_n, images.shape)
        canvases.append(canvas)
        normal = torch.distributions.Normal
        kls.append(torch.distributions.kl_divergence(normal(mu, log_sigma.exp()), normal(0.0, 1.0)).sum(1))
    p = torch.sigmoid(canvas)
    reconstruction = -(images * p.log() + (1 - images) * (1 - p).log()).flatten(1).sum(1)
    kl = torch.stack(kls)
    return {
        "perImage": reconstruction + kl.sum(0),
        "klPerGlimpse": kl.mean(1),
        "canvases": torch.stack(canvases),
        **({"readNumbers": torch.stack(read_numbers), "writeNumbers": torch.stack(write_numbers)} if case["attention"] else {}),
    }


def make_weights(case, channels, height, width, z_size, generator):
    normal = lambda *shape, scale=1.0, mean=0.0: mean + scale * torch.randn(*shape, generator=generator)
    pixels = height * width * channels
    glimpse = 2 * (case["readSize"] ** 2 * channels if case["attention"] else pixels)
    written = 5 + case["writeSize"] ** 2 * channels if case["attention"] else pixels
    units = {"encoder": 4, "decoder": 5}
    inputs = {"encoder": glimpse + units["decoder"], "decoder": z_size}
    w = {}
    for name in ("encoder", "decoder"):
        h, model = units[name], case[name]
        w[f"{name}/kernel"] = normal(inputs[name], 4 * h, scale=0.5)
        w[f"{name}/recurrent_kernel"] = normal(h, 4 * h, scale=0.5)
        w[f"{name}/bias"] = normal(4 * h, scale=0.3)
        if model != "lstm":
            w[f"{name}/gamma_x"] = normal(4 * h, scale=0.2, mean=0.9)
            w[f"{name}/gamma_h"] = normal(4 * h, scale=0.2, mean=0.9)
        if model in ("normProp", "layerNorm", "batchNorm"):
            w[f"{name}/gamma_c"] = normal(h, scale=0.2, mean=0.9)
        if model in ("layerNorm", "batchNorm"):
            if model == "layerNorm":
                w[f"{name}/beta_x"] = normal(4 * h, scale=0.1)
            w[f"{name}/beta_h"] = normal(4 * h, scale=0.1)
            w[f"{name}/beta_c"] = normal(h, scale=0.1)
    if case["attention"]:
        w["read/kernel"], w["read/bias"] = normal(5, 5, scale=0.3), normal(5, scale=0.1)
    w["latent/kernel"], w["latent/bias"] = normal(4, 2 * z_size, scale=0.3), normal(2 * z_size, scale=0.2)
    w["write/kernel"], w["write/bias"] = normal(5, written, scale=0.5), normal(written, scale=0.2)
    return w


CASES = {
    "normProp": dict(encoder="normProp", decoder="normProp", attention=True, readSize=2, writeSize=3),
    "weightNorm": dict(encoder="weightNorm", decoder="weightNorm", attention=True, readSize=3, writeSize=2),
    "lstm": dict(encoder="lstm", decoder="lstm", attention=True, readSize=1, writeSize=4),
    "layerNorm": dict(encoder="layerNorm", decoder="layerNorm", attention=True, readSize=2, writeSize=2),
    "batchNorm": dict(encoder="batchNorm", decoder="batchNorm", attention=True, readSize=2, writeSize=2),
    "mixedNoAttention": dict(encoder="lstm", decoder="normProp", attention=False, readSize=2, writeSize=2),
}


def rounded(tensor):
    """Enough digits to compare float32 with, and no more."""
    values = tensor.detach().flatten().tolist()
    return {"shape": list(tensor.shape), "values": [float(f"{v:.10g}") for v in values]}


def main():
    height, width, channels, z_size, batch, glimpses = 5, 7, 2, 3, 4, 3
    for number, (name, case) in enumerate(CASES.items()):
        generator = torch.Generator().manual_seed(number + 1)
        weights = make_weights(case, channels, height, width, z_size, generator)
        # What is stored is what is computed with.
        weights = {k: torch.tensor(rounded(v)["values"]).reshape(v.shape).requires_grad_() for k, v in weights.items()}
        images = torch.rand(batch, height, width, channels, generator=generator)
        images = torch.tensor(rounded(images)["values"]).reshape(images.shape)
        noise = torch.randn(glimpses, batch, z_size, generator=generator)
        noise = torch.tensor(rounded(noise)["values"]).reshape(noise.shape)
        outputs = network(case, weights, images, noise)
        bound = outputs["perImage"].mean()
        grads = torch.autograd.grad(bound, list(weights.values()))
        golden = {
            "case": {**case, "imageShape": [height, width, channels], "latentSize": z_size, "glimpses": glimpses},
            "variances": {"cell": CELL_VARIANCE, "hidden": HIDDEN_VARIANCE},
            "weights": {k: rounded(v) for k, v in weights.items()},
            "images": rounded(images),
            "noise": rounded(noise),
            "bound": bound.item(),
            "outputs": {k: rounded(v) for k, v in outputs.items()},
            "grads": {k: rounded(g) for k, g in zip(weights, grads)},
        }
        (HERE / f"{name}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
        print(name, bound.item())

    numbers = torch.tensor([[0.1, -0.3, 0.2, -0.4, 0.5], [-0.9, 0.8, -1.5, -1.0, -0.2], [1.3, -1.4, -0.5, 0.6, 1.0]])
    for n in (1, 2, 5):
        fx, fy, gamma = filterbank(numbers, n, 6, 9)
        golden = {"numbers": rounded(numbers), "size": n, "height": 6, "width": 9,
                  "filterX": rounded(fx), "filterY": rounded(fy), "intensity": rounded(gamma)}
        (HERE / f"filterbank{n}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


main()
