import {existsSync, readdirSync} from 'node:fs';
import {ProgramMissing, runProgram} from './runProgram.js';

/** The names of the NVIDIA devices of this machine that its driver runs; empty without any. */
export async function nvidiaDevices(driverFolder = '/proc/driver/nvidia/gpus'): Promise<string[]> {
  try {
    const {status, output} = await runProgram('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader']);
    if (status === 0) return output.split('\n').filter((line) => line.trim() !== '');
  } catch (error) {
    if (!(error instanceof ProgramMissing)) throw error;
  }
  // A container may have the driver without its tools.
  return existsSync(driverFolder) ? readdirSync(driverFolder).map((address) => `device ${address}`) : [];
}
