import { wirePasswords } from './show-password.js';
import { followNumbers } from './live-numbers.js';
import { countTicks, goOn, reviewByKeys } from './letters.js';
import { wireFileFills } from './fill-from-file.js';
import { improveEditor } from './editor.js';

/** What a script makes better in the console; every page works without it. */

document.documentElement.classList.add('scripted');
keepMenuOpen();
showTab();
countTicks();
goOn();
reviewByKeys();
wireFileFills(document);
wirePasswords(document);
document.querySelector<HTMLElement>('[data-focus]')?.focus();
const live = document.querySelector<HTMLElement>('[data-live]');
if (live) followNumbers(live);
improveEditor();

/** Beside the page there is room for the sections, so the menu need not be opened. */
function keepMenuOpen(): void {
  const menu = document.querySelector<HTMLDetailsElement>('[data-menu]');
  if (!menu) return;
  const wide = matchMedia('(min-width: 60rem)');
  const follow = (): void => void (menu.open = wide.matches);
  wide.addEventListener('change', follow);
  follow();
}

/** On a phone the tabs scroll beside each other; the one of this page shall be in sight. */
function showTab(): void {
  const tab = document.querySelector<HTMLElement>('.tabs [aria-current]');
  const strip = tab?.closest('ul');
  if (!tab || !strip) return;
  const [inside, around] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += inside.left - around.left - (around.width - inside.width) / 2;
}
