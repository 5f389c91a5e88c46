"""Writes the golden values of `cellPenalty` and of the cell `preserving`: python3 makeGolden.py (needs numpy).

The cells in float64, written from the equations; every gradient by the complex step, dL/dw = Im L(w + 1e-30 i)/1e-30, which has no
rounding of differences: right to the last digits. Files and conventions as the other golden files beside this one, and also:

  cell         'standard' or 'preserving': c~ = f c + sqrt(1 - f^2 + 1e-6) i g
  cell_penalty {weight, target} or null: penalty = weight * mean over valid (t,b) of ln(mean_j(c~_j^2/target_j) + 1e-4)^2,
               c~ before zoneout and mask; `outputs.penalty`; loss and loss2 contain it 1.5 times
"""
import json
import pathlib
import numpy as np

T, B, D, H = 5, 3, 4, 6
STEP = 1e-30
PENALTY_IN_LOSS = 1.5


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def unit_columns(w):
    return w / np.sqrt((w * w).sum(0))


def normalise_rows(z):
    mean = z.mean(-1, keepdims=True)
    return (z - mean) / np.sqrt(((z - mean) ** 2).mean(-1, keepdims=True) + 1e-5)


def normalise_columns(z):
    return normalise_rows(z.T).T


def run(case, v):
    kind = case['kind']
    wx, wh = v['kernel'], v['recurrentKernel']
    if kind in ('weightnorm', 'normprop'):
        wx, wh = v['gammaX'] * unit_columns(wx), v['gammaH'] * unit_columns(wh)
    norm = {'layernorm': normalise_rows, 'batchnorm': normalise_columns}.get(kind)
    h, c = v['h0'], v['c0']
    hs, cells = [], []
    for t in range(T):
        ax, ah = v['x'][t] @ wx, h @ wh
        if norm:
            ax, ah = v['gammaX'] * norm(ax) + v['betaX'], v['gammaH'] * norm(ah) + v['betaH']
        ai, af, ag, ao = np.split(ax + ah + v['bias'], 4, 1)
        i, f, g, o = sigmoid(ai), sigmoid(af), np.tanh(ag), sigmoid(ao)
        if 'candidateMask' in v:
            g = g * v['candidateMask'][t]
        share = np.sqrt(1 - f * f + 1e-6) if case['cell'] == 'preserving' else 1
        new = f * c + share * i * g
        u, scale = new, 1
        if kind == 'normprop':
            u, scale = v['gammaC'] * new / np.sqrt(case['var_c']), 1 / np.sqrt(case['var_h'])
        if norm:
            u = v['gammaC'] * norm(new) + v['betaC']
        newh = scale * o * np.tanh(u)
        cells.append(new)
        if 'zoneoutCell' in v:
            new = v['zoneoutCell'][t] * c + (1 - v['zoneoutCell'][t]) * new
            newh = v['zoneoutHidden'][t] * h + (1 - v['zoneoutHidden'][t]) * newh
        if 'mask' in v:
            m = v['mask'][t][:, None]
            new, newh = m * new + (1 - m) * c, m * newh + (1 - m) * h
        h, c = newh, new
        hs.append(h)
    penalty = 0
    if case['cell_penalty']:
        weight, target = case['cell_penalty']['weight'], np.array(case['cell_penalty']['target'])
        logs = np.log((np.array(cells) ** 2 / target).mean(-1) + 1e-4)
        m = v.get('mask', np.ones((T, B)))
        penalty = weight * (m * logs * logs).sum() / m.sum()
    hs = np.array(hs)
    loss = (v['outputWeights'] * hs).sum() + PENALTY_IN_LOSS * penalty
    return {'hs': hs, 'hT': h, 'cT': c, 'penalty': penalty, 'loss': loss, 'loss2': loss + (v['cellWeights'] * c).sum()}


def gradients(case, v, names):
    both = {'loss': {}, 'loss2': {}}
    for name in names:
        for which in both:
            both[which][name] = np.zeros(v[name].size)
        for k in range(v[name].size):
            moved = v[name].astype(complex)
            moved.flat[k] += 1j * STEP
            result = run(case, {**v, name: moved})
            for which in both:
                both[which][name][k] = result[which].imag / STEP
        for which in both:
            both[which][name] = both[which][name].reshape(v[name].shape)
    return both['loss'], both['loss2']


