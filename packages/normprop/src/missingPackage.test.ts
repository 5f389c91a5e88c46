import {MissingPackage, whatToInstall} from './missingPackage.js';

const notFound = (code: string) => Object.assign(new Error('Cannot find it'), {code});

test.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])('%s becomes a line to copy', (code) => {
  const error = whatToInstall(notFound(code), 'charts need', 'vega@6 vega-lite@6') as Error;
  expect(error).toBeInstanceOf(MissingPackage);
  expect(error.message).toBe(
    'charts need packages that do not come with normprop: npm install vega@6 vega-lite@6',
  );
});

test('any other error stays what it is', () => {
  const error = new Error('it broke');
  expect(whatToInstall(error, 'charts need', 'vega@6')).toBe(error);
});
