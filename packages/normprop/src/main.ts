#!/usr/bin/env node
import {runCommandLine} from './commandLine.js';

// `normprop sample … | head` closes the pipe when it has enough: end as other programs do, without a stack.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(141);
    throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
});
