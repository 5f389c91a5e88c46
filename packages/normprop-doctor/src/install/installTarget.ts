import type {NodePackageName} from '../backend/nodePackage.js';
import {MissingPrerequisite} from './missingPrerequisite.js';

/** What is installed for a kind of device. */
export interface InstallTarget {
  npmPackage: NodePackageName;
  /** Of the npm package: the one that goes with this program's tfjs. */
  npmVersion: string;
  /** What pip is asked for. */
  requirement: string;
  /** Whether pip installs what the requirement requires too; the C library alone needs none of the Python packages. */
  withDependencies: boolean;
  /** The name of the folder that the Python environment goes to. */
  folderName: string;
  /** For messages. */
  size: string;
}

/** The TensorFlow whose C library was seen working under tfjs-node 4.22, forward and backward. */
export const tensorflowVersion = '2.21.0';

const npmVersion = '4.22.0';

/**
 * Chooses what to install.
 *
 * @throws {MissingPrerequisite} for a platform without a wheel that holds the C library, or without one for GPUs.
 */
export function installTarget(
  gpu: boolean,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): InstallTarget {
  const here = `${platform} ${arch}`;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64'))
    throw new MissingPrerequisite(
      `The Node backend can be built here on Linux (x64, arm64); this is ${here}. On other systems: npm install @tensorflow/tfjs-node, ` +
        'which downloads a binding where it has one.',
    );
  if (gpu) {
    if (arch !== 'x64')
      throw new MissingPrerequisite(
        `--gpu: TensorFlow publishes GPU wheels for Linux x64 alone; this is ${here}.`,
      );
    return {
      npmPackage: '@tensorflow/tfjs-node-gpu',
      npmVersion,
      requirement: `tensorflow[and-cuda]==${tensorflowVersion}`,
      withDependencies: true,
      folderName: `tensorflow-cuda-${tensorflowVersion}`,
      size: 'about 4 GB',
    };
  }
  // On arm64 the package `tensorflow` itself is built for the processor alone.
  const wheel = arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
  return {
    npmPackage: '@tensorflow/tfjs-node',
    npmVersion,
    requirement: `${wheel}==${tensorflowVersion}`,
    withDependencies: false,
    folderName: `${wheel}-${tensorflowVersion}`,
    size: 'about 270 MB, 1.2 GB on disk',
  };
}
