import {fork} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {join} from 'node:path';

/** A tensor as it goes to the process that has onnxruntime, and comes back. */
export interface Fed {
  type: 'float32' | 'int32' | 'int64';
  data: Float32Array | Int32Array | BigInt64Array;
  dims: number[];
}

/** What a call gave, by name. */
export type Outputs = Record<string, {data: Float32Array | BigInt64Array; dims: number[]}>;

interface Answer {
  ready?: boolean;
  id?: number;
  results?: Record<'node' | 'web', Outputs[]>;
  error?: string;
}

/** onnxruntime-node and onnxruntime-web in a process of their own. */
export class ONNXRuntimes {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<ONNXRuntimes> {
    const child = fork(join(__dirname, '../../../../tools/onnxruntime/runFiles.mjs'), {
      serialization: 'advanced',
      execArgv: [],
    });
    const runtimes = new ONNXRuntimes(child);
    await runtimes.answer(({ready}) => ready === true);
    return runtimes;
  }

  private jobs = 0;

  /**
   * Runs a file, call after call, in both.
   *
   * @param feeds The inputs of each call.
   * @param carry Which outputs of a call are which inputs of the next one.
   */
  async run(
    file: Uint8Array,
    feeds: Array<Record<string, Fed>>,
    carry: Record<string, string> = {},
  ): Promise<Record<'node' | 'web', Outputs[]>> {
    const id = ++this.jobs;
    this.child.send({id, file, feeds, carry});
    const {results, error} = await this.answer((answer) => answer.id === id);
    if (results === undefined) throw new Error(error);
    return results;
  }

  stop(): void {
    this.child.kill();
  }

  private answer(wanted: (answer: Answer) => boolean): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onMessage = (answer: Answer): void => {
        if (!wanted(answer)) return;
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
        resolve(answer);
      };
      const onExit = (code: number | null): void => reject(new Error(`the process ended with ${code}`));
      this.child.on('message', onMessage);
      this.child.on('exit', onExit);
    });
  }
}
