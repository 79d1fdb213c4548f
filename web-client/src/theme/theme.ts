import { createTheme, localStorageColorSchemeManager, type VariantColorsResolver } from '@mantine/core';

/** The same key that public/theme.js reads before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'keelson-theme' });

/** Mantine's variants in our tokens, so that both themes and every component agree on one accent. */
const variantColors: VariantColorsResolver = ({ variant, color }) => {
  const danger = color === 'red';
  switch (variant) {
    case 'filled':
      return {
        background: danger ? 'var(--danger)' : 'var(--accent)',
        hover: danger ? 'var(--danger-hover)' : 'var(--accent-hover)',
        color: danger ? 'var(--on-danger)' : 'var(--on-accent)',
        border: '1px solid transparent',
      };
    case 'subtle':
      return {
        background: 'transparent',
        hover: 'var(--active)',
        color: danger ? 'var(--bad-text)' : 'var(--text-2)',
        border: '1px solid transparent',
      };
    default:
      return {
        background: 'var(--surface)',
        hover: 'var(--hover)',
        color: danger ? 'var(--bad-text)' : 'var(--text)',
        border: '1px solid var(--line-strong)',
      };
  }
};

export const theme = createTheme({
  variantColorResolver: variantColors,
  cursorType: 'pointer',
  focusRing: 'auto',
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  respectReducedMotion: true,
  components: {
    ModalRoot: { defaultProps: { size: 420, radius: 12, shadow: 'none', yOffset: '12vh' } },
    // Drawn where it is opened, so that its items lie within a landmark; what opens it stands in a bar that never
    // scrolls away, so it need not look whether it did.
    Menu: {
      defaultProps: {
        withinPortal: false,
        withInitialFocusPlaceholder: false,
        hideDetached: false,
        transitionProps: { duration: 90 },
        loop: true,
      },
    },
    Popover: { defaultProps: { shadow: 'none' } },
  },
});
