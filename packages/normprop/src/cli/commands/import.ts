import {readFile} from 'node:fs/promises';
import type {Command} from 'commander';
import {startBackend} from 'normprop-doctor';
import {importKeras, importTorch} from 'normprop-convert';
import {saveLayersModel} from '../../run/saveLayersModel.js';
import {UserError} from '../../userError.js';
import {printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface ImportFlags {
  out: string;
  architecture?: string;
  lstm?: string;
  embedding?: string;
  linear?: string;
  ignore?: string[];
}

const examples = `
Examples:
  $ normprop import model.keras --out imported
  $ normprop import model.weights.h5 --architecture model.json --out imported    # model.to_json() of Keras
  $ normprop import tagger.safetensors --embedding embed --linear fc --out imported

Writes model.json and weights.bin, which tf.loadLayersModel reads once normprop-layers is imported.`;

/** `normprop import`. */
export function addImportCommand(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description(
      'an LSTM of Keras (.keras, .h5) or PyTorch (.safetensors) as a model of tfjs that trains further',
    )
    .argument('<file>', 'the file')
    .requiredOption('--out <folder>', 'where the model goes')
    .option('--architecture <file>', 'Keras: what model.to_json() says, for a .weights.h5 file')
    .option('--lstm <module>', 'PyTorch: the nn.LSTM, where there are several')
    .option('--embedding <module>', 'PyTorch: the nn.Embedding before it')
    .option('--linear <module>', 'PyTorch: the nn.Linear behind it')
    .option('--ignore <modules...>', 'PyTorch: what to leave out')
    .addHelpText('after', examples)
    .action(async (file: string, {out, architecture, ...modules}: ImportFlags) => {
      const bytes = await read(file);
      const described = architecture === undefined ? undefined : await read(architecture);
      await startBackend('cpu');
      try {
        const model = file.endsWith('.safetensors')
          ? await importTorch(bytes, modules)
          : await importKeras(bytes, {
              ...(described && {architecture: new TextDecoder().decode(described)}),
            });
        printLine(context, (await saveLayersModel(model, out)).join('\n'));
        model.dispose();
      } catch (error) {
        throw new UserError(`${file}: ${(error as Error).message}`);
      }
    });
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserError(`${file}: cannot be read (${(error as Error).message})`);
  }
}
