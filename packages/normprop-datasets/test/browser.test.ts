import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import ts from 'typescript';
import {loadPTB, loadText, trainingBatches} from 'normprop-datasets';

const src = join(__dirname, '../src');
const sources = readdirSync(src, {recursive: true, encoding: 'utf8'}).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
);

describe('in a browser', () => {
  const {process} = globalThis;
  beforeEach(() => {
    Object.defineProperty(globalThis, 'process', {value: undefined, configurable: true, writable: true});
  });
  afterEach(() => {
    Object.defineProperty(globalThis, 'process', {value: process, configurable: true, writable: true});
  });

  it('has texts and batches', async () => {
    const corpus = await loadText({text: 'to be or not to be '.repeat(20)});
    const [batch] = trainingBatches(corpus.train, {length: 5, batch: 2, seed: 1, epoch: 0});
    expect(batch.inputs).toHaveLength(10);
  });

  it('says that files need Node', async () => {
    const message = 'reading files needs Node >= 20.16; in a browser, use loadText({text})';
    await expect(loadText({path: 'a.txt'})).rejects.toThrow(`a.txt: ${message}`);
    await expect(loadPTB({dir: 'ptb'})).rejects.toThrow(`loadPTB: ${message}`);
    await expect(loadPTB()).rejects.toThrow(message);
  });
});

describe('the source', () => {
  it.each(sources)('%s imports nothing but its neighbours', (path) => {
    // What is left without types and comments is what a bundler for browsers sees.
    const {outputText} = ts.transpileModule(readFileSync(join(src, path), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: true,
      },
    });
    const {importedFiles} = ts.preProcessFile(outputText, true, true);
    for (const {fileName} of importedFiles) expect(fileName).toMatch(/^\.{1,2}\//);
  });
});
