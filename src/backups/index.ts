export { addBackupCommands } from './commands.js';
export { heldBackText, holdBack, keepHoldingBack } from './hold-back.js';
