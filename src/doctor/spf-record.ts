/** One mechanism of an SPF record with what it answers (RFC 7208, section 4.6.1). */
export type Directive = {
  readonly qualifier: '+' | '-' | '~' | '?';
  readonly name: (typeof MECHANISMS)[number];
  /** What stands behind the colon; '' where nothing does. */
  readonly value: string;
  /** Bits of the network for IPv4 and for IPv6. */
  readonly bits: readonly [number, number];
};

export type SpfRecord = { readonly directives: readonly Directive[]; readonly redirect: string | undefined };

const MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'] as const;
const NEED_VALUE: readonly string[] = ['include', 'ip4', 'ip6', 'exists'];

/** Whether a TXT record claims to be an SPF record. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

/** Reads a record; a text names the term that is none. */
export function parseSpf(text: string): SpfRecord | string {
  const directives: Directive[] = [];
  let redirect: string | undefined;
  for (const term of text.trim().split(/ +/).slice(1)) {
    const [, modifier, target = ''] = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(term) ?? [];
    if (modifier === undefined) {
      const directive = parseDirective(term);
      if (!directive) return term;
      directives.push(directive);
    } else if (modifier.toLowerCase() === 'redirect') {
      if (target === '' || redirect !== undefined) return term;
      redirect = target;
    }
  }
  return { directives, redirect };
}

function parseDirective(term: string): Directive | undefined {
  const [, qualifier = '', word = '', colon, rest = ''] =
    /^([-+~?]?)([a-z0-9]+)(?:(:)(.*?))?(?=\/|$)/i.exec(term) ?? [];
  const name = MECHANISMS.find((one) => one === word.toLowerCase());
  if (!name) return undefined;
  const isNetwork = name === 'ip4' || name === 'ip6';
  const tail = term.slice(qualifier.length + word.length + (colon ? 1 + rest.length : 0));
  const bits = parseBits(tail, name);
  const isComplete = NEED_VALUE.includes(name) ? rest !== '' : colon === undefined || rest !== '';
  if (!bits || !isComplete || (name === 'all' && colon)) return undefined;
  if (isNetwork && !/^[0-9a-f.:]+$/i.test(rest)) return undefined;
  return { qualifier: (qualifier || '+') as Directive['qualifier'], name, value: rest, bits };
}

/** `/24`, `//64` or `/24//64`; for ip6 the first number counts IPv6's bits. */
function parseBits(tail: string, name: string): readonly [number, number] | undefined {
  const [whole, first, second] = /^(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/.exec(tail) ?? [];
  if (whole === undefined) return undefined;
  if (whole !== '' && !['a', 'mx', 'ip4', 'ip6'].includes(name)) return undefined;
  const four = name === 'ip6' ? 32 : Number(first ?? 32);
  const six = Number((name === 'ip6' ? first : second) ?? 128);
  return four <= 32 && six <= 128 ? [four, six] : undefined;
}
