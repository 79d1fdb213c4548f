import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Hidden } from '@/parts/states';
import { paths } from '@/paths';

export function NotFoundPage() {
  return (
    <>
      <PageHead title="Not found" />
      <Panel>
        <Hidden>
          <Button component={Link} to={paths.home()} variant="default">
            Back to Home
          </Button>
        </Hidden>
      </Panel>
    </>
  );
}
