// Removes dist of the package in the current folder: tsc leaves the output of files that are no longer there, and npm would publish it.
import {rmSync} from 'node:fs';

rmSync('dist', {recursive: true, force: true});
