import type { ConsoleRoute } from '../visit.js';
import type { SaveTools } from '../../campaigns/index.js';
import { editRoutes } from './edit-routes.js';
import { keepRoutes } from './keep-routes.js';
import type { NewTools } from './new-campaign.js';
import { newRoutes } from './new-routes.js';
import type { EditorPreviewTools } from './preview.js';
import { sourceRoutes } from './source-routes.js';
import { versionRoutes } from './version-routes.js';

export type EditorTools = SaveTools & NewTools & EditorPreviewTools;

/** Making and changing campaigns: forms, source, versions, previews, export. */
export function editorRoutes(tools: EditorTools): ConsoleRoute[] {
  return [
    ...newRoutes(tools),
    ...editRoutes(tools),
    ...sourceRoutes(tools),
    ...versionRoutes(tools),
    ...keepRoutes(tools),
  ];
}
