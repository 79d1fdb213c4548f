import { Navigate, type RouteObject } from 'react-router';
import { paths } from './paths';
import { BrokenPage } from './shell/BrokenPage';
import type { Crumb } from './shell/Crumbs';
import { NotFoundPage } from './shell/NotFoundPage';
import { Shell } from './shell/Shell';

const crumb = (label: string): Crumb => ({ crumb: label });

/** All pages. Each is fetched when it is first opened. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    children: [
      {
        errorElement: <BrokenPage />,
        hydrateFallbackElement: <></>,
        children: [
          { path: paths.home(), element: <Navigate to={paths.projects()} replace /> },
          {
            path: paths.projects(),
            handle: crumb('Projects'),
            lazy: async () => ({
              Component: (await import('./features/projects/ProjectListPage')).ProjectListPage,
            }),
          },
          { path: '*', handle: crumb('Not found'), element: <NotFoundPage /> },
        ],
      },
    ],
  },
];
