import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs small values with the installation's secret; a purpose keeps one kind of seal from passing for another. */
export type Seal = {
  /** A keyed digest of a value as hexadecimal text. */
  readonly digest: (purpose: string, value: string) => string;
  /** The value with its signature: `value.signature`, safe in a URL when the value is. */
  readonly sign: (purpose: string, value: string) => string;
  /** The value, or undefined when the signature is not ours. */
  readonly open: (purpose: string, sealed: string) => string | undefined;
};

export function createSeal(secret: string): Seal {
  const mac = (purpose: string, value: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}\n${value}`).digest();
  return {
    digest: (purpose, value) => mac(purpose, value).toString('hex'),
    sign: (purpose, value) => `${value}.${mac(purpose, value).toString('base64url')}`,
    open: (purpose, sealed) => {
      const cut = sealed.lastIndexOf('.');
      const value = sealed.slice(0, Math.max(cut, 0));
      // Texts are compared, not bytes: base64 reads several texts as the same bytes.
      const given = Buffer.from(sealed.slice(cut + 1));
      const right = Buffer.from(mac(purpose, value).toString('base64url'));
      return cut > 0 && given.length === right.length && timingSafeEqual(given, right) ? value : undefined;
    },
  };
}
