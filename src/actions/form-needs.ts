import { channelOf } from '../deliveries/index.js';
import { fitToLimit, type Fitted } from '../letters/index.js';
import type { FormField } from '../offices/index.js';
import type { Target } from '../targets/index.js';

/** The forms of address that Senate offices know (Senate CWC, element Prefix); nobody is given one they did not choose. */
export const PREFIXES = ['Mr.', 'Mrs.', 'Miss', 'Ms.', 'Dr.'] as const;

/** What is asked of the person because forms that they will fill in ask for it, with the sentence that says whose. */
export function formNeeds(
  targets: readonly Target[],
  typed: { readonly prefix: string },
): { readonly prefix: object | undefined; readonly phone: object | undefined } {
  const [prefix, phone] = (['prefix', 'phone'] as const).map((field) => whoAsks(targets, field));
  const choices = PREFIXES.map((name) => ({ name, isChosen: name === typed.prefix }));
  return {
    prefix: prefix === undefined ? undefined : { why: prefix, choices },
    phone: phone === undefined ? undefined : { why: phone },
  };
}

/** A letter cut to what an office's form takes; undefined where all of it fits, or where no form is filled in. */
export function fittedToForm(target: Target, text: string): (Fitted & { readonly max: number }) | undefined {
  const max = isByForm(target) ? target.form?.maxCharacters : undefined;
  if (!max) return undefined;
  const fitted = fitToLimit(text, max);
  return fitted.leftOut === '' ? undefined : { ...fitted, max };
}

/** `Senator Moran’s form asks for it.`; undefined where no form that the person will fill in does. */
function whoAsks(targets: readonly Target[], field: FormField): string | undefined {
  const asking = targets.filter((target) => isByForm(target) && target.form?.asks.includes(field));
  const names = asking.map(({ title, name }) => `${title} ${name}`);
  if (names.length === 0) return undefined;
  if (names.length === 1) return `${names[0]}’s form asks for it.`;
  return `The forms of ${new Intl.ListFormat('en').format(names)} ask for it.`;
}

function isByForm(target: Target): boolean {
  return channelOf(target) === 'handover';
}
