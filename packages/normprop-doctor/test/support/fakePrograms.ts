import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {emptyFolder} from './emptyFolder.js';

/** What a virtual environment's Python does when it is called as pip: puts the C library where the wheel has it. */
export const pipThatInstalls = `
site=$(/usr/bin/dirname "$0")/../lib/python3.11/site-packages
/bin/mkdir -p "$site/tensorflow/include/tensorflow/c/eager"
echo header > "$site/tensorflow/include/tensorflow/c/eager/c_api.h"
for library in cc framework; do echo library > "$site/tensorflow/libtensorflow_$library.so.2"; done
case "$*" in *cuda*)
  /bin/mkdir -p "$site/nvidia/cudnn/lib"
  echo library > "$site/nvidia/cudnn/lib/libcudnn.so.9";;
esac`;

const programs = {
  python3: `
case "$1" in
  -c) echo 3.11.7;;
  *) /bin/mkdir -p "$3/bin" "$3/lib/python3.11"; /bin/cp "$FAKES/venv-python" "$3/bin/python";;
esac`,
  'venv-python': pipThatInstalls,
  'g++': `
while [ "$1" != -o ]; do shift; done
echo compiled > "$2"`,
  npm: `
/bin/mkdir -p node_modules/@tensorflow
/bin/cp -r "$FAKES/tfjs-node" node_modules/@tensorflow/`,
  'nvidia-smi': 'echo "A fake GPU"',
};

export type FakeProgram = keyof typeof programs;

/** A PATH on which only such programs are, and the lines with which they were called. */
export class FakePrograms {
  readonly folder = emptyFolder();
  private readonly calls = join(this.folder, 'calls');
  private readonly before = {...process.env};

  /** @param own Programs that do something else, and (null) programs that are not there. */
  constructor(own: Partial<Record<FakeProgram, string | null>> = {}) {
    for (const [name, script] of Object.entries({...programs, 'nvidia-smi': null, ...own}))
      if (script !== null) this.write(name, script);
    writePackage(join(this.folder, 'tfjs-node'), '@tensorflow/tfjs-node');
    Object.assign(process.env, {PATH: this.folder, FAKES: this.folder});
    delete process.env.CXX;
  }

  private write(name: string, script: string): void {
    const file = join(this.folder, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> "${this.calls}"\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** One line a call: the program and its arguments. */
  called(): string[] {
    return existsSync(this.calls) ? readFileSync(this.calls, 'utf8').trim().split('\n') : [];
  }

  restore(): void {
    for (const name of ['PATH', 'FAKES', 'CXX'])
      if (this.before[name] === undefined) delete process.env[name];
      else process.env[name] = this.before[name];
  }
}

function writePackage(folder: string, name: string): void {
  mkdirSync(folder, {recursive: true});
  const binary = {module_name: 'tfjs_binding', module_path: './lib/napi-v{napi_build_version}'};
  const manifest = {name, version: '4.22.0', binary: {...binary, napi_versions: [3, 8]}};
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
}

/** A project that has the npm packages already, without bindings. */
export function fakeProject(...names: string[]): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'package.json'), '{}');
  for (const name of names) writePackage(join(folder, 'node_modules', name), name);
  return folder;
}
