import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

/** How many requirements of levels 1 and 2 each section of OWASP ASVS 5.0.0 has. */
const SECTIONS: Readonly<Record<string, readonly number[]>> = {
  V1: [2, 9, 11, 3, 2],
  V2: [3, 3, 4, 1],
  V3: [0, 2, 4, 6, 5, 0, 2],
  V4: [3, 1, 2, 4],
  V5: [1, 3, 2, 3],
  V6: [3, 12, 4, 4, 5, 3, 0, 4],
  V7: [3, 4, 2, 5, 2, 2],
  V8: [2, 3, 1, 1],
  V9: [3, 4],
  V10: [2, 2, 4, 11, 5, 2, 3],
  V11: [2, 3, 3, 4, 1, 1],
  V12: [3, 2, 4],
  V13: [1, 5, 2, 5],
  V14: [2, 4, 3],
  V15: [3, 3, 7],
  V16: [1, 5, 4, 3, 3],
  V17: [1, 4, 2],
};

const document = readFileSync('docs/security.md', 'utf8');

describe('the map of security requirements', () => {
  it('names each requirement of levels 1 and 2 once', () => {
    const wanted = Object.entries(SECTIONS).flatMap(([chapter, counts]) =>
      counts.flatMap((count, at) => Array.from({ length: count }, (_, n) => `${chapter.slice(1)}.${at + 1}.${n + 1}`)),
    );
    const named = [...document.matchAll(/(?:^\| |[ ,\n])(\d+\.\d+\.\d+)(?= +\||[,.])/gm)].map(([, id]) => id);
    expect(wanted).to.have.length(253);
    expect([...named].sort()).to.deep.equal([...wanted].sort());
  });

  it('names files that are there', () => {
    const files = [...document.matchAll(/`((?:src|templates|docs)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(files.filter((path) => !existsSync(path))).to.deep.equal([]);
  });

  it('names tests that are there', () => {
    const tests = [...document.matchAll(/`([\w/-]+\.test\.ts)` › (.+?)(?=<br>| +\|)/g)];
    const lost = tests.filter(([, file = '', title = '']) => {
      const path = `test/${file}`;
      return title === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
    });
    expect(lost.map(([, file, title]) => `${file}: ${title}`)).to.deep.equal([]);
  });
});
