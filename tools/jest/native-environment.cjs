'use strict';
// jest's Node environment for a backend in native code: the typed arrays that such code makes are of Node's own realm, and
// with jest's own classes in a test file's globals they would be instances of none that tfjs knows.
const {TestEnvironment} = require('jest-environment-node');

module.exports = class NativeEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, {Float32Array, Int32Array, Uint8Array, BigInt64Array});
  }
};
