/** Dark, light, or as the system has it: a button goes through them. */
import { byId } from './dom';

const THEMES = ['system', 'light', 'dark'] as const;

export function initTheme(changed: () => void = () => {}): void {
  const button = byId<HTMLButtonElement>('theme');
  let index = 0;
  button.addEventListener('click', () => {
    index = (index + 1) % THEMES.length;
    const theme = THEMES[index]!;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}
