/** Lets a text field be filled from a file that lies on the person's machine; without a script it is pasted. */
export function wireFileFills(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[type="file"][data-fill]')) {
    const field = document.getElementById(input.dataset['fill'] ?? '');
    if (!(field instanceof HTMLTextAreaElement)) continue;
    input.closest<HTMLElement>('[hidden]')?.removeAttribute('hidden');
    input.addEventListener('change', () => {
      void input.files?.[0]?.text().then((text) => (field.value = text));
    });
  }
}
