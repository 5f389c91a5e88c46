import {layerNormLSTM, lstm, normPropLSTM, weightNormLSTM} from 'normprop-layers';

/**
 * The models, one a line: `make` from layer options, `options` beside what the task gives, `projected` whether its columns are brought back
 * to norm 1 after each update where the optimizer does such things.
 */
export const variants = [
  {name: 'lstm', title: '`lstm`', make: lstm},
  {name: 'weightNorm', title: '`weightNormLSTM`', make: weightNormLSTM, projected: true},
  {name: 'layerNorm', title: '`layerNormLSTM`', make: layerNormLSTM},
  // Two things that Norm Prop has: columns of norm 1, and about 1/√Var[h] on what leaves the layer.
  {
    name: 'layerNormEqual',
    title: '`layerNormLSTM`, equal knobs',
    make: layerNormLSTM,
    projected: true,
    options: {outputScale: 3},
  },
  {name: 'normProp', title: '`normPropLSTM`', make: normPropLSTM, projected: true},
  {
    name: 'normPropPaper',
    title: "`normPropLSTM`, `preset: 'paper'`",
    make: normPropLSTM,
    projected: true,
    options: {preset: 'paper'},
  },
];