def stored(a):
    return {'shape': list(np.shape(a)), 'data': np.asarray(a, dtype=np.float64).ravel().tolist()}


def make(name, kind, seed, cell='standard', penalty=False, masks=False):
    random = np.random.default_rng(seed)
    normal = lambda *shape: random.standard_normal(shape)
    v = {'x': normal(T, B, D), 'h0': 0.5 * normal(B, H), 'c0': 0.5 * normal(B, H)}
    v |= {'kernel': 0.6 * normal(D, 4 * H), 'recurrentKernel': 0.6 * normal(H, 4 * H), 'bias': 0.4 * normal(4 * H)}
    if kind != 'baseline':
        v |= {'gammaX': 1 + 0.3 * normal(4 * H), 'gammaH': 0.8 + 0.2 * normal(4 * H)}
    if kind not in ('baseline', 'weightnorm'):
        v |= {'gammaC': 0.9 + 0.2 * normal(H)}
    if kind in ('layernorm', 'batchnorm'):
        v |= {'betaX': 0.3 * normal(4 * H), 'betaH': 0.3 * normal(4 * H), 'betaC': 0.3 * normal(H)}
    trained = list(v)
    v |= {'outputWeights': normal(T, B, H), 'cellWeights': normal(B, H)}
    if masks:
        v['mask'] = np.array([[1, 1, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1], [0, 0, 1]], dtype=float)
        v['candidateMask'] = (random.random((T, B, H)) < 0.75) / 0.75
        v['zoneoutCell'] = (random.random((T, B, H)) < 0.3) * 1.0
        v['zoneoutHidden'] = (random.random((T, B, H)) < 0.2) * 1.0
    case = {
        'kind': kind, 'T': T, 'B': B, 'D': D, 'H': H, 'seed': seed,
        'options': ['mask', 'recdrop', 'zoneout'] if masks else [],
        'conventions': {'bn_stats': 'all B rows, per time step', 'ln': 'joint over 4H'},
        'var_c': 0.27 if kind == 'normprop' else None,
        'var_h': 0.12 if kind == 'normprop' else None,
        'cell': cell,
        'cell_penalty': {'weight': 0.3, 'target': (0.2 + random.random(H)).tolist()} if penalty else None,
    }
    outputs = run(case, v)
    first, second = gradients(case, v, trained)
    case |= {
        'inputs': {key: stored(value) for key, value in v.items()},
        'outputs': {key: stored(a) if np.ndim(a) else float(a) for key, a in outputs.items()},
        'grads': {key: stored(a) for key, a in first.items()},
        'grads_loss2': {key: stored(a) for key, a in second.items()},
        'generator': 'makeGolden.py', 'precision': 'float64',
    }
    here = pathlib.Path(__file__).resolve().parent
    folders = [here, here.parents[2] / 'normprop-kernels' / 'test' / 'golden']
    for folder in folders:
        (folder / f'{name}.json').write_text(json.dumps(case) + '\n')
    print(name, case['outputs']['loss'], case['outputs']['penalty'])


if __name__ == '__main__':
    make('baseline_penalty', 'baseline', 301, penalty=True)
    make('weightnorm_penalty_mask_recdrop_zoneout', 'weightnorm', 302, penalty=True, masks=True)
    make('normprop_penalty', 'normprop', 303, penalty=True)
    make('normprop_penalty_mask_recdrop_zoneout', 'normprop', 304, penalty=True, masks=True)
    make('baseline_preserving', 'baseline', 305, cell='preserving')
    make('normprop_preserving_penalty_mask_recdrop_zoneout', 'normprop', 306, cell='preserving', penalty=True, masks=True)
    make('layernorm_preserving_mask_recdrop_zoneout', 'layernorm', 307, cell='preserving', masks=True)
    make('batchnorm_preserving', 'batchnorm', 308, cell='preserving')
