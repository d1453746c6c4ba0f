/** The area of a postal code that reports tell: a whole ZIP code, the outward part of a British or Canadian code. */
export function postalArea(postalCode: string): string {
  const [outward = ''] = postalCode.split(' ');
  return outward.slice(0, 5);
}
