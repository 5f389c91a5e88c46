import {GateBias} from './initializers/gateBias.js';
import {OrthogonalPerGate} from './initializers/orthogonal.js';
import {UnitNormColumns} from './constraints/unitNormColumns.js';
import {BatchDataNormalization} from './data/batchDataNormalization.js';
import {BatchNormLSTM, BatchNormLSTMCell} from './models/batchNormLSTM.js';
import {LayerNormLSTM, LayerNormLSTMCell} from './models/layerNormLSTM.js';
import {BaselineLSTM, BaselineLSTMCell} from './models/lstm.js';
import {NormPropLSTM, NormPropLSTMCell} from './models/normPropLSTM.js';
import {WeightNormLSTM, WeightNormLSTMCell} from './models/weightNormLSTM.js';
import {ClippedAdam} from './optimizers/adam.js';
import {registerClass} from './tfjs/classes.js';

// `import 'normprop-layers/register'`: all classes, for a model that is loaded. Each registers itself when its module runs, but a
// bundler runs only the modules whose names are used; here they are, and package.json lists this file under sideEffects.
const classes = [
  BaselineLSTM,
  BaselineLSTMCell,
  WeightNormLSTM,
  WeightNormLSTMCell,
  NormPropLSTM,
  NormPropLSTMCell,
  LayerNormLSTM,
  LayerNormLSTMCell,
  BatchNormLSTM,
  BatchNormLSTMCell,
  BatchDataNormalization,
  OrthogonalPerGate,
  GateBias,
  UnitNormColumns,
  ClippedAdam,
];

classes.forEach(registerClass);
