import { seedConsole, type Seeded } from '../../test/support/console-seed.js';
import { gatherForms, type Page } from '../forms/form-pool.js';
import { openProgram, type OpenProgram } from '../open-program.js';
import type { PageForm } from '../../test/support/pages.js';

/** The program with an organization's pages filled, and an owner who is signed in. */
export type OpenConsole = {
  readonly program: OpenProgram;
  readonly headers: () => { readonly cookie: string };
  /** The form that is sent to a path which ends so, as its page shows it. */
  readonly form: (ending: string) => PageForm;
  readonly seeded: () => Seeded;
  /** Counts a try; after many of them everything begins anew. */
  readonly next: () => Promise<void>;
};

const RENEW_AFTER = 300;

/** Opens the program, and the pages that hold the forms; each is a path below the organization's. */
export async function openConsole(pathsOf: (parts: Seeded['parts']) => readonly string[]): Promise<OpenConsole> {
  const program = await openProgram();
  const fill = async () => {
    const seeded = await seedConsole(program.world(), program.folder);
    const cookie = `clarion=${seeded.owner.cookie}`;
    const pages: Page[] = pathsOf(seeded.parts).map((path) => ({ path: seeded.owner.base + path }));
    return { seeded, cookie, forms: [...(await gatherForms({ port: program.port, cookie }, pages)).values()] };
  };
  let filled = await fill();
  let left = RENEW_AFTER;
  return {
    program,
    headers: () => ({ cookie: filled.cookie }),
    form: (ending) => {
      const form = filled.forms.find(({ action }) => action.endsWith(ending));
      if (!form) throw new Error(`no form is sent to …${ending}`);
      return form;
    },
    seeded: () => filled.seeded,
    next: async () => {
      if (left-- > 0) return;
      await program.renew();
      filled = await fill();
      left = RENEW_AFTER;
    },
  };
}
