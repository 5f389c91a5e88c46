import {Heap} from '../engine/heap.js';
import {MemoryLease} from '../engine/lease.js';
import type {WindowKernels, WindowShape} from './windowTypes.js';

/** A product for each image: batch, size, height, line, then the addresses of its two factors and of the result. */
type Product = (
  batch: number,
  size: number,
  height: number,
  line: number,
  one: number,
  other: number,
  result: number,
) => void;

/** What the module exports; addresses in bytes, sizes in elements (assembly/windows.ts explains it). */
interface WindowExports {
  filterImages: Product;
  spreadRows: Product;
  rowProducts: Product;
  errorsOf(n: number, canvas: number, images: number, errors: number): void;
  addErrorSlopes(n: number, images: number, errors: number, dErrors: number, dCanvas: number): void;
}

/** The windows on one instance of the module, whose memory holds nothing from call to call. */
export function simdWindows(module: WebAssembly.Module): WindowKernels {
  const memory = new WebAssembly.Memory({initial: 2, maximum: 65536});
  const engine = {
    heap: new Heap(memory),
    floats: (address: number, n: number) => new Float32Array(memory.buffer, address, n),
  };
  const exports = new WebAssembly.Instance(module, {env: {memory}}).exports as unknown as WindowExports;
  const read = (address: number, n: number) => engine.floats(address, n).slice();
  const inMemory = <T>(body: (lease: MemoryLease<typeof engine>) => T): T => {
    const lease = new MemoryLease(engine);
    try {
      return body(lease);
    } finally {
      lease.release();
    }
  };
  const sizes = ({batch, size, height, line}: WindowShape) => [batch, size, height, line] as const;
  const lengths = ({batch, size, height, line}: WindowShape) => ({
    filters: batch * size * height,
    rows: batch * size * line,
    images: batch * height * line,
  });
  return {
    look: (shape, filters, images, canvas) =>
      inMemory((lease) => {
        const n = lengths(shape);
        const [filter, image, painted] = [filters, images, canvas].map((values) => lease.copy(values));
        const [errors, ofImages, ofErrors] = [n.images, n.rows, n.rows].map((length) => lease.floats(length));
        exports.errorsOf(n.images, painted, image, errors);
        exports.filterImages(...sizes(shape), filter, image, ofImages);
        exports.filterImages(...sizes(shape), filter, errors, ofErrors);
        return {
          errors: read(errors, n.images),
          ofImages: read(ofImages, n.rows),
          ofErrors: read(ofErrors, n.rows),
        };
      }),

    lookBack: (shape, filters, images, errors, {ofImages, ofErrors, canvas}) =>
      inMemory((lease) => {
        const n = lengths(shape);
        const [filter, image, error, rowsOfImages, rowsOfErrors, dCanvas] = [
          ...[filters, images, errors, ofImages, ofErrors, canvas],
        ].map((values) => lease.copy(values));
        const [dFilters, dErrors] = [lease.filled(n.filters, 0), lease.filled(n.images, 0)];
        exports.rowProducts(...sizes(shape), rowsOfImages, image, dFilters);
        exports.rowProducts(...sizes(shape), rowsOfErrors, error, dFilters);
        exports.spreadRows(...sizes(shape), filter, rowsOfErrors, dErrors);
        exports.addErrorSlopes(n.images, image, error, dErrors, dCanvas);
        return {filters: read(dFilters, n.filters), canvas: read(dCanvas, n.images)};
      }),

    paint: (shape, filters, rows, canvas) =>
      inMemory((lease) => {
        const [filter, row, painted] = [filters, rows, canvas].map((values) => lease.copy(values));
        exports.spreadRows(...sizes(shape), filter, row, painted);
        return read(painted, lengths(shape).images);
      }),

    paintBack: (shape, filters, rows, dCanvas) =>
      inMemory((lease) => {
        const n = lengths(shape);
        const [filter, row, gradient] = [filters, rows, dCanvas].map((values) => lease.copy(values));
        const [dFilters, dRows] = [lease.filled(n.filters, 0), lease.floats(n.rows)];
        exports.rowProducts(...sizes(shape), row, gradient, dFilters);
        exports.filterImages(...sizes(shape), filter, gradient, dRows);
        return {filters: read(dFilters, n.filters), rows: read(dRows, n.rows)};
      }),
  };
}
