import type {Dataset, Group} from 'jsfive';
import type {Weight} from '../chain/chain.js';

/** Element types of HDF5 that become float32, with their bytes. */
const floats: Record<string, number> = {'<f2': 2, '<f4': 4, '<f8': 8, '>f2': 2, '>f4': 4, '>f8': 8};

/** More than any compression of HDF5 can do: a larger claim is a damaged file, and would fill the memory. */
const mostExpansion = 1100;

/** A HDF5 file, read only, whose errors say which part of it is damaged. */
export class HDF5File {
  private constructor(
    private readonly root: Group,
    private readonly bytes: number,
  ) {}

  /**
   * Opens a file. The reader is loaded only here.
   *
   * @throws For a file that is not HDF5 or damaged.
   */
  static async open(file: Uint8Array): Promise<HDF5File> {
    const {File} = await import('jsfive');
    // A copy: the reader takes a whole ArrayBuffer.
    return new HDF5File(
      guarded('the file', () => new File(file.slice().buffer, '')),
      file.length,
    );
  }

  /** Names in a group; none where there is no such group. */
  keys(path: string): string[] {
    const group = this.find(path);
    return group !== undefined && 'keys' in group ? guarded(path, () => group.keys) : [];
  }

  has(path: string): boolean {
    return this.find(path) !== undefined;
  }

  /** An attribute that is text; undefined where there is none. */
  text(path: string, name: string): string | undefined {
    const value = this.attribute(path, name);
    if (value === undefined) return undefined;
    const one: unknown = Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
    if (typeof one !== 'string') throw new Error(`HDF5: ${path}: attribute '${name}': expected text`);
    return one;
  }

  /** An attribute that is a list of texts; undefined where there is none. */
  texts(path: string, name: string): string[] | undefined {
    const value = this.attribute(path, name);
    if (value === undefined) return undefined;
    const all: unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
    if (!all.every((each) => typeof each === 'string'))
      throw new Error(`HDF5: ${path}: attribute '${name}': expected a list of texts`);
    return all;
  }

  /**
   * The values of a dataset, as float32.
   *
   * @throws Where there is none, where it is of another element type, or larger than the file can hold.
   */
  weight(path: string): Weight {
    const dataset = this.find(path) as Dataset | undefined;
    if (dataset === undefined || !('dtype' in dataset)) throw new Error(`HDF5: there is no tensor '${path}'`);
    const [shape, dtype] = guarded(path, () => [dataset.shape.map(Number), dataset.dtype] as const);
    const size = typeof dtype === 'string' ? floats[dtype] : undefined;
    if (size === undefined) {
      throw new Error(
        `HDF5: tensor '${path}': expected 16, 32 or 64 bit floats, got ${JSON.stringify(dtype)}`,
      );
    }
    const count = shape.reduce((product, n) => product * n, 1);
    if (!Number.isSafeInteger(count) || count < 0 || count * size > mostExpansion * this.bytes) {
      throw new Error(
        `HDF5: tensor '${path}': [${shape.join(',')}] is more than a file of ${this.bytes} bytes can hold`,
      );
    }
    const values = Float32Array.from(guarded(path, () => dataset.value) as ArrayLike<number>);
    if (values.length !== count) {
      throw new Error(
        `HDF5: tensor '${path}': [${shape.join(',')}] has ${count} values, the file holds ${values.length}`,
      );
    }
    return {shape, values};
  }

  private attribute(path: string, name: string): unknown {
    const found = this.find(path);
    return found && guarded(`${path}, attribute '${name}'`, () => found.attrs[name]);
  }

  private find(path: string): Group | Dataset | undefined {
    let found: Group | Dataset = this.root;
    for (const part of path.split('/').filter((each) => each !== '')) {
      const group: Group | Dataset = found;
      if (!('keys' in group) || !guarded(path, () => group.keys).includes(part)) return undefined;
      found = guarded(path, () => group.get(part));
      if (found == null) return undefined;
    }
    return found;
  }
}

/** The reader throws texts, and errors about its own insides; both become one that says where. */
function guarded<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`HDF5: cannot read ${where}: damaged, or of a kind that is not supported (${reason})`, {
      cause: error,
    });
  }
}
