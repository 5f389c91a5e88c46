import {normPropLSTM} from 'normprop-layers';

/** Var[c] and Var[h] of `meanField` for gains γx, γh, γc and forget bias 1, solved once. */
const solved = {
  '0.5,0.25,0.5': [0.1775, 0.04621],
  '0.35,0.35,0.35': [0.313, 0.02599],
  '0.25,0.25,0.25': [0.1842, 0.01432],
  '0.5,0.25,0.25': [0.1785, 0.01488],
  '0.2,0.25,0.5': [0.1894, 0.04408],
  '0.2,0.2,0.5': [0.1242, 0.04405],
};

function normProp(name, gammaX, gammaH, gammaC, more = {}) {
  const found = solved[[gammaX, gammaH, gammaC].join()];
  return {
    name,
    title: name,
    make: normPropLSTM,
    projected: true,
    ...(found && {constants: {cellVariance: found[0], hiddenVariance: found[1]}}),
    ...more,
    options: {
      gammaX,
      gammaH,
      gammaC,
      outputScale: more.outputScale ?? 1,
      ...(found && {varianceMethod: 'paper'}),
    },
  };
}

/** What was tried for Norm Prop's defaults; `--variants <names>` runs them like any other model. */
export const candidates = [
  {
    name: 'calibrated',
    title: 'constants measured on the first batch',
    make: normPropLSTM,
    projected: true,
    calibrated: true,
  },
  {
    name: 'x1',
    title: '`normPropLSTM({gammaX: 1})`',
    make: normPropLSTM,
    projected: true,
    options: {gammaX: 1},
  },
  normProp('g.5', 0.5, 0.25, 0.5),
  normProp('g.5 head0', 0.5, 0.25, 0.5, {zeroHead: true}),
  normProp('g.5 out.2', 0.5, 0.25, 0.5, {outputScale: 0.215}),
  normProp('g.25', 0.25, 0.25, 0.25),
  normProp('g.25 out.12', 0.25, 0.25, 0.25, {outputScale: 0.12}),
  normProp('g.35', 0.35, 0.35, 0.35),
  normProp('g1', 1, 1, 1),
  normProp('g1 out.34', 1, 1, 1, {outputScale: 0.3375}),
  normProp('g1.5.5 out.23', 1, 0.5, 0.5, {outputScale: 0.226}),
  normProp('g.5 out.5', 0.5, 0.25, 0.5, {outputScale: 0.5}),
  normProp('x.2 out.2', 0.2, 0.25, 0.5, {outputScale: 0.21}),
  normProp('x.2', 0.2, 0.25, 0.5),
  normProp('g.5 learn.2', 0.5, 0.25, 0.5, {outputGain: {first: 0.215, speed: 5}}),
  normProp('x.2 learn.2', 0.2, 0.25, 0.5, {outputGain: {first: 0.21, speed: 5}}),
  normProp('rule.57', 0.2, 0.25, 0.5, {gammaXRule: {factor: 0.57}}),
  normProp('rule1', 0.2, 0.25, 0.5, {gammaXRule: {factor: 1}}),
  normProp('rule.57 learn.2', 0.2, 0.25, 0.5, {
    gammaXRule: {factor: 0.57},
    outputGain: {first: 0.21, speed: 5},
  }),
  normProp('rule.57 out.5', 0.2, 0.25, 0.5, {gammaXRule: {factor: 0.57}, outputScale: 0.5}),
];
