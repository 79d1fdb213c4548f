import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Hidden } from '@/parts/states';
import { paths } from '@/paths';
import { words } from './stopped-words';

const says = words.notFound;

export function NotFoundPage() {
  return (
    <>
      <PageHead title={says.title} />
      <Panel>
        <Hidden>
          <Button component={Link} to={paths.home()} variant="default">
            {says.home}
          </Button>
        </Hidden>
      </Panel>
    </>
  );
}
