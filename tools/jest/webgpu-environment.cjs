'use strict';
// jest's Node environment with navigator.gpu, from the package webgpu of tools/legs. It has to be there before a test file
// imports the backend, and is loaded outside of the sandbox, once for all files: as a native module it is there only once.
const {join} = require('node:path');
const {pathToFileURL} = require('node:url');
const {TestEnvironment} = require('jest-environment-node');

const webgpu = pathToFileURL(join(__dirname, '../legs/node_modules/webgpu/index.js')).href;

module.exports = class WebGPUEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    const {create, globals} = await import(webgpu);
    const gpu = create([]);
    Object.assign(this.global, globals);
    const value = {gpu, userAgent: 'Node.js', hardwareConcurrency: 1};
    Object.defineProperty(this.global, 'navigator', {value, configurable: true});
  }
};
