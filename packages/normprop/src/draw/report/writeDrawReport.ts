import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {writeAtomically} from '../../run/writeAtomically.js';
import {optionsFor} from '../../config/commandFor.js';
import {drawRules} from '../config/resolveDrawConfig.js';
import type {DrawImages} from '../data/loadDrawImages.js';
import {
  reconstructionAnimation,
  reconstructionSheet,
  sampleAnimation,
  sampleSheet,
} from '../pictures/drawPictures.js';
import {loadDrawModel} from '../train/loadDrawModel.js';
import type {DrawSummary} from '../record/drawTypes.js';
import {drawReportPage} from './drawReportPage.js';

/** The paths of a run's report and of the sheet of samples in it. */
export interface WrittenDrawReport {
  report: string;
  samples: string;
}

/** Draws the pictures of a run into `pictures/` of its folder, and writes its page. */
export async function writeDrawReport(
  path: string,
  run: DrawSummary,
  images: DrawImages,
): Promise<WrittenDrawReport> {
  const {model, folder} = await loadDrawModel(path);
  try {
    const pictures = {
      samples: await sampleSheet(model),
      reconstructions: await reconstructionSheet(model, images),
      animation: await reconstructionAnimation(model, images),
      sampleAnimation: await sampleAnimation(model),
    };
    await mkdir(folder.file('pictures'), {recursive: true});
    const files = {
      'samples.png': pictures.samples,
      'reconstructions.png': pictures.reconstructions,
      'glimpses.gif': pictures.animation,
      'painting.gif': pictures.sampleAnimation,
    };
    for (const [name, bytes] of Object.entries(files))
      await writeAtomically(folder.file(join('pictures', name)), bytes);
    const report = folder.file('report.html');
    await writeAtomically(
      report,
      await drawReportPage({
        runs: [run],
        command: `normprop draw train ${optionsFor(drawRules, run.config)}`,
        pictures,
      }),
    );
    return {report, samples: folder.file(join('pictures', 'samples.png'))};
  } finally {
    model.dispose();
  }
}
