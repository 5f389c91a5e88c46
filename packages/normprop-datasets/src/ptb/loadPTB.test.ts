import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {downloadServer, serve, type Answer, type DownloadServer} from '../../test/downloadServer.js';
import {SPLITS} from '../text/textCorpus.js';
import {loadPTB} from './loadPTB.js';
import {PTB_FILES} from './ptbFiles.js';

/** The folder with the real files: `$NORMPROP_DATA/ptb`, else `shared/data/ptb` beside the repository. */
const dataFolder = process.env.NORMPROP_DATA ?? resolve(__dirname, '../../../../../shared/data');
const real = join(dataFolder, 'ptb');

const handmade = {
  train: ' the cat sat on the mat \n a cat <unk> N times \n',
  valid: ' the mat sat \n',
  test: ' a cat \n on N mat \n',
};

let folder: string;
let server: DownloadServer;
beforeAll(async () => {
  server = await downloadServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'normprop-ptb-'));
});
afterEach(() => rm(folder, {recursive: true}));

async function writeHandmade(): Promise<void> {
  for (const split of SPLITS) await writeFile(join(folder, PTB_FILES[split].name), handmade[split]);
}

describe('loadPTB', () => {
  it('reads a folder that the user names', async () => {
    await writeHandmade();
    const corpus = await loadPTB({dir: folder});
    expect(corpus.name).toBe('ptb');
    expect(corpus.vocabulary.decode(corpus.train)).toBe('the_cat_sat_on_the_mat\na_cat_<unk>_N_times\n');
    expect(corpus.vocabulary.decode(corpus.valid)).toBe('the_mat_sat\n');
    expect(corpus.vocabulary.decode(corpus.test)).toBe('a_cat\non_N_mat\n');
    expect(corpus.vocabulary.symbols.join('')).toBe('\n<>N_acehikmnostu');
    expect(corpus.symbolCounts).toEqual({train: 43, valid: 12, test: 15});
    expect(corpus.description).toBe('Penn Treebank, characters, lines trimmed');
  });

  it('says which count it is when lines are not trimmed', async () => {
    await writeHandmade();
    const corpus = await loadPTB({dir: folder, untrimmed: true});
    expect(corpus.symbolCounts).toEqual({train: 45, valid: 13, test: 17});
    expect(corpus.description).toBe('Penn Treebank, characters, a space kept at the end of each line');
  });

  it('says which file of the folder is missing or wrong', async () => {
    await expect(loadPTB({dir: join(folder, 'none')})).rejects.toThrow(
      'ptb.train.txt: there is no such file',
    );
    await writeHandmade();
    await writeFile(join(folder, 'ptb.valid.txt'), Uint8Array.of(97, 0));
    await expect(loadPTB({dir: folder})).rejects.toThrow(
      'ptb.valid.txt: expected UTF-8 text, got a binary file',
    );
    await writeFile(join(folder, 'ptb.valid.txt'), ' the dog \n');
    await expect(loadPTB({dir: folder})).rejects.toThrow(
      'ptb, valid: the character "d" (U+0064) at position 4',
    );
  });

  it('downloads nothing unasked, and says what to do', async () => {
    await expect(loadPTB({cacheDir: folder, network: {baseUrl: server.url}})).rejects.toThrow(
      `ptb.train.txt: there is no such file. Pass dir, the folder that holds ptb.train.txt, ptb.valid.txt, ` +
        `ptb.test.txt, or download: true to fetch them (6.0 MB, licensed for research) from ${server.url}`,
    );
    await writeHandmade();
    await expect(loadPTB({cacheDir: folder})).rejects.toThrow('ptb.train.txt: wrong checksum ');
    expect(server.requests).toEqual([]);
  });

  it('does not mix a named folder with downloads', async () => {
    const message =
      'dir: files of a named folder are read as they are; leave out dir, or download and cacheDir';
    await expect(loadPTB({dir: folder, download: true})).rejects.toThrow(message);
    await expect(loadPTB({dir: folder, cacheDir: folder})).rejects.toThrow(message);
  });

  it('takes no other text for the Penn Treebank', async () => {
    server.answer(serve(Buffer.from(handmade.train)), serve(new Uint8Array(PTB_FILES.train.bytes)));
    const network = {baseUrl: `${server.url}/ptb/`, attempts: 2, retryDelay: 1};
    await expect(loadPTB({cacheDir: folder, download: true, network})).rejects.toThrow(
      `ptb.train.txt: not downloaded after 2 attempts. Last: ${server.url}/ptb/ptb.train.txt: wrong checksum`,
    );
    expect(server.requests).toEqual(['/ptb/ptb.train.txt', '/ptb/ptb.train.txt bytes=47-']);
    expect(await readdir(folder)).toEqual([]);
  });

  it('has the cache folder of the system by default', async () => {
    const before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = folder;
    try {
      await expect(loadPTB()).rejects.toThrow(join(folder, 'normprop', 'ptb', 'ptb.train.txt'));
    } finally {
      if (before === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = before;
    }
  });
});

// The real files are licensed and so not in the repository.
if (existsSync(real)) {
  describe('the real Penn Treebank', () => {
    it('has the known character counts and a vocabulary of 50', async () => {
      const corpus = await loadPTB({dir: real});
      expect(corpus.symbolCounts).toEqual({train: 5_017_482, valid: 393_042, test: 442_423});
      expect(corpus.vocabulary.size).toBe(50);
      expect(corpus.vocabulary.has(' ')).toBe(false);
      expect(corpus.vocabulary.decode(corpus.test.subarray(0, 31))).toBe("no_it_was_n't_black_monday\nbut_");
    });

    it('has the counts of the Montreal papers untrimmed', async () => {
      const corpus = await loadPTB({dir: real, untrimmed: true});
      expect(corpus.symbolCounts).toEqual({train: 5_059_550, valid: 396_412, test: 446_184});
      expect(corpus.vocabulary.size).toBe(50);
    });

    it('has the known MD5 sums, and comes through a download, once', async () => {
      const md5: string[] = [];
      const answers: Answer[] = [];
      for (const split of SPLITS) {
        const bytes = await readFile(join(real, PTB_FILES[split].name));
        md5.push(createHash('md5').update(bytes).digest('hex'));
        answers.push(serve(bytes));
      }
      expect(md5).toEqual([
        'f26c4b92c5fdc7b3f8c7cdcb991d8420',
        'aa0affc06ff7c36e977d7cd49e3839bf',
        '8b80168b89c18661a38ef683c0dc3721',
      ]);
      server.answer(...answers);
      const files = new Set<string>();
      const options = {
        cacheDir: join(folder, 'cache'),
        download: true,
        network: {baseUrl: server.url},
        onProgress: ({file}: {file: string}) => files.add(file),
      };
      await mkdir(options.cacheDir);
      const corpus = await loadPTB(options);
      expect(corpus.symbolCounts.train).toBe(5_017_482);
      expect([...files]).toEqual(['ptb.train.txt', 'ptb.valid.txt', 'ptb.test.txt']);
      const again = (await loadPTB(options)).train;
      expect(again.every((symbol, i) => symbol === corpus.train[i])).toBe(true);
      expect((await loadPTB({cacheDir: options.cacheDir})).symbolCounts).toEqual(corpus.symbolCounts);
      expect(server.requests).toHaveLength(3);
    });
  });
}
