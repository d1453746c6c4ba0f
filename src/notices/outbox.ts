import type { OutboxMails } from '../deliveries/index.js';
import { inTurn } from '../platform/in-turn.js';
import { composeNotice, type ComposeTools } from './compose.js';
import { findPreviewedNotice, listPreviewedNotices } from './store.js';

/** The mails to supporters that were not sent, since there is no mail server, for the outbox page. */
export function createOutboxMails(tools: ComposeTools): OutboxMails {
  return {
    list: async (limit) => {
      const notices = await listPreviewedNotices(tools.db, limit);
      const entries = await inTurn(notices, async (notice) => {
        const composed = await composeNotice(tools, notice);
        return composed ? [{ id: notice.id, mail: composed.mail, plannedAt: notice.plannedAt }] : [];
      });
      return entries.flat();
    },
    find: async (id) => {
      const notice = await findPreviewedNotice(tools.db, id);
      const composed = notice && (await composeNotice(tools, notice));
      return composed && { id, mail: composed.mail, plannedAt: notice.plannedAt };
    },
  };
}
