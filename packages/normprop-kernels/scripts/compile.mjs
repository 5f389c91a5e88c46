import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import asc from 'assemblyscript/asc';

const assembly = fileURLToPath(new URL('../assembly', import.meta.url));

/** The binary of `assembly/<entry>.ts` with these WebAssembly features. */
export async function compile(entry, features) {
  const files = new Map();
  const {error, stderr} = await asc.main(
    [
      join(relative(process.cwd(), assembly) || '.', `${entry}.ts`),
      '--optimizeLevel',
      '3',
      '--shrinkLevel', // as fast
      '1',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
      // a maximum makes it possible to import the same module's memory as shared, see src/module/sharedBinary.ts
      '--initialMemory',
      '1',
      '--maximumMemory',
      '65536',
      '--memoryBase',
      '1024',
      ...features.flatMap((f) => ['--enable', f]),
      '--outFile',
      'kernels.wasm',
    ],
    {
      writeFile: (name, data) => {
        files.set(name, data);
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return files.get('kernels.wasm');
}
