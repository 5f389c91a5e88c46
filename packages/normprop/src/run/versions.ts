import {createRequire} from 'node:module';
import {version_core as tfjsVersion} from '@tensorflow/tfjs-core';

const ours = ['normprop', 'normprop-layers', 'normprop-core'];

/** The versions that a run's figures depend on. */
export function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const version = (name: string): string => (require(`${name}/package.json`) as {version: string}).version;
  return {
    ...Object.fromEntries(ours.map((name) => [name, version(name)])),
    'tfjs-core': tfjsVersion,
    node: process.versions.node,
  };
}
