import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { WORDINGS } from '../../src/deliveries/bounces/wordings.js';
import { programPath } from '../../src/platform/paths.js';

/** A regular expression of the program, and where it stands: `src/letters/template.ts:160`. */
export type Pattern = { readonly source: string; readonly flags: string; readonly at: string };

/** Every regular expression that stands in the sources, once each, and those that are put together from parts. */
export function collectPatterns(): readonly Pattern[] {
  const folder = programPath('src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const made = WORDINGS.map(([reason, { source, flags }]) => ({ source, flags, at: `wordings.ts: ${reason}` }));
  const all = [...files.flatMap((name) => patternsIn(join(folder, name), `src/${name}`)), ...made];
  return [...new Map(all.map((one) => [`/${one.source}/${one.flags}`, one])).values()];
}

function patternsIn(path: string, name: string): Pattern[] {
  const file = ts.createSourceFile(name, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023);
  const found: Pattern[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = file.getLineAndCharacterOfPosition(node.end);
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), at: `${name}:${line + 1}` });
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}
