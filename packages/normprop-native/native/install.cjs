'use strict';
// npm runs this after it has put the package in place: nothing to do where a prebuilt binary loads, else the kernels are compiled. It
// never fails an installation: without a binary normprop-kernels uses WebAssembly, and kernelInfo() says why. In the
// project's own repository nothing is compiled here (the target build:native does it).
const {sep} = require('node:path');
const {compile} = require('./compile.cjs');

const isInstalled = __dirname.split(sep).includes('node_modules');

function loads() {
  try {
    require('../index.js');
    return true;
  } catch {
    return false;
  }
}

if (isInstalled && !loads()) {
  const problem = compile();
  if (problem !== undefined)
    console.warn(`normprop-native: no native kernels, because ${problem}; WebAssembly is used instead`);
}
