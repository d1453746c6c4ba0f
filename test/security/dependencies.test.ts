import { readFileSync } from 'node:fs';
import { expect } from 'chai';

type Locked = { readonly license?: string; readonly hasInstallScript?: boolean; readonly resolved?: string };

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Readonly<Record<string, Locked>> };
const own = JSON.parse(readFileSync('package.json', 'utf8')) as { allowScripts: Readonly<Record<string, boolean>> };
const libraries = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, one]) => ({ ...one, name: path.replace(/^.*node_modules\//, '') }));

/** Licences that ask for no more than a notice. */
const FREE = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0'],
  ...['Unlicense', 'Python-2.0', 'PSF-2.0', 'Zlib', 'WTFPL'],
];

/** Libraries under other terms, and why they may be here. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf': 'the fonts of PDF files: Bitstream Vera terms, free to embed and to pass on unchanged',
  'png-js': 'names no licence in its manifest; its file says MIT',
  'axe-core': 'MPL-2.0: used by tests only, unchanged',
};

describe('the libraries', () => {
  it('are under licences that ask for no more than a notice', () => {
    const isFree = (license = ''): boolean =>
      license.split(/\(|\)|\s+(?:AND|OR)\s+/).every((one) => one === '' || FREE.includes(one));
    const others = libraries.filter(({ name, license }) => !(license && isFree(license)) && !(name in EXCEPTIONS));
    expect(others.map(({ name, license }) => `${name}: ${license ?? 'no licence'}`)).to.deep.equal([]);
  });

  it('run a script of their own at their installation only where that is allowed by name', () => {
    const running = libraries.filter(({ hasInstallScript }) => hasInstallScript === true).map(({ name }) => name);
    expect(running.filter((name) => !(name in own.allowScripts))).to.deep.equal([]);
  });
});
