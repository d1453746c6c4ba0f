import type { Answer, ConsoleRoute, Visit } from '../visit.js';
import { correct, showCorrection } from './correct.js';
import { askToErase, erase } from './erase.js';
import { exportOne, exportPeople, showExports } from './exports.js';
import { withoutTerms } from './find.js';
import { showPeople } from './list.js';
import type { PeopleTools } from './people.js';
import { showPerson } from './person.js';
import { withdrawFromPartner } from './withdraw.js';
import { previewPeriods, savePeriods, showPeriods } from './retention.js';

export type { PeopleTools } from './people.js';

/** The people who wrote: found, shown, exported, corrected, erased, and kept for how long. */
export function peopleRoutes(tools: PeopleTools): ConsoleRoute[] {
  const shared = { of: 'organization', needs: 'people' } as const;
  const get = (path: string, handle: Handle): ConsoleRoute => ({ ...shared, method: 'get', path, handle });
  const post = (path: string, does: string | undefined, handle: Handle): ConsoleRoute => {
    return { ...shared, method: 'post', path, does, handle };
  };
  return [
    get('/people', (visit) => showPeople(tools, visit, withoutTerms(visit.query))),
    // What is looked for may be somebody's name or address, which belongs into no address bar and no log.
    post('/people', undefined, (visit) => showPeople(tools, visit, visit.form)),
    get('/people/exports', (visit) => showExports(tools, visit)),
    post('/people/exports', 'began an export of the people who agreed to hear from the organization', (visit) =>
      exportPeople(tools, visit),
    ),
    ...periodRoutes(tools),
    get('/people/:supporter', (visit) => showPerson(tools, visit)),
    get('/people/:supporter/correct', (visit) => showCorrection(tools, visit)),
    post('/people/:supporter/correct', 'corrected a supporter', (visit) => correct(tools, visit)),
    get('/people/:supporter/erase', (visit) => askToErase(tools, visit)),
    post('/people/:supporter/erase', 'erased a supporter', (visit) => erase(tools, visit)),
    post('/people/:supporter/withdraw', 'noted that a supporter wants no more mail from a partner', (visit) =>
      withdrawFromPartner(tools, visit),
    ),
    post('/people/:supporter/data', 'exported one supporter', (visit) => exportOne(tools, visit)),
  ];
}

type Handle = (visit: Visit) => Promise<Answer>;

function periodRoutes(tools: PeopleTools): ConsoleRoute[] {
  const shared = { of: 'organization', needs: 'own' } as const;
  const path = '/people/retention';
  const show: Handle = (visit) => showPeriods(tools, visit);
  const preview: Handle = (visit) => previewPeriods(tools, visit);
  const save: Handle = (visit) => savePeriods(tools, visit);
  return [
    { ...shared, method: 'get', path, handle: show },
    { ...shared, method: 'post', path, does: undefined, handle: preview },
    { ...shared, method: 'post', path: `${path}/save`, does: 'changed how long people are kept', handle: save },
  ];
}
