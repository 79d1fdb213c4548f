import { Button } from '@mantine/core';
import type { ProjectRowFragment } from '@/api/generated/projects';
import { NO_VALUE } from '@/format/number';
import { Skeleton } from '@/parts/states';
import table from '@/parts/table.module.css';
import { When } from '@/parts/When';
import styles from './ProjectTable.module.css';

interface ProjectTableProps {
  readonly projects: readonly ProjectRowFragment[];
  /** Id of the project that was just created here, to find it in the list. */
  readonly newest: string | null;
  /** Null when all are shown. */
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
}

export function ProjectTable({ projects, newest, more, loadingMore }: ProjectTableProps) {
  return (
    <>
      <table className={`${table.table} ${styles.projects}`}>
        <caption className="sr">Projects</caption>
        <Head />
        <tbody>
          {projects.map((project) => (
            <tr key={project.id} data-newest={project.id === newest || undefined}>
              <td data-name>
                <div className="cut" title={project.name}>
                  {project.name}
                </div>
                <div className={`mono cut only-narrow ${styles.under}`}>{project.slug}</div>
              </td>
              <td className="only-wide">
                <div className="mono cut" title={project.slug}>
                  {project.slug}
                </div>
              </td>
              <td className="only-wide">
                <div className="cut" title={project.description ?? undefined}>
                  {project.description === null || project.description === ''
                    ? NO_VALUE
                    : project.description}
                </div>
              </td>
              <td data-figures>
                <When at={project.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more !== null && (
        <div className={table.note}>
          There are more.
          <Button variant="default" onClick={more} loading={loadingMore}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

/** The table's final geometry, before its first rows are known. */
export function ProjectTableSkeleton() {
  return (
    <table className={`${table.table} ${styles.projects}`} aria-busy="true" aria-label="Loading projects">
      <Head />
      <tbody>
        {[148, 96, 184, 120, 132].map((width) => (
          <tr key={width}>
            <td>
              <Skeleton width={width} />
            </td>
            <td className="only-wide">
              <Skeleton width={width - 24} />
            </td>
            <td className="only-wide">
              <Skeleton width={width + 160} />
            </td>
            <td>
              <div className={styles.right}>
                <Skeleton width={56} />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col" className="only-wide">
          Slug
        </th>
        <th scope="col" className="only-wide">
          Description
        </th>
        <th scope="col" data-figures>
          Created
        </th>
      </tr>
    </thead>
  );
}
