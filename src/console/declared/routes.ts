import type { Answer, CoalitionVisit, ConsoleRoute } from '../visit.js';
import { addDeclared, changeEntry, questionEntry, showEntry, withdrawEntry } from './entry-page.js';
import type { DeclaredPageTools } from './form.js';
import { importDeclared } from './import-sheet.js';
import { sendDeclared, showDeclared } from './list-page.js';

const ROOT = '/coalitions/:coalition/declared';
const ONE = `${ROOT}/:declared`;

const reads = { of: 'coalition', method: 'get', needs: 'see' } as const;
const edits = { of: 'coalition', method: 'post', needs: 'edit' } as const;

/** Numbers that partners bring from other tools, apart from all that Clarion counted itself. */
export function declaredRoutes(tools: DeclaredPageTools): ConsoleRoute[] {
  const on =
    (handle: (tools: DeclaredPageTools, visit: CoalitionVisit) => Promise<Answer>) =>
    (visit: CoalitionVisit): Promise<Answer> =>
      handle(tools, visit);
  return [
    { ...reads, path: ROOT, handle: on(showDeclared) },
    { ...reads, path: `${ROOT}.csv`, handle: on(sendDeclared) },
    { ...edits, path: ROOT, does: 'entered a number from elsewhere', handle: on(addDeclared) },
    { ...edits, path: `${ROOT}/import`, does: 'imported numbers from elsewhere', handle: on(importDeclared) },
    { ...reads, path: ONE, handle: on(showEntry) },
    { ...edits, path: `${ONE}/edit`, does: 'changed a number from elsewhere', handle: on(changeEntry) },
    { ...edits, path: `${ONE}/withdraw`, does: 'withdrew a number from elsewhere', handle: on(withdrawEntry) },
    {
      ...edits,
      path: `${ONE}/question`,
      isForLead: true,
      does: 'questioned a number from elsewhere',
      handle: on(questionEntry),
    },
  ];
}
