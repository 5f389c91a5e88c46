'use strict';
const {join} = require('node:path');

/** The prebuilt binary for this platform, or the one that was compiled here. Throws where there is neither. */
module.exports = require('node-gyp-build')(join(__dirname, 'native'));
