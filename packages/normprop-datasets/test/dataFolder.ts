import {resolve} from 'node:path';

/** The folder with the real files: `$NORMPROP_DATA`, else `shared/data` beside the repository. */
export const dataFolder = process.env.NORMPROP_DATA ?? resolve(__dirname, '../../../../shared/data');
