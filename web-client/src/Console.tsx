import { MantineProvider } from '@mantine/core';
import { createBrowserRouter, RouterProvider, type DataRouter } from 'react-router';
import { SessionGate } from './features/session/SessionGate';
import { usePrefetch } from './prefetch';
import { routes } from './routes';
import { colorSchemeManager, theme } from './theme/theme';

/** Everything from the theme inwards. Mantine may write no style element: the pages' policy refuses it. */
export function Console({ router }: { readonly router: DataRouter }) {
  usePrefetch();
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <SessionGate>
        <RouterProvider router={router} />
      </SessionGate>
    </MantineProvider>
  );
}

export function createRouter(): DataRouter {
  return createBrowserRouter(routes);
}
