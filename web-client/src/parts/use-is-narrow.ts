import { useMediaQuery } from '@mantine/hooks';

/** Whether the screen is a narrow one, as `only-narrow` and the style sheets have it; known before the first drawing. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });
}
