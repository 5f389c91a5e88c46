const path = require('node:path');
const base = require('../../tools/jest/preset.cjs')(__dirname);

const bundles = (schema) => path.dirname(require.resolve(schema));

module.exports = {
  ...base,
  // Vega comes as ES modules, which jest's CommonJS cannot load; these are bundles of the same versions.
  moduleNameMapper: {
    ...base.moduleNameMapper,
    '^vega(-util)?$': path.join(bundles('vega/vega-schema.json'), 'vega.js'),
    '^vega-lite$': path.join(bundles('vega-lite/vega-lite-schema.json'), 'vega-lite.min.js'),
  },
};
