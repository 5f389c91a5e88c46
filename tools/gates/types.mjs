// Types that a package's exports speak of are exported too: whoever holds a value can name its type.
// usage, after a build: node tools/gates/types.mjs
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The declaration files of a package's entries, from its `exports`. */
function entriesOf(folder) {
  const {exports = {}} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.values(exports)
    .map((target) => target.default?.types ?? target.types)
    .filter((file) => typeof file === 'string')
    .map((file) => join(folder, file))
    .filter(existsSync);
}

const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** `name, of X` for each type of the package's own that an export's declaration names and no entry exports. */
function unexported(program, entries, folder) {
  const checker = program.getTypeChecker();
  const real = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const exported = new Map();
  const typeOnly = new Set();
  for (const entry of entries) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      exported.set(real(symbol), symbol.name);
      if (symbol.declarations?.some(ts.isTypeOnlyExportDeclaration)) typeOnly.add(symbol.name);
    }
  }
  const missing = new Set();
  const isOwn = (symbol) =>
    symbol.declarations?.some(
      (declaration) =>
        declaration.getSourceFile().fileName.startsWith(join(folder, 'dist')) &&
        ts.isSourceFile(declaration.parent),
    );
  const look = (node, owner) => {
    if (ts.canHaveModifiers(node) && ts.getCombinedModifierFlags(node) & hidden) return;
    // Nobody constructs a class of which the type alone is exported.
    if (ts.isConstructorDeclaration(node) && typeOnly.has(owner)) return;
    const named = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const symbol = named && checker.getSymbolAtLocation(named);
    if (symbol && isOwn(real(symbol)) && !exported.has(real(symbol)))
      missing.add(`${real(symbol).name}, of ${owner}`);
    ts.forEachChild(node, (child) => look(child, owner));
  };
  for (const [symbol, name] of exported)
    for (const declaration of symbol.declarations ?? [])
      if (declaration.getSourceFile().fileName.startsWith(join(folder, 'dist'))) look(declaration, name);
  return [...missing].sort();
}

let count = 0;
for (const name of readdirSync(join(root, 'packages')).sort()) {
  const folder = join(root, 'packages', name);
  if (!existsSync(join(folder, 'package.json'))) continue;
  const entries = entriesOf(folder);
  if (entries.length === 0) continue;
  const program = ts.createProgram(entries, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
  });
  for (const line of unexported(program, entries, folder)) {
    console.error(`${name}: not exported: ${line}`);
    count++;
  }
}
process.exitCode = count > 0 ? 1 : 0;
