// Every name that a package exports, values and types, stands in its api.txt: a name that appears or goes is seen in review.
// usage: node tools/gates/api.mjs [--write]
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const write = process.argv.includes('--write');

/** The sources of a package's entries, by the entry's name, from its `exports`. */
function entriesOf(folder) {
  const {exports = {}} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([entry, target]) => {
    const file = typeof target === 'string' ? target : (target.default?.default ?? target.default);
    if (typeof file !== 'string' || !file.endsWith('.js')) return [];
    const source = join(folder, file.replace(/^\.\/dist\/(esm|cjs)\//, 'src/').replace(/\.js$/, '.ts'));
    return existsSync(source) ? [[entry, source]] : [];
  });
}

/** `name kind` of each export of a source file, in the order of the alphabet. */
function namesOf(program, source) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(source));
  return (module ? checker.getExportsOfModule(module) : [])
    .map((symbol) => {
      const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      // `export type {X}` of a class exports no value.
      const typeOnly = symbol.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false;
      return `${symbol.name} ${real.flags & ts.SymbolFlags.Value && !typeOnly ? 'value' : 'type'}`;
    })
    .sort();
}

let changed = 0;
for (const name of readdirSync(join(root, 'packages')).sort()) {
  const folder = join(root, 'packages', name);
  if (!existsSync(join(folder, 'package.json'))) continue;
  const entries = entriesOf(folder);
  if (entries.length === 0) continue;
  const program = ts.createProgram(
    entries.map(([, source]) => source),
    {module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true},
  );
  const text = entries
    .map(([entry, source]) => `# ${entry}\n${namesOf(program, source).join('\n')}\n`)
    .join('\n');
  const file = join(folder, 'api.txt');
  if (write) writeFileSync(file, text);
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (kept === text) continue;
  changed++;
  const lines = (all) => new Set(all.split('\n'));
  for (const line of lines(text)) if (line && !lines(kept).has(line)) console.error(`${name}: new: ${line}`);
  for (const line of lines(kept)) if (line && !lines(text).has(line)) console.error(`${name}: gone: ${line}`);
}
if (changed > 0) {
  console.error(
    'The exported names differ from api.txt. Where that is meant: node tools/gates/api.mjs --write',
  );
  process.exit(1);
}
