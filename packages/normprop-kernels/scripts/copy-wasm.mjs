// Puts the streaming module beside the published files, for those who compile it themselves.
import {copyFileSync} from 'node:fs';

for (const file of ['stream.wasm', 'stream-relaxed.wasm'])
  copyFileSync(`src/generated/${file}`, `dist/${file}`);
