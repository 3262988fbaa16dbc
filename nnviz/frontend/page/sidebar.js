// On a phone the sidebar lies over the page: whoever has chosen a page there wants to see it.

const NARROW = '(max-width: 768px)'; // where Streamlit's sidebar covers the page
const CHOICE = '[data-testid=stSidebarNavLink]';
const CLOSE = '[data-testid=stSidebarCollapseButton] button';

/** Let the sidebar go when a page is chosen in it; once for the whole document. */
export function closeOverPage() {
  document.addEventListener('click', ({ target }) => {
    if (!target.closest?.(CHOICE) || !matchMedia(NARROW).matches) return;
    setTimeout(() => document.querySelector(CLOSE)?.click()); // the choice itself comes first
  });
}
