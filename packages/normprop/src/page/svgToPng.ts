import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import type {Resvg} from '@resvg/resvg-wasm';
import {whatToInstall} from '../missingPackage.js';

/** How `svgToPng` draws. */
export interface PngOptions {
  /** Pixels of the picture to one unit of the SVG; 2 by default, sharp on a dense screen. */
  scale?: number;
  /** What lies behind the picture, a CSS colour; white by default. */
  background?: string;
}

/** The faces that are loaded: text in any other family is drawn in the first. */
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSans-Oblique.ttf', 'DejaVuSansMono.ttf'];

interface Rasteriser {
  Resvg: typeof Resvg;
  fontBuffers: Uint8Array[];
}

let rasteriser: Promise<Rasteriser> | undefined;

/**
 * Draws an SVG as a PNG, without a browser and without fonts of the system: the same bytes on every machine.
 *
 * `currentColor` is black, and every family is DejaVu Sans, `monospace` DejaVu Sans Mono.
 *
 * @returns The bytes of the file, `scale` times as wide and high as the SVG says.
 * @throws RangeError for a scale that is not positive.
 * @throws Error where the text is not an SVG.
 * @throws {MissingPackage} where what draws it is not installed.
 */
export async function svgToPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  const {scale = 2, background = 'white'} = options;
  if (!(scale > 0 && Number.isFinite(scale)))
    throw new RangeError(`scale: expected a positive number, got ${scale}`);
  const {Resvg, fontBuffers} = await (rasteriser ??= startRasteriser());
  let picture: InstanceType<typeof Resvg> | undefined;
  try {
    picture = new Resvg(svg, {
      background,
      fitTo: {mode: 'zoom', value: scale},
      font: {
        fontBuffers,
        defaultFontFamily: 'DejaVu Sans',
        sansSerifFamily: 'DejaVu Sans',
        serifFamily: 'DejaVu Sans',
        monospaceFamily: 'DejaVu Sans Mono',
      },
    });
    const image = picture.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`svg: cannot be drawn (${reason})`, {cause: error});
  } finally {
    picture?.free();
  }
}

/** Loads the WebAssembly module, which may be done once only, and the fonts. */
async function startRasteriser(): Promise<Rasteriser> {
  const require = createRequire(import.meta.url);
  try {
    const {Resvg, initWasm} = await import('@resvg/resvg-wasm');
    await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
    const fontBuffers = await Promise.all(
      fontFiles.map(async (name) => readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}`))),
    );
    return {Resvg, fontBuffers};
  } catch (error) {
    throw whatToInstall(error, 'pictures of charts need', '@resvg/resvg-wasm@2 dejavu-fonts-ttf@2');
  }
}
