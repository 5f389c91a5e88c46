import {checkSizes} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import type {Fetch} from './openDownload.js';

/** How to download. */
export interface NetworkOptions {
  /** The address of the folder that holds the files, in place of the original one: a mirror. */
  baseUrl?: string;
  /** Asks the server. Default: the platform's `fetch`. */
  fetch?: Fetch;
  /** A connection is given up if nothing arrives for so many milliseconds. Default 30000. */
  stallTimeout?: number;
  /** It is given up too if fewer bytes a second arrive on average over a `stallTimeout`. Default 1000; 0 for any rate. */
  leastRate?: number;
  /** Attempts for a file, the first included. Default 4. */
  attempts?: number;
  /** Milliseconds before the second attempt; doubled before each further one. Default 1000. */
  retryDelay?: number;
}

/** The kinds of these options, for tables of options that include them. */
export const NETWORK_OPTIONS: OptionKinds<NetworkOptions> = {
  baseUrl: 'string',
  fetch: 'function',
  stallTimeout: 'any',
  leastRate: 'any',
  attempts: 'any',
  retryDelay: 'any',
};

/** {@link NetworkOptions} with their defaults. */
export type NetworkSettings = Required<
  Pick<NetworkOptions, 'stallTimeout' | 'leastRate' | 'attempts' | 'retryDelay'>
>;

/** Throws for an option of `network` that is not there or has no meaning. */
export function checkNetwork(network: NetworkOptions): void {
  checkOptions('network', network, NETWORK_OPTIONS);
  networkSettings(network);
}

/**
 * Fills in the defaults.
 *
 * @throws if a number has no meaning; the message names it.
 */
export function networkSettings({
  stallTimeout = 30000,
  leastRate = 1000,
  attempts = 4,
  retryDelay = 1000,
}: NetworkOptions): NetworkSettings {
  checkSizes({attempts, stallTimeout});
  for (const [name, value] of Object.entries({leastRate, retryDelay})) {
    if (!(Number.isFinite(value) && value >= 0)) {
      throw new Error(`${name}: expected a number of at least 0, got ${value}`);
    }
  }
  return {stallTimeout, leastRate, attempts, retryDelay};
}
