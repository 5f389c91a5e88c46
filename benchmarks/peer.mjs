import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

/**
 * A Python program of this folder as a process that does something for each line it gets, and answers with a line of numbers;
 * its first line is PyTorch's version.
 *
 * @param {string} python The Python that has torch.
 * @param {string} script Its name in this folder.
 * @param {Array<string | number>} given Its arguments.
 */
export async function startPeer(python, script, given) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(python, [path, ...given.map(String)], {stdio: ['pipe', 'pipe', 'inherit']});
  const failed = new Promise((_, reject) => child.on('error', reject));
  child.stdin.on('error', () => {}); // that it has ended, the answer says
  const answers = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const answer = async () => {
    const {value} = await Promise.race([answers.next(), failed]);
    if (value === undefined) throw new Error(`${python} ${script} ended: what it wrote says why`);
    return value;
  };
  return {
    version: await answer(),
    /** The numbers that it answers with. */
    async ask(question = '') {
      child.stdin.write(`${question}\n`);
      const line = await answer();
      const numbers = line.split(' ').map(Number);
      if (!numbers.every(Number.isFinite)) throw new Error(`${script}: expected numbers, got '${line}'`);
      return numbers;
    },
    end: () => child.stdin.end(),
  };
}
