import ipaddr from 'ipaddr.js';

/** What macros stand for. */
export type MacroValues = { readonly ip: string; readonly domain: string; readonly sender: string };

const MACRO = /%(?:\{([slodivh])(\d*)(r?)([-.+,/_=]*)\}|[%_-])/gi;

/** Fills the macros of a name in, `%{ir}.%{v}._spf.%{d2}` (RFC 7208, section 7). */
export function expandMacros(text: string, values: MacroValues): string {
  return text.replace(MACRO, (macro) => expandOne(macro, values));
}

const SIGNS: Readonly<Record<string, string>> = { '%%': '%', '%_': ' ', '%-': '%20' };

function expandOne(macro: string, values: MacroValues): string {
  const [found] = macro.matchAll(MACRO);
  const [, letter, digits = '', reverse = '', delimiters = ''] = found ?? [];
  if (letter === undefined) return SIGNS[macro] ?? '';
  const parts = valueOf(letter.toLowerCase(), values).split(splitter(delimiters));
  if (reverse !== '') parts.reverse();
  return parts.slice(digits === '' ? 0 : -Number(digits)).join('.');
}

function splitter(delimiters: string): RegExp {
  return new RegExp(`[${(delimiters || '.').replace(/[-/\\^\]]/g, '\\$&')}]`);
}

function valueOf(letter: string, { ip, domain, sender }: MacroValues): string {
  const at = sender.lastIndexOf('@');
  const isFour = ipaddr.process(ip).kind() === 'ipv4';
  const values: Readonly<Record<string, string>> = {
    s: sender,
    l: sender.slice(0, at),
    o: sender.slice(at + 1),
    d: domain,
    i: isFour ? ip : nibbles(ip),
    v: isFour ? 'in-addr' : 'ip6',
    h: domain,
  };
  return values[letter] ?? '';
}

/** An IPv6 address digit by digit, `2.0.0.1.0.d.b.8.…`. */
function nibbles(ip: string): string {
  const bytes = ipaddr.parse(ip).toByteArray();
  return bytes.map((byte) => `${(byte >> 4).toString(16)}.${(byte & 15).toString(16)}`).join('.');
}
