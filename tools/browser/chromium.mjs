// Where a Chromium is, and how it is started without a screen, a profile or a word to the network.
import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
];

/** The browser of CHROMIUM_PATH or CHROME_BIN, else the first in the usual places; `{missing}` says why there is none. */
export function findChromium() {
  for (const name of ['CHROMIUM_PATH', 'CHROME_BIN']) {
    const path = process.env[name];
    if (path === undefined || path === '') continue;
    return existsSync(path) ? {path} : {missing: `${name} names ${path}, which is not there`};
  }
  const path = places.find((place) => existsSync(place));
  return path ? {path} : {missing: 'no Chromium found: install it, or name it in CHROMIUM_PATH'};
}

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
];

/** Starts the browser with an empty profile, which goes with it. */
export function startChromium(chromium, path, flags) {
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: [...quiet, ...flags],
    timeout: 60_000,
    // whoever stops us ends the process, and the browser with it (run.mjs)
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
