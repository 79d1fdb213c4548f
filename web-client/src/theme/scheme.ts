import { useMantineColorScheme } from '@mantine/core';

/** Mantine would switch transitions off for a moment by a style element, which the pages' policy refuses. */
export function useScheme() {
  return useMantineColorScheme({ keepTransitions: true });
}
