export { actionApi, actionApiRoutes } from './api-routes.js';
export { createComposer } from './compose.js';
export { createLetterReader } from './read-letters.js';
export { createReaddressing } from './current-addresses.js';
export { createFindChanges } from './target-changes.js';
export { createFormTokens } from './form-token.js';
export { actionRoutes } from './routes.js';
export { createTakeAction, type TakeAction } from './take.js';
export { createFolderPreview } from './preview.js';
