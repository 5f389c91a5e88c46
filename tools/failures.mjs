// What failed, told again in few lines for the end of a long output.

const LINES = 12;

/** The failed tests of a package's leg (`readResult`): each name, where it is, and the first lines of what went wrong. */
export function failedTests({package: name, leg, tests}) {
  return tests
    .filter(({status}) => status === 'failed')
    .map(({fullName, file, failureMessages}) =>
      [`${name} ${leg}: ${fullName} (${file})`, ...shortened(failureMessages.join('\n'))].join('\n    '),
    );
}

/** The failures in the output of `rehearse.mjs` (lines `failed: …`) or of Node's test runner (lines `not ok …`), with what follows. */
export function failedLines(output) {
  const lines = output.split('\n');
  return lines.flatMap((line, i) =>
    /^(failed:|not ok )/.test(line) ? [shortened(lines.slice(i).join('\n')).join('\n    ')] : [],
  );
}

const shortened = (text) => text.split('\n').slice(0, LINES);
