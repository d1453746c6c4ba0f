/** Lets people see the password that they type. */
export function wirePasswords(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[data-password]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link small show-password';
    button.setAttribute('aria-controls', input.id);
    const show = (isShown: boolean): void => {
      input.type = isShown ? 'text' : 'password';
      button.textContent = isShown ? 'Hide the password' : 'Show the password';
      button.setAttribute('aria-pressed', String(isShown));
    };
    show(false);
    button.addEventListener('click', () => show(input.type === 'password'));
    // A browser keeps a password among what was typed before if it is sent as a text.
    input.form?.addEventListener('submit', () => show(false));
    input.after(button);
  }
}
